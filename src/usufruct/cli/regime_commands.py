"""What the command about regimes does: list them, or show one as law and as what it would have made of the past."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.cli.desk import chosen
from usufruct.cli.ending import OK, reading_the_command_line

Options = Sequence[str] | None


def regimes(letter: str, readings: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct regimes``."""
    from usufruct.law import rulebook
    from usufruct.regimes import REGIMES, regime
    from usufruct.waterfall.amendment import amendment

    with reading_the_command_line():
        found = [regime(letter)] if letter else list(REGIMES)
        laws = [each.rulebook(readings=chosen(readings) if letter else None) for each in found]
        early = [each.rulebook(readings=chosen(readings) if letter else None, always=True) for each in found]
    past = [amendment(rulebook(), law) for law in laws]
    always = [amendment(rulebook(), law) for law in early]
    if as_json:
        from usufruct.publish.document import written
        from usufruct.publish.regime_document import regimes_document

        print(written(regimes_document(found, laws, past, always)))
        return OK
    from usufruct.cli.regime_text import regime_text, regimes_text

    print(regime_text(found[0], laws[0], past[0], always[0]) if letter else regimes_text(found, past, always))
    return OK
