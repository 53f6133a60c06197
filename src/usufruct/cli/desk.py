"""What a command works with: the facts and the law of a day, a file of one's own figures, chosen readings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from usufruct.cli.ending import reading_the_command_line, usage, warn
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.engine import Rulebook
    from usufruct.facts import Facts
    from usufruct.law.drafts import Draft
    from usufruct.waterfall.replay import Replay

Options = Sequence[str] | None


def one(values: Options, option: str) -> str | None:
    """The value of an option that may be given once.

    Raises:
        UsufructError: ``X101`` if it is given twice.
    """
    if values and len(values) > 1:
        raise usage(f"{option} is given {len(values)} times: {', '.join(values)}", option, "give it once")
    return values[0] if values else None


def day_of(text: str) -> date:
    """A day of the command line.

    Raises:
        UsufructError: ``F160`` for a text that is no day.
    """
    from usufruct.facts.collection import read_day

    with reading_the_command_line():
        return read_day(text)


def known_facts(as_of: Options, files: Options, *, as_json: bool, option: str = "--as-of") -> tuple[Facts, date]:
    """The facts known on a day, and that day; by default the latest day that the facts know, never the clock.

    Raises:
        UsufructError: ``X101`` for a day on which nothing was known yet; the codes of a file that cannot be used.
    """
    from usufruct import facts

    file, text = one(files, "--facts"), one(as_of, option)
    known = facts.load() if file is None else facts.with_file(file)
    latest = known.latest_known
    day = latest if text is None else day_of(text)
    if day > latest:
        warn(f"the facts end on {latest}; what was published later is not in them", as_json=as_json)
        day = latest
    first = min(figure.known_on for figure in known)
    if day < first:
        raise usage(f"nothing was known on {day}", option, f"take a day from {first} to {latest}")
    return known.as_of(day), day


def drafts_of(paths: Options) -> tuple[Draft, ...]:
    """The drafts in files of law; reading them runs them."""
    from usufruct.law.drafts import read_drafts

    return read_drafts(tuple(paths)) if paths else ()


def law_with(paths: Options) -> Rulebook:
    """The law, with the drafts in the files of law that were given.

    Raises:
        UsufructError: ``D101`` to ``D108``, and the codes of :func:`usufruct.engine.assemble`.
    """
    from usufruct.law import rulebook

    if not paths:
        return rulebook()
    from usufruct.law.drafts import rulebook_with

    return rulebook_with(drafts_of(paths))


def known_law(known: Options, drafts: Options = None) -> Rulebook:
    """The law as one could read it on a day, with drafts; by default on the latest day that the facts know.

    Raises:
        UsufructError: ``X101`` and ``F160`` for an option that cannot be used.
    """
    from usufruct import facts

    text = one(known, "--known")
    return law_with(drafts).as_known(facts.latest_known() if text is None else day_of(text))


def chosen(readings: Options) -> dict[str, str]:
    """Readings as they were chosen.

    Raises:
        UsufructError: ``X101`` for what is not ``NAME=OPTION``.
    """
    found: dict[str, str] = {}
    for text in readings or ():
        name, mark, option = text.partition("=")
        if not mark or name in found:
            what = f"{name} is chosen twice" if mark else f"{text!r:.80} is not NAME=OPTION"
            remedy = "write it as --read 'rounding=half even', once for each reading"
            raise refuse("X101", what, "--read", "", remedy)
        found[name] = option
    return found


def law_read(readings: Options, drafts: Options = None) -> Rulebook:
    """The law, with drafts, under the readings that were chosen.

    Raises:
        UsufructError: ``X101`` for what is not ``NAME=OPTION``, ``U113`` for what no reading is called.
    """
    law = law_with(drafts)
    with reading_the_command_line():
        return law.choose(**chosen(readings))


def opened(as_of: Options, files: Options, readings: Options, *, as_json: bool, drafts: Options = None) -> Replay:
    """The replay of a day; nothing is computed before it is asked for."""
    from usufruct.waterfall.replay import replay

    facts, day = known_facts(as_of, files, as_json=as_json)
    return replay(day, facts=facts, law=law_read(readings, drafts))
