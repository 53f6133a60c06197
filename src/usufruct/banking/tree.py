"""A file from outside as a tree of elements, or a refusal: the parser that a hostile file meets first.

Only plain XML in UTF-8 comes through. Document types and entities are refused before anything is expanded or
fetched, and size, depth and number of elements have limits. What two readers could take differently, such as a
comment inside an amount or an attribute that changes a type, is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from usufruct.errors import UsufructError, refuse

LARGEST_FILE: Final = 32 * 1024 * 1024
"""Bytes of the largest file that is read; ten thousand entries with all their details take about half."""
MOST_ELEMENTS: Final = 1_000_000
DEEPEST: Final = 40
LONGEST_TEXT: Final = 10_000

_SCHEMA_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
_HINTS: Final = (f"{_SCHEMA_INSTANCE}}}schemaLocation", f"{_SCHEMA_INSTANCE}}}noNamespaceSchemaLocation")
# xs:decimal without a minus sign, of at most 18 digits.
_PLAIN_AMOUNT: Final = re.compile(r"\+?(?=(?:[0-9]\.?){1,18}\Z|\.)(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]{1,18})")
_CLEAN: Final = "ask the bank for a clean file"
# Holds anything at all, by agreement between two parties; nothing is read from it.
_SUPPLEMENT: Final = "SplmtryData"


def read_tree(data: bytes) -> Element:
    """Parse a file into elements named ``{namespace}name``.

    Args:
        data: the whole file.

    Raises:
        UsufructError: ``I121`` to ``I127``; one fault, because nothing after it can be trusted.

    Example:
        >>> read_tree(b"<Document xmlns='urn:x'><Amt Ccy='EUR'>1.50</Amt></Document>")[0].text
        '1.50'
    """
    _check_bytes(data)
    return _Reading().tree(bytes(data))


def _check_bytes(data: bytes) -> None:
    if not isinstance(data, bytes | bytearray | memoryview):
        raise refuse("I121", f"a message is bytes, not {type(data).__name__}", "file", "", "read it as bytes")
    size = len(data)
    if size == 0:
        raise refuse("I121", "the file is empty", "file", "", "fetch it from the bank again")
    if size > LARGEST_FILE:
        what = f"the file has {size / 2**20:.1f} MiB, at most {LARGEST_FILE // 2**20} MiB are read"
        raise refuse("I122", what, "file", "", "ask the bank for shorter statements")
    head = bytes(data[:4])
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise _not_utf8("UTF-16 or UTF-32")


def _not_utf8(encoding: str) -> UsufructError:
    why = "ISO 20022 messages are UTF-8, and a wrong guess changes names without a sign"
    return refuse("I123", f"the file is in {encoding:.40}, not UTF-8", "file", why, "ask the bank for UTF-8")


class _Reading:
    """One pass of the parser over one file."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.parser = expat.ParserCreate("UTF-8", "}")
        self.elements = 0
        self.within_supplement = 0
        # One row for each open element: whether it holds elements, text, or a comment, and its length of text.
        self.open: list[list[int]] = []
        self._connect()

    def _connect(self) -> None:
        parser = self.parser
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.ExternalEntityRefHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._aside
        parser.ProcessingInstructionHandler = self._aside

    def tree(self, data: bytes) -> Element:
        isfinal = True
        try:
            self.parser.Parse(data, isfinal)
        except expat.ExpatError as error:
            raise self._broken(error) from None
        except UnicodeError:
            raise _not_utf8("an encoding that cannot be decoded") from None
        return self.builder.close()

    def _broken(self, error: expat.ExpatError) -> UsufructError:
        said = expat.ErrorString(error.code) or "not well-formed"
        where = f"line {error.lineno}, column {error.offset}"
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
            return self._refused_entity(where)
        cut = "it ends too early or is damaged: fetch it from the bank again"
        return refuse("I124", f"this is not well-formed XML: {said}", where, "nothing after it can be read", cut)

    def _where(self) -> str:
        return f"line {self.parser.CurrentLineNumber}"

    def _refused_entity(self, where: str) -> UsufructError:
        why = "no bank sends one, and it can make a reader fetch files or run out of memory"
        return refuse("I125", "the file has a document type or an entity", where, why, "ask where the file is from")

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.upper() not in ("UTF-8", "UTF8", "US-ASCII", "ASCII"):
            raise _not_utf8(encoding)

    def _doctype(self, *_: object) -> int:
        raise self._refused_entity(self._where())

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            why = "no message is, and deep files are made to exhaust a reader"
            raise refuse(
                "I126",
                f"elements are nested more than {DEEPEST} deep",
                self._where(),
                why,
                "fetch the file from the bank again",
            )
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            what = f"the file has more than {MOST_ELEMENTS} elements"
            raise refuse("I122", what, self._where(), "", "ask the bank for shorter statements")
        if self.open:
            self.open[-1][0] = 1
        self.open.append([0, 0, 0])
        if self.within_supplement or name.rpartition("}")[2] == _SUPPLEMENT:
            self.within_supplement += 1
            return
        self.builder.start(_braced(name), self._kept(attributes))

    def _kept(self, attributes: Mapping[str, str]) -> dict[str, str]:
        for name in attributes:
            if name != "Ccy" and name not in _HINTS:
                why = "the schema has none, and some change how a reader takes the element"
                raise refuse("I127", f"attribute {name!r:.80} has no place here", self._where(), why, _CLEAN)
        return {name: value for name, value in attributes.items() if name == "Ccy"}

    def _end(self, name: str) -> None:
        elements, text, aside = self.open.pop()
        if self.within_supplement:
            self.within_supplement -= 1
            return
        if text and (elements or aside):
            beside = "elements" if elements else "a comment"
            why = "two readers would take it for two different texts"
            what = f"text stands beside {beside} in {name.rpartition('}')[2]}"
            raise refuse("I127", what, self._where(), why, _CLEAN)
        ended = self.builder.end(_braced(name))
        if "Ccy" in ended.attrib and _PLAIN_AMOUNT.fullmatch((ended.text or "").strip(" \t\r\n")) is None:
            why = "an amount is read exactly or not at all"
            raise refuse(
                "I141", f"{ended.text!r:.60} is no amount of at most 18 digits", self._where(), why, "ask the bank"
            )

    def _text(self, data: str) -> None:
        state = self.open[-1]
        if data.strip(" \t\r\n"):
            state[1] += len(data)
            if state[1] > LONGEST_TEXT and not self.within_supplement:
                what = f"a text has more than {LONGEST_TEXT} characters"
                raise refuse("I122", what, self._where(), "", "ask the bank for shorter texts")
        if not self.within_supplement:
            self.builder.data(data)

    def _aside(self, *_: object) -> None:
        if self.open:
            self.open[-1][2] = 1


def _braced(name: str) -> str:
    return "{" + name if "}" in name else name
