"""Amounts and days of messages read another way: the standard library's tree and decimals, nothing of the package."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element


class Seen(NamedTuple):
    """A statement as the second reader sees it; amounts in units of the currency, with their sign."""

    opening: Decimal
    closing: Decimal
    amounts: tuple[Decimal, ...]


def bare(data: bytes) -> Element:
    """Parse and drop the namespaces."""
    root = ET.fromstring(data)  # noqa: S314 - what the tests wrote, or what the package has taken already
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def text(element: Element, path: str) -> str:
    found = element.findtext(path)
    assert found is not None, path
    return found.strip()


def signed(element: Element, path: str = "Amt") -> Decimal:
    return Decimal(text(element, path)) * (1 if text(element, "CdtDbtInd") == "CRDT" else -1)


def statements(data: bytes) -> Iterator[Seen]:
    for statement in bare(data).iter("Stmt"):
        balances = {text(each, "Tp/CdOrPrtry/Cd"): signed(each) for each in statement.findall("Bal")}
        opening = balances.get("OPBD", balances.get("PRCD"))
        assert opening is not None
        booked = [each for each in statement.findall("Ntry") if "BOOK" in "".join(each.find("Sts").itertext())]  # type: ignore[union-attr]
        yield Seen(opening, balances["CLBD"], tuple(signed(each) for each in booked))


def units(amount: int, digits: int) -> Decimal:
    return Decimal(amount).scaleb(-digits)
