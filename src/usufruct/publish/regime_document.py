"""Regimes as a document: status, acts, articles, bearers, tensions, and the past under each."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.engine import Rulebook
from usufruct.publish.document import Document, day_text, envelope, law_stamp
from usufruct.publish.draft_document import replayed
from usufruct.regimes import Regime
from usufruct.regimes.switches import tensions
from usufruct.waterfall.amendment import Amendment


def regimes_document(
    found: Sequence[Regime],
    laws: Sequence[Rulebook],
    past: Sequence[Amendment | None],
    always: Sequence[Amendment | None],
) -> Document:
    """One entry for each regime; ``had_it_always_held`` is the past as if its acts had held from the first day."""
    rows = [_regime(*each) for each in zip(found, laws, past, always, strict=True)]
    return envelope("regimes", regimes=rows)


def _regime(regime: Regime, law: Rulebook, amended: Amendment | None, always: Amendment | None) -> Document:
    return {
        "letter": regime.letter,
        "name": regime.name,
        "status": regime.status,
        "meaning": regime.meaning,
        "law": law_stamp(law),
        "acts": [{"title": act.source.title, "status": act.source.status} for act in regime.acts],
        "articles": [str(cite) for cite in regime.basis],
        "from_day": day_text(regime.from_day),
        "ends": regime.ends,
        "bearers": [{"risk": each.risk, "bearer": each.bearer, "article": str(each.cite)} for each in regime.bearers],
        "tensions": [
            {"ban": ban, "prohibition": prohibition, "what": each.what, "needs": each.needs}
            for ban in (True, False)
            for prohibition in (True, False)
            for each in tensions(regime, ban=ban, prohibition=prohibition)
        ],
        "open_questions": list(regime.open_questions),
        "replayed": replayed(amended),
        "had_it_always_held": replayed(always),
    }
