"""What the commands about drafts do: lay one out, check it, show what it changes in words and in billions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from usufruct.cli.desk import day_of, drafts_of, one
from usufruct.cli.ending import OK, usage

if TYPE_CHECKING:
    from usufruct.publish.document import Document

Options = Sequence[str] | None


def new(path: str) -> int:
    """``usufruct law new``."""
    from usufruct.law.draft_template import lay_out

    lay_out(path)
    return _print(f"{path}: a draft act to fill in. Next: usufruct law check {path}")


def check(paths: Sequence[str], as_json: bool) -> int:  # noqa: FBT001
    """``usufruct law check``."""
    from usufruct.law.drafts import rulebook_with

    drafts = drafts_of(paths)
    law = rulebook_with(drafts)
    if as_json:
        from usufruct.publish.draft_document import draft_document

        return _write(draft_document(drafts, law))
    from usufruct.cli.draft_text import draft_text

    return _print(draft_text(drafts, law))


def diff(day_alone: str, paths: Options, known: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct law diff --with FILE``, without days: what the drafts change."""
    from usufruct import facts
    from usufruct.law import rulebook
    from usufruct.law.drafts import Draft, rulebook_with
    from usufruct.waterfall.amendment import amendment, from_the_first_day
    from usufruct.waterfall.replay import replay

    if day_alone or not paths:
        raise usage("two days or a draft are needed", "law diff", "write two days, or --with FILE, or both")
    text = one(known, "--known")
    day = facts.latest_known() if text is None else day_of(text)
    drafts = drafts_of(paths)
    law, other = rulebook(), rulebook_with(drafts)
    past = replay(day, law=law)
    found = amendment(law, other, past)
    early = None
    if found is not None and not found.changed:
        moved_back = [Draft(each.path, from_the_first_day(each.acts)) for each in drafts]
        early = amendment(law, rulebook_with(moved_back), past)
    if as_json:
        from usufruct.publish.draft_document import amendment_document

        return _write(amendment_document(drafts, law.as_known(day), other.as_known(day), found, early))
    from usufruct.cli.draft_text import amendment_text

    return _print(amendment_text(drafts, law.as_known(day), other.as_known(day), found, early))


def _write(document: Document) -> int:
    from usufruct.publish.document import written

    return _print(written(document))


def _print(text: str) -> int:
    print(text)
    return OK
