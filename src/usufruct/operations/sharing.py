"""What was received, divided: over the channels by the number of the payment, over lenders by their principal.

The keys are those of the law's own parameters, never numbers of this module; the division is the ledger's, by the
running total of an epoch, so that partial receipts of a payment share its cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from usufruct.errors import refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import AllocationRun, Amount, Journal, Leg, Weight
from usufruct.ledger.entitlement import shares_now
from usufruct.money import read_figure
from usufruct.operations import chart
from usufruct.operations.chart import CHANNEL_KEYS, EURO, LENDER_KEYS
from usufruct.operations.dividing import check_covered
from usufruct.operations.dividing import received as received
from usufruct.operations.levying import euros, period_of, rules
from usufruct.operations.notices import check_ceiling
from usufruct.operations.steps import cited, short
from usufruct.operations.tray import Sheet

if TYPE_CHECKING:
    from usufruct.engine import Rulebook
    from usufruct.engine.source import Citation


REQUESTS: Final = 2
"""How often Ukraine may request payment in a year (2024/2773 Art. 8(1))."""


@dataclass(frozen=True, slots=True)
class Key:
    """The part of a payment that goes to a channel.

    Attributes:
        channel: as the law names it.
        part: of the whole payment.
        articles: where its figures stand, for people.
        cited: the same as records cite it.
    """

    channel: str
    part: Fraction
    articles: tuple[str, ...]
    cited: tuple[str, ...]


def keys_of_payment(law: Rulebook, number: int) -> tuple[Key, ...]:
    """The split of a payment by its number, from the parameters of the law; channels without a part are left out.

    Example:
        >>> from usufruct.law import rulebook
        >>> [(key.channel, str(key.part)) for key in keys_of_payment(rulebook(), 2)]
        [('Ukraine Facility', '1/10'), ('European Peace Facility', '9/10')]
        >>> [(key.channel, str(key.part)) for key in keys_of_payment(rulebook(), 3)]
        [('Ukraine Loan Cooperation Mechanism', '19/20'), ('European Peace Facility', '1/20')]
    """
    budget, of_budget = _row(law, "eu.budget_key", number)
    facility, of_facility = _row(law, "eu.facility_key", number)
    ukraine, of_ukraine = _row(law, "eu.ukraine_facility_key", number)
    mechanism, of_mechanism = _row(law, "eu.mechanism_key", number)
    # Budget channels first: where a cent could go either way, the law rounds the budget and the Facility has the rest.
    found = (
        _key("Ukraine Facility", budget * ukraine, of_budget, of_ukraine),
        _key("Ukraine Loan Cooperation Mechanism", budget * mechanism, of_budget, of_mechanism),
        _key("defence programmes", budget * (1 - ukraine - mechanism), of_budget),
        _key("European Peace Facility", facility, of_facility),
    )
    return tuple(key for key in found if key.part)


def _key(channel: str, part: Fraction, *places: Citation) -> Key:
    return Key(channel, part, tuple(map(str, places)), tuple(f"{each.source.celex} {each.place}" for each in places))


def _row(law: Rulebook, name: str, number: int) -> tuple[Fraction, Citation]:
    row = law.row(name, number)
    if row is None:
        what = f"the law has no {name} for payment {number}"
        raise refuse("O140", what, "split", "", "payments are numbered from 1, July 2024")
    return read_figure(row.figure), row.cite


def split(state: State, law: Rulebook, number: int, day: date) -> tuple[AllocationRun, str]:
    """The run that divides what a payment brought and was not divided yet, and the text for its approvers.

    Raises:
        UsufructError: ``O141`` when there is nothing to divide.
    """
    epoch = f"payment-{number}"
    before = state.epochs[epoch].accrued if epoch in state.epochs else 0
    amount = received(state, number) - before
    if amount <= 0:
        raise refuse("O141", f"payment {number} brought nothing that is not divided", "split", "", "reconcile first")
    keys = keys_of_payment(law, number)
    weights = tuple(Weight(chart.channel(CHANNEL_KEYS[key.channel]), str(key.part)) for key in keys)
    version = rules(state, *(("2024/2760",) if number >= _first_of_switch(law) else ("2024/1470",)))
    lines = [f"Split of {euros(amount)} received on payment {number} ({day})"]
    lines += [f"  {key.channel}: {float(key.part) * 100:g} % ({'; '.join(key.articles)})" for key in keys]
    article = "; ".join(dict.fromkeys(place for key in keys for place in key.cited))
    return AllocationRun(epoch, EURO, Amount(amount), weights, str(number), version, article), "\n".join(lines)


def _first_of_switch(law: Rulebook) -> int:
    """The number of the first payment under the latest key."""
    rows = [row.since for row in law.parameters["eu.budget_key"].rows if isinstance(row.since, int)]
    return max(rows)


def payout(state: State, lenders: Sequence[tuple[str, int]], day: date) -> tuple[AllocationRun, str]:
    """The run that divides everything that the loan mechanism holds over the lenders, and the text for approvers.

    Args:
        state: what the records make true.
        lenders: name and initial committed principal in cents of euro, of each loan in force and not repaid.
        day: of the request.

    Raises:
        UsufructError: ``O142`` when the mechanism holds nothing, ``O143`` without a lender, ``O145`` for a lender who
            would get more than the last request says remains due.
    """
    held = -state.balance(chart.MECHANISM)
    if held <= 0:
        raise refuse("O142", "the loan mechanism holds nothing", "payout", "", "split what was received first")
    if not lenders:
        raise refuse(
            "O143",
            "no loan is in force",
            "payout",
            "until then a loan has no share (2024/2773 Art. 5(3))",
            "wait until a loan is in force, or leave fewer out with --without",
        )
    weights = tuple(Weight(chart.lender(LENDER_KEYS[name]), str(principal)) for name, principal in lenders)
    epoch = _epoch_of(state, weights)
    number = str(1 + sum(1 for run in state.runs.values() if run.body.epoch.startswith("mechanism-")))
    version = rules(state, "2024/2773")
    run = AllocationRun(epoch, EURO, Amount(held), weights, number, version, cited("payout", day))
    lines = [f"Payout {number} of {euros(held)}, all that is available ({short('payout')}), request of {day}"]
    lines += [f"  {name}: by {euros(principal)} of initial principal" for name, principal in lenders]
    shares = dict(zip((LENDER_KEYS[name] for name, _ in lenders), _next_shares(state, run), strict=True))
    lines.append(f"  {check_ceiling(state, shares)}")
    lines += [f"  {said}" for said in [_requests_of(state, day)] if said]
    return run, "\n".join(lines)


def _epoch_of(state: State, weights: Sequence[Weight]) -> str:
    """The epoch of some weights: the running total goes on as long as nobody joins, leaves or is reduced."""
    rows = tuple((row.account, row.weight) for row in weights)
    known = [name for name in state.epochs if name.startswith("mechanism-")]
    latest = known[-1] if known else ""
    last = max((int(name.removeprefix("mechanism-")) for name in known), default=0)
    return latest if latest and state.epochs[latest].weights == rows else f"mechanism-{last + 1}"


def _next_shares(state: State, run: AllocationRun) -> list[int]:
    """What a run gives if nothing comes in between, in the order of its weights."""
    weights = [Fraction(row.weight) for row in run.weights]
    epoch = state.epochs.get(run.epoch)
    accrued, paid = (epoch.accrued, epoch.paid) if epoch else (0, [0] * len(weights))
    return list(shares_now(int(run.amount), weights, accrued, paid))


def _requests_of(state: State, day: date) -> str:
    """How many payouts the year of a day has had, where there would be more than the article allows Ukraine."""
    runs = (seq for seq, run in state.runs.items() if run.body.epoch.startswith("mechanism-"))
    booked = {state.runs[seq].booked for seq in runs}
    before = sum(1 for seq in booked if seq in state.journals and state.journals[seq].effective[:4] == f"{day.year}")
    if before < REQUESTS:
        return ""
    return f"{before} payouts were made in {day.year}: Art. 8(1) allows Ukraine two, Art. 8(6) lenders by exception"


def run_sheet(state: State, run: AllocationRun, step: str, text: str) -> Sheet:
    """The sheet of a run, with the shares that it will give if nothing comes in between.

    Its journal names the number of the run, so it is proposed once the run is recorded; see :func:`booking`.
    """
    shares = _next_shares(state, run)
    lines = [f"{euros(share):>28}  {row.account}" for share, row in zip(shares, run.weights, strict=True)]
    return Sheet(step, "\n".join([text, *lines]), (run,))


def waiting_run(state: State, number: int | None = None) -> int | None:
    """The number of a run that is recorded and not booked: of a payment's split, or of a payout if None."""
    start = "mechanism-" if number is None else f"payment-{number}"
    found = (
        seq
        for seq, run in state.runs.items()
        if run.booked is None
        and run.void is None
        and (run.body.epoch.startswith(start) if number is None else run.body.epoch == start)
    )
    return next(found, None)


