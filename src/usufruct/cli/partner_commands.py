"""What the command about partners does: list them, show one, or let one or all of them join."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.cli.desk import day_of, known_facts, one
from usufruct.cli.ending import NOT_DERIVABLE, OK, reading_the_command_line, usage
from usufruct.cli.outlook_commands import print_text, write_document

Options = Sequence[str] | None
ALL = "all"
YEARS = 3


def partners(name: str, since: Options, measure: Options, years: int, known: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct partners``."""
    day_text, clauses = one(since, "--since"), one(measure, "--measure")
    if (day_text is None) != (clauses is None):
        given, other = ("--measure", "--since") if day_text is None else ("--since", "--measure")
        raise usage(f"{given} stands alone", given, f"give {other} as well: who joins needs a day and a measure")
    if day_text is None or clauses is None:
        if years != YEARS:
            raise usage("nothing is shown by year", "--years", "give --since and --measure, or leave it out")
        return _shown(name, known, as_json=as_json)
    if not name:
        raise usage("no partner joins", "partners", f"name one, or {ALL}")
    return _joining(name, day_text, clauses, years, known, as_json=as_json)


def _shown(name: str, known: Options, *, as_json: bool) -> int:
    from usufruct.assets.partners import partner
    from usufruct.assets.partners import partners as every

    seen, day = known_facts(known, None, as_json=as_json, option="--known")
    whole = name in ("", ALL)
    with reading_the_command_line():
        found = every(day, seen) if whole else (partner(name, day, seen),)
    if as_json:
        from usufruct.publish.partner_document import partners_document

        return write_document(partners_document(found, day, seen))
    from usufruct.cli.partner_text import partner_text, partners_text

    return print_text(partners_text(found, day) if whole else partner_text(found[0], day))


def _joining(name: str, since: str, measure: str, years: int, known: Options, *, as_json: bool) -> int:
    from usufruct.assets.joining import join
    from usufruct.assets.partners import partners as every
    from usufruct.regimes.partner_shares import lender_weights
    from usufruct.waterfall.replay import replay

    first = day_of(since)
    seen, day = known_facts(known, None, as_json=as_json, option="--known")
    with reading_the_command_line():
        names = [each.name for each in every(day, seen)] if name == ALL else [name]
        joined = [join(each, first, measure, day, years=years, published=seen) for each in names]
        weights = lender_weights(replay(day))
    if as_json:
        from usufruct.publish.partner_document import joining_document

        write_document(joining_document(joined, weights, day, seen))
    else:
        from usufruct.cli.partner_text import joining_text

        print_text(joining_text(joined, weights, day))
    return OK if any(each.years for each in joined) else NOT_DERIVABLE
