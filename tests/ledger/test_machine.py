"""The ledger against its model, and bugs planted in the ledger that the comparison must find."""

from __future__ import annotations

import ast
import importlib
import inspect
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.ledger.machine import Machine

UNHURRIED = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)


def test_ledger_and_model_agree() -> None:
    run_state_machine_as_test(Machine, settings=settings(UNHURRIED, max_examples=20, stateful_step_count=25))


@pytest.mark.long
def test_ledger_and_model_agree_for_long() -> None:
    run_state_machine_as_test(Machine, settings=settings(UNHURRIED, max_examples=400, stateful_step_count=50))


@contextmanager
def planted(module_name: str, old: str, new: str) -> Iterator[None]:
    """Change a module's text for a while: the functions stay the same objects and get other code."""
    module = importlib.import_module(f"usufruct.ledger.{module_name}")
    source = inspect.getsource(module)
    assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {module_name}"
    changed: dict[str, object] = {"__name__": module.__name__}
    exec(compile(ast.parse(source.replace(old, new)), module.__file__ or "", "exec"), changed)  # noqa: S102
    others = dict(_functions(changed, module.__name__))
    before = {name: function.__code__ for name, function in _functions(vars(module), module.__name__)}
    own = dict(_functions(vars(module), module.__name__))
    for name, function in own.items():
        function.__code__ = others[name].__code__
    try:
        yield
    finally:
        for name, code in before.items():
            own[name].__code__ = code


def _functions(names: Mapping[str, object], module: str) -> Iterator[tuple[str, types.FunctionType]]:
    """The functions of a module and the methods of its classes."""
    for name, value in names.items():
        if isinstance(value, types.FunctionType) and value.__module__ == module:
            yield name, value
        elif isinstance(value, type) and value.__module__ == module:
            for method, function in vars(value).items():
                if isinstance(function, types.FunctionType) and not method.startswith("__"):
                    yield f"{name}.{method}", function


BUGS = {
    "floor forgotten": ("rules_journal", "after < account.floor", "False"),
    "floor off by one": ("rules_journal", "after < account.floor", "after < account.floor - 1"),
    "sums may differ": ("rules_journal", "        if total:\n", "        if total > 1:\n"),
    "books may mix": ("rules_journal", "if account.book != book:", "if False:"),
    "zero legs pass": ("rules_journal", "if not amount:", "if False:"),
    "an account twice": ("rules_journal", "if len(dict(legs)) != len(legs):", "if False:"),
    "any period": ("rules_journal", 'period is None or period.status != "open"', "period is None"),
    "any day": ("rules_journal", "period.start <= body.effective <= period.end", "period.start <= body.effective"),
    "principal needs no basis": ("rules_journal", 'if body.book == "principal":', "if False:"),
    "principal by an unverified filing": (
        "rules_journal",
        "state.accepted.get((custodian, period)) == body.basis",
        "state.filed.get((custodian, period)) == body.basis",
    ),
    "reversed twice": ("rules_journal", "done is None", "True"),
    "reversal ignores floors": (
        "rules_journal",
        "_limits(case, [state.accounts[path] for path, _ in inverse.legs], inverse.legs)",
        "str()",
    ),
    "reversal of a reversal": ("rules_journal", 'original is None or original.entry == "reversal"', "original is None"),
    "principal reversed": ("rules_journal", 'untouched = original.book != "principal"', "untouched = True"),
    "a division booked twice": ("rules_journal", "run.booked is None", "True"),
    "a division booked otherwise": ("rules_journal", "booked == run.shares", "True"),
    "self-approval": ("rules_approval", "case.check(not own,", "case.check(True,"),
    "the proposer approves in the count": ("rules_approval", "case.check(approver,", "case.check(True,"),
    "two keys count twice": ("rules_approval", "fresh = held is None or not", "fresh = True or not"),
    "one approval less": ("rules_approval", "if count < proposal.needed:", "if count + 1 < proposal.needed:"),
    "a lost key still counts": ("state", "if self.keys[key].in_force and", "if True and"),
    "approvals do not expire": ("rules_approval", "if order.at > proposal.body.expires:", "if False:"),
    "withdrawn and executed": ("rules_approval", 'elif proposal.status != "pending":', "elif False:"),
    "executed twice": ("folding", "    proposal.done.add(item)\n", ""),
    "content may change": ("rules_approval", "digest != order.content or ", ""),
    "a retry is another order": ("deciding", "if before is not None:", "if False:"),
    "other content under the same key": ("deciding", "if before[0] == order.request:", "if True:"),
    "closes with any principal": ("rules_book", "booked == stated", "True"),
    "closes without a filing": ("rules_book", 'or ([] if filings else ["any custodian"])', "and []"),
    "seals an open period": ("rules_book", 'known is None or known.status != "closed"', "known is None"),
    "anybody verifies": ("deciding", "if state.roles[key.person].isdisjoint(roles):", "if False:"),
    "the quorum ignores the amount": ("quorum", "amount >= rule.above", "amount > rule.above"),
    "credits become debits": ("folding", "balances[path].credits -= amount", "balances[path].debits -= amount"),
    "a cent lost in division": ("entitlement", "max(share - before, 0)", "max(share - before - 1, 0)"),
    "carries nothing": ("entitlement", "divide(accrued + amount, weights)", "divide(amount, weights)"),
}
SAMPLE = (
    "floor off by one",
    "books may mix",
    "self-approval",
    "two keys count twice",
    "executed twice",
    "approvals do not expire",
)
HUNT = settings(UNHURRIED, max_examples=1_000, stateful_step_count=40, phases=[Phase.generate])


def hunt(name: str) -> None:
    with planted(*BUGS[name]), pytest.raises(Exception):  # noqa: B017, PT011 - whatever shows it
        run_state_machine_as_test(Machine, settings=HUNT)


@pytest.mark.parametrize("name", BUGS)
def test_a_bug_still_fits_the_text_that_it_spoils(name: str) -> None:
    with planted(*BUGS[name]):
        pass


@pytest.mark.parametrize("name", SAMPLE)
def test_a_planted_bug_is_found(name: str) -> None:
    hunt(name)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(BUGS.keys() - set(SAMPLE)))
def test_every_planted_bug_is_found(name: str) -> None:
    hunt(name)


def test_a_change_without_a_bug_is_not_found() -> None:
    """The hunt itself raises nothing: what it finds are the bugs."""
    with planted("rules_journal", "after < account.floor", "account.floor > after"):
        run_state_machine_as_test(Machine, settings=settings(HUNT, max_examples=30))


def test_a_planted_change_is_taken_back() -> None:
    from usufruct.ledger.rules_journal import _limits

    before = _limits.__code__
    with planted(*BUGS["floor forgotten"]):
        assert _limits.__code__ is not before
    assert _limits.__code__ is before
    assert len(BUGS) >= 20