def waiting_payout(state: State, without: Sequence[str] | None) -> int | None:
    """The payout that waits to be booked, if it is the one that was asked for.

    Args:
        state: what the records make true.
        without: keys of the lenders to be left out; empty for the run as it was divided.

    Raises:
        UsufructError: ``O207`` when a run waits that left out other lenders.
    """
    seq = waiting_run(state)
    if seq is None or not without:
        return seq
    left = left_out(state, seq)
    if set(without) != set(left):
        said = f"without {', '.join(left)}" if left else "over all lenders"
        what = f"run {seq} waits to be booked, and it divided {said}"
        remedy = (
            f"book it as it was divided, without options (usufruct propose payout), or drop it first "
            f"(usufruct propose void {seq} --reason TEXT)"
        )
        raise refuse("O207", what, "--without", "a run is booked as it was divided", remedy)
    return seq


def left_out(state: State, seq: int) -> list[str]:
    """Keys of the lenders who have no share in the run of a payout, in the order of the law."""
    shares = state.runs[seq].shares
    return [key for key in LENDER_KEYS.values() if chart.lender(key) not in shares]


def booking(state: State, seq: int, step: str, source: str, day: date) -> Sheet:
    """The journal that books a recorded run exactly as it was divided.

    Raises:
        UsufructError: ``O144`` when there is no such run, or it is booked or dropped, ``O208`` when more of a payment
            would be divided than came in.
    """
    run = state.runs.get(seq)
    if run is None or run.booked is not None or run.void is not None:
        raise refuse(
            "O144", f"{seq} is no run that waits to be booked", step, "", "see what waits to be booked: usufruct inbox"
        )
    legs = (
        Leg(source, run.body.amount),
        *(Leg(path, Amount(-share)) for path, share in run.shares.items() if share),
    )
    address = f"payment:{run.body.number}" if step == "split" else f"payout:{run.body.number}"
    what = "received, by the number of the payment" if step == "split" else "available, by initial principal"
    text = f"{euros(int(run.body.amount))} {what}"
    journal = Journal(
        "proceeds", step, period_of(state, day), day.isoformat(), legs,
        run.body.rule_set, seq, address=address, text=text, article=run.body.article,
    )  # fmt: skip
    check_covered(state, (journal,))
    lines = [f"{short(step)}: {text}", f"  booked as run {seq} divided it"]
    lines += [f"{euros(share):>28}  {path}" for path, share in run.shares.items()]
    if step == "payout" and (left := left_out(state, seq)):
        lines.append(f"  left out: {', '.join(left)}")
    return Sheet(step, "\n".join(lines), (journal,))


def lenders_of(law: Rulebook | None = None) -> tuple[tuple[str, int], ...]:
    """Lenders and their initial committed principal in cents of euro at the frozen rate, in the stated order.

    Legal source: Regulation (EU) 2024/2773 Art. 5(2), recital 16 and Art. 6(5)(b), through the replay of the law.

    Example:
        >>> lenders_of()[0]
        ('European Union', 1811500000000)
    """
    from usufruct.waterfall.replay import replay

    return tuple((lender.name, lender.principal) for lender in replay(law=law).payments.lenders)
