"""Text for a terminal of 80 columns: amounts in EUR million, aligned columns, wrapped paragraphs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction

from usufruct.money import round_to_integer

WIDTH = 80
NOTHING = "-"
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_KEPT = "\N{NO-BREAK SPACE}"


def million(cents: Fraction | int | None, *, signed: bool = False) -> str:
    """An amount of cents in EUR million with one decimal; a dash where it is not known.

    Example:
        >>> million(157320000000), million(1712100000000), million(None), million(-2319999999, signed=True)
        ('1573.2', '17 121.0', '-', '-23.2')
    """
    if cents is None:
        return NOTHING
    tenths = round_to_integer(Fraction(cents) / 10**7, "half up")
    whole, rest = divmod(abs(tenths), 10)
    digits = f"{whole:,}".replace(",", " ") if whole >= 10_000 else str(whole)
    sign = "-" if tenths < 0 else "+" if signed and tenths > 0 else ""
    return f"{sign}{digits}.{rest}"


def columns(rows: Sequence[Sequence[str]], align: str, gaps: Sequence[int] = ()) -> list[str]:
    """Rows as lines with aligned columns.

    Args:
        rows: as many cells each as ``align`` has letters.
        align: ``l`` or ``r`` for each column.
        gaps: spaces before each column but the first; two each if left out.

    Example:
        >>> columns([["a", "1.0"], ["bc", "12.0"]], "lr")
        ['a    1.0', 'bc  12.0']
    """
    widths = [max(len(row[place]) for row in rows) for place in range(len(align))] if rows else []
    spaces = ["", *(" " * gap for gap in gaps)] if gaps else ["", *["  "] * (len(align) - 1)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if side == "r" else cell.ljust(width)
            for cell, width, side in zip(row, widths, align, strict=True)
        ]
        lines.append("".join(gap + cell for gap, cell in zip(spaces, cells, strict=True)).rstrip())
    return lines


def wrapped(text: str, indent: int = 0, hanging: int = 0) -> list[str]:
    """A paragraph as lines of at most 80 columns; a word longer than a line, such as an address, is left whole.

    An amount is one word too: half of it at the end of a line would read as another amount.

    Example:
        >>> wrapped("x" * 70 + " 3 600 000.01 EUR")[1]
        '3 600 000.01 EUR'
    """
    lines = textwrap.wrap(
        _THOUSANDS.sub(lambda found: found[0].replace(" ", _KEPT), text),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_KEPT, " ") for line in lines]


def shortened(text: str, width: int) -> str:
    """Text of at most so many characters, with three dots for the rest.

    Example:
        >>> shortened("NOTPROVIDED", 8), shortened("A-1", 8)
        ('NOTPR...', 'A-1')
    """
    return text if len(text) <= width else text[: width - 3] + "..."


def visible(text: str) -> str:
    r"""Text in which what a terminal would obey, such as marks that turn the direction of writing, can be seen.

    Example:
        >>> print(visible("to \u202eBRUOP\x1b[2J"))
        to \u202eBRUOP\u001b[2J
    """
    if text.isprintable():
        return text
    return "".join(each if each in "\n\xa0" or each.isprintable() else f"\\u{ord(each):04x}" for each in text)


def text_of(blocks: Iterable[Iterable[str]]) -> str:
    """Blocks of lines, one empty line between them; what a terminal would obey is made visible."""
    return visible("\n\n".join("\n".join(block) for block in blocks if block))
