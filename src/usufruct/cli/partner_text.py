"""Partners as text: what they hold and under which law, and what they would add if they joined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from usufruct.assets.joined_total import totals
from usufruct.assets.joining import Joined
from usufruct.assets.partners import Estimate, Partner, Stock
from usufruct.cli.layout import NOTHING, columns, text_of, wrapped
from usufruct.money import grouped
from usufruct.regimes.partner_shares import shares_of_year

_HEAD = ["partner", "low", "taken", "high", "", "rate", "of"]


def partners_text(found: Sequence[Partner], day: date) -> str:
    """Every partner with its stock and range, what yields may be used for, and what would have to change."""
    rows = [_HEAD]
    for each in found:
        mark = " *" if each.stock is not None and each.stock.shared else ""
        rows.append([f"{each.name}{mark}", *_stock_cells(each.stock), _rate(each), each.held])
    notes = wrapped(
        "* the bound is one of all states of the Union but Belgium and France together. Taken: the newest figure of "
        "the central bank's assets; a dash where none says how much is there, which is not zero."
    )
    blocks = [[f"PARTNERS outside the levy as of {day}: what they hold, in billions"], columns(rows, "lrrrlrl"), notes]
    for names, each in _alike(found):
        blocks.append(
            [
                *wrapped(", ".join(names), 0, 2),
                *wrapped(f"basis: {each.holder.legal_basis}", 2, 2),
                *wrapped(f"yields today: {each.holder.yields}", 2, 2),
                *wrapped(f"would need: {each.switch} <{each.switch_source}>", 2, 2),
            ]
        )
    blocks.append(wrapped("One of them: usufruct partners NAME. As if it joined: add --since DATE --measure levy."))
    return text_of(blocks)


def _alike(found: Sequence[Partner]) -> list[tuple[list[str], Partner]]:
    """Partners under the same law together, with the first of them."""
    groups: dict[tuple[str, str, str], tuple[list[str], Partner]] = {}
    for each in found:
        key = (each.holder.legal_basis, each.holder.yields, each.switch)
        groups.setdefault(key, ([], each))[0].append(each.name)
    return list(groups.values())


def partner_text(each: Partner, day: date) -> str:
    """One partner with law, figures and open questions."""
    memory = "" if each.verified else " [from memory or reports: not verified]"
    law = [
        *wrapped(f"holder: {each.holder.name}", 2, 2),
        *wrapped(f"legal basis: {each.holder.legal_basis}{memory}", 2, 2),
        *wrapped(f"status: {each.holder.status}", 2, 2),
        *wrapped(f"yields today: {each.holder.yields}", 2, 2),
        *wrapped(f"source: {each.holder.source}", 2, 2),
        *wrapped(f"would need: {each.switch}", 2, 2),
        *wrapped(f"source: {each.switch_source}", 2, 2),
    ]
    stock = columns([_HEAD, [each.name, *_stock_cells(each.stock), _rate(each), each.held]], "lrrrlrl")
    figures = [line for estimate in each.estimates for line in _estimate(estimate)]
    asked = [line for question in each.questions for line in wrapped(f"- {question}", 2, 2)]
    fact = f" <{each.rate.address}>" if each.rate is not None else "; none of it is in the facts"
    return text_of(
        [
            [f"{each.name.upper()} as of {day}, stock in billions"],
            stock,
            wrapped(f"Rate: the policy rate of {each.held}{fact}; {each.why_held}."),
            ["LAW", *law],
            ["FIGURES", *(figures or ["  none is published"])],
            ["OPEN QUESTIONS", *asked],
        ]
    )


def joining_text(joined: Sequence[Joined], weights: Sequence[tuple[str, int]], day: date) -> str:
    """What one or several partners would add: by year, in each currency, and over the lenders."""
    first = joined[0]
    blocks = [
        wrapped(
            f"HYPOTHETICAL as of {day}: from {first.since} the measure {first.measure.text!r} channels "
            f"{first.measure.rule}. No act says so."
        )
    ]
    for each in joined:
        blocks += _joined(each, alone=len(joined) == 1)
    if len(joined) > 1:
        blocks += _in_all(joined)
    blocks += _lenders(joined, weights)
    if any(code != "EUR" for each in joined for code, _ in each.exchange):
        blocks.append(wrapped(f"Exchange: reference rates of the European Central Bank on {first.exchange_on}, held."))
    return text_of(blocks)


def _joined(each: Joined, *, alone: bool) -> list[list[str]]:
    rows = [["year", "days", "", "low", "central", "high"]]
    for year in each.years:
        for flow in year.flows:
            amounts = [NOTHING if cents is None else grouped(cents, flow.currency) for cents in flow[1:]]
            rows.append([str(year.year), str(year.days), flow.currency, *amounts])
    nothing = ["  not derivable: no published figure bounds what is held here"]
    table = columns(rows, "lrlrrr") if each.years else nothing
    said = [str(one).removeprefix("assumption ") for one in each.assumptions]
    assumed = [line for text in said for line in wrapped(f"- {text}", 2, 2)]
    asked = [line for question in each.questions for line in wrapped(f"- {question}", 2, 2)]
    shared = each.stock is not None and each.stock.shared
    notes = wrapped("The bound is one of several states together: each may hold any part of it.") if shared else []
    if not alone:
        return [[each.partner.name.upper()], table]
    head = [f"{each.partner.name.upper()}: stock {_stock_text(each.stock)}"]
    need = ["WOULD NEED", *wrapped(each.partner.switch, 2), *wrapped(f"source: {each.partner.switch_source}", 2, 2)]
    return [head, table, notes, ["ASSUMPTIONS", *assumed], need, ["OPEN QUESTIONS", *asked]]


def _in_all(joined: Sequence[Joined]) -> list[list[str]]:
    rows = [["year", "low", "central", "high"]]
    found = totals(joined)
    for each in found:
        amounts = [NOTHING if cents is None else grouped(cents, "EUR") for cents in each.in_euro[1:]]
        rows.append([str(each.year), *amounts])
    unknown = found[0].unknown if found else ()
    note = f"Without a centre, and no part of it: {', '.join(unknown)}." if unknown else ""
    return [["ALL OF THEM, in EUR", *columns(rows, "lrrr")], wrapped(note)]


def _lenders(joined: Sequence[Joined], weights: Sequence[tuple[str, int]]) -> list[list[str]]:
    """The central flows of the first whole year over the lenders, a column for each currency."""
    years = [row.year for each in joined for row in each.years]
    if not years:
        return []
    year = sorted(set(years))[min(1, len(set(years)) - 1)]
    found = shares_of_year(joined, year, weights)
    if not found:
        return []
    rows = [["lender", *(each.currency for each in found)]]
    for place, (lender, _) in enumerate(weights):
        rows.append([lender, *(grouped(each.received[place][1], each.currency) for each in found)])
    rows.append(["in all", *(grouped(each.whole, each.currency) for each in found)])
    title = wrapped(
        f"IF PAID INTO THE LOAN MECHANISM in {year}, the central flows over the lenders by committed principal "
        "(Regulation (EU) 2024/2773 Art. 4(1)(b), 5(2); it pays in euro)"
    )
    table = columns(rows, "l" + "r" * len(found))
    if max(map(len, table)) > 80:
        table = []
        for each in found:
            names = [[lender, grouped(amount, each.currency)] for lender, amount in each.received]
            table += columns([[each.currency, grouped(each.whole, each.currency)], *names], "lr")
    return [[*title, *table]]


def _estimate(each: Estimate) -> list[str]:
    figure = each.figure
    mark = "" if figure.verified else ", unverified"
    about = ", ".join(word for word in (figure.series.replace("_", " "), figure.perimeter) if word)
    return [
        *wrapped(f"{each.role}: {figure.text()} ({about}; {figure.confidence}{mark}, known {figure.known_on})", 2, 2),
        f"    {figure.source}",
    ]


def _stock_cells(stock: Stock | None) -> list[str]:
    if stock is None:
        return [NOTHING, NOTHING, NOTHING, ""]
    value = NOTHING if stock.value is None else _billion(stock.value)
    return [_billion(stock.low), value, _billion(stock.high), stock.currency]


def _rate(each: Partner) -> str:
    return NOTHING if each.rate is None else f"{float(each.rate.rate) * 100:g} %"


def _stock_text(stock: Stock | None) -> str:
    if stock is None:
        return "not published"
    low, value, high, code = _stock_cells(stock)
    return f"{value if value != NOTHING else 'unknown'}, from {low} to {high} billion {code}"


def _billion(amount: Fraction) -> str:
    """An amount in billions; one that is too small to show says so.

    Example:
        >>> _billion(Fraction(18 * 10**9)), _billion(Fraction(7_445_000_000)), _billion(Fraction(10_000))
        ('18', '7.445', '0.00001')
    """
    return f"{float(amount) / 1e9:.9f}".rstrip("0").rstrip(".") or "0"
