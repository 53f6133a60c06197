"""Counter-seizure: a custodian's assets are debited in Russia, and what the law then lets it do.

Adopted: Regulation (EU) 2024/3189 lets a depository be paid, out of frozen cash of listed private persons, what was
debited without its consent; the central bank's reserves are not touched by it. What neither that nor its own resources
cover, it may take from retained amounts (Art. 5a(10)(d)), which then cease to be due to the Union.
"""

from datetime import date

from usufruct.engine import Act, Money, Source
from usufruct.engine.words import at_least_zero, smaller
from usufruct.law.eu import AS_ENACTED

RECOVERY = Act(
    Source(
        "Council Regulation (EU) 2024/3189",
        "eu",
        date(2024, 12, 16),
        "32024R3189",
        note=AS_ENACTED,
    )
)
SEIZURE = Act(
    Source(
        "Supposed: a custodian is debited in Russia",
        "eu",
        date(2024, 12, 16),
        kind="hypothesis",
        status="hypothetical",
        verified=False,
        note="amounts are inputs; the judgment of Moscow of 15 May 2026 is the occasion, no seizure was found",
    )
)
_SINCE = "2024-12-17"
_BACK = RECOVERY.at("Regulation (EU) No 269/2014 Art. 6b(5j)")
_LOSS = SEIZURE.at("Art. 5a(10)(d) of Regulation (EU) No 833/2014, applied")

for _act, _cite, _name, _meaning, _why in (
    (
        RECOVERY,
        _BACK,
        "debited_without_consent",
        "assets of the custodian debited in Russia in the half-year",
        "no seizure was found",
    ),
    (
        RECOVERY,
        _BACK,
        "frozen_private_cash",
        "frozen cash of listed private persons that an authority lets the custodian draw on in the half-year",
        "no authorisation of the half-year was found",
    ),
    (
        SEIZURE,
        _LOSS,
        "own_resources_for_losses",
        "own resources that the custodian can spend on the loss",
        "not published",
    ),
):
    _act.input(_name, Money, _cite, _meaning, per="custodian", each="half-year", default=0, why=_why)


@RECOVERY.provision(_BACK, since=_SINCE, each="half-year", per="custodian")
def loss_recovered(debited_without_consent: Money, frozen_private_cash: Money) -> Money:
    """What is recovered from frozen private cash: never more than was debited."""
    return smaller(at_least_zero(debited_without_consent), at_least_zero(frozen_private_cash))


@SEIZURE.provision(_LOSS, since=_SINCE, each="half-year", per="custodian")
def loss_on_own_resources(
    debited_without_consent: Money, loss_recovered: Money, own_resources_for_losses: Money
) -> Money:
    """What own resources bear before any retained amount is touched."""
    left = at_least_zero(debited_without_consent) - loss_recovered
    return smaller(left, at_least_zero(own_resources_for_losses))


@SEIZURE.provision(_LOSS, since="2024-02-15", each="half-year", per="custodian", supplies=True)
def amount_used(debited_without_consent: Money, loss_recovered: Money, loss_on_own_resources: Money) -> Money:
    """What is asked of retained amounts; the levy lets it take no more than is retained."""
    return at_least_zero(debited_without_consent) - loss_recovered - loss_on_own_resources
