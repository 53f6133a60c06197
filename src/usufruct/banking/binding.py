"""A tree of elements as the library's typed message: which message, which version, and does it fit."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from usufruct.banking.tree import read_tree
from usufruct.errors import UsufructError, refuse

_ROOT: Final = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.[0-9]{3}\.[0-9]{3}\.[0-9]{2})\}Document")
_ABSENT: Final = re.compile(r"(\w+)\.__init__\(\) missing .*?argument[^:]*: '(\w+)'")
_MESSAGES: Final = {
    "camt.052": "report of an account",
    "camt.053": "bank statement",
    "camt.054": "notification of a bank",
    "pain.002": "payment status report",
}


_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Kind:
    """A message that is read.

    Attributes:
        name: business area and number, such as ``camt.053``.
        versions: last two digits of the versions that are read.
    """

    name: str
    versions: Sequence[str]


def bind(data: bytes, kind: Kind) -> Any:
    """Return a file as the ``Document`` of its own version in the library ``pyiso20022``.

    Unknown, repeated and missing elements and values of the wrong type are refused; the schema's order and
    lengths of text are not looked at.

    Raises:
        UsufructError: ``I121`` to ``I129``.
    """
    tree = read_tree(data)
    module = f"pyiso20022.{kind.name[:4]}.{_identifier(tree.tag, kind).replace('.', '_')}"
    from xsdata.exceptions import ConverterError, ParserError
    from xsdata.formats.dataclass.parsers import XmlParser
    from xsdata.formats.dataclass.parsers.config import ParserConfig
    from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler

    document = importlib.import_module(module).Document
    config = ParserConfig(fail_on_unknown_attributes=True, fail_on_converter_warnings=True, class_factory=_made)
    try:
        return XmlParser(config=config, handler=XmlEventHandler).parse(tree, document)
    except (ParserError, ConverterError, TypeError, ValueError, ArithmeticError) as error:
        raise _unfit(error) from None


def message_kind(data: bytes) -> str:
    """Tell what a message is, such as ``camt.053``; nothing where it is none of ISO 20022.

    Raises:
        UsufructError: ``I121`` to ``I127`` for a file that cannot be read.
    """
    found = _ROOT.fullmatch(read_tree(data).tag)
    return found[1][:8] if found else ""


def _made(kind: type[_Made], values: dict[str, Any]) -> _Made:
    """Make an element of the library, unless it holds an empty text, which the library takes for any type."""
    for name, value in values.items():
        if value == "" or (isinstance(value, list) and "" in value):
            raise ValueError(f"{kind.__name__} has an empty {_element(name)}")
    return kind(**values)


def _element(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _identifier(tag: str, kind: Kind) -> str:
    found = _ROOT.fullmatch(tag)
    said = found[1] if found else tag
    if found and said.startswith(f"{kind.name}.001.") and said[-2:] in kind.versions:
        return said
    versions = ", ".join(f"{kind.name}.001.{version}" for version in kind.versions)
    what = f"{said!r:.100} is no {_MESSAGES[kind.name]} that is read here"
    raise refuse("I128", what, "first element", "", f"ask the bank for one of {versions}")


def _unfit(error: Exception) -> UsufructError:
    said = re.sub(r"\{[^}]*\}", "", str(error)).split("\n")[0]
    absent = _ABSENT.match(said)
    if absent:
        said = f"{absent[1]} lacks {_element(absent[2])}"
    why = "what is not understood could be what matters"
    remedy = "check the file against the schema of its version and report it to the bank"
    return refuse("I129", f"it does not fit its schema: {said:.200}", "file", why, remedy)
