"""An idea of June and July 2025: a part of the balances is moved to a vehicle that may earn, and lose, more."""

from datetime import date

from usufruct.engine import Act, Choice, Money, Rate, Source
from usufruct.engine.words import at_least_zero, reading, smaller, total, when

VEHICLE = Act(
    Source(
        "Supposed: a vehicle with a higher yield",
        "eu",
        date(2025, 7, 1),
        kind="hypothesis",
        status="hypothetical",
        verified=False,
        note="an idea reported in June and July 2025; the custodian called it expropriation",
    )
)
_SINCE = "2024-02-15"
_MOVE = VEHICLE.at("balances moved")
_RESULT = VEHICLE.at("result of the vehicle")
_LOSS = VEHICLE.at("loss of the vehicle")

VEHICLE.input(
    "vehicle_share",
    Rate,
    _MOVE,
    "part of what is held that has been moved to the vehicle",
    each="half-year",
    default=0,
    why="no part was named",
)
VEHICLE.input(
    "vehicle_spread",
    Rate,
    _RESULT,
    "what the vehicle earns in the half-year beyond the balances it replaces; negative in a loss",
    each="half-year",
    default=0,
    why="no yield was named",
)
VEHICLE.reading(
    "bearer_of_the_loss",
    options=("budget of the Union", "custodian", "later proceeds"),
    default="budget of the Union",
    why="contested; nobody has said who would bear it",
    cite=_LOSS,
)


@VEHICLE.provision(_MOVE, since=_SINCE, each="half-year", per="custodian")
def vehicle_balance(value_held: Money, vehicle_share: Rate) -> Money:
    """What has been moved to the vehicle."""
    return vehicle_share * value_held


@VEHICLE.provision(_RESULT, since=_SINCE, each="half-year", per="custodian")
def vehicle_result(vehicle_balance: Money, vehicle_spread: Rate) -> Money:
    """What the vehicle earned or lost in the half-year beyond the balances it replaces."""
    return vehicle_spread * vehicle_balance


@VEHICLE.provision(_LOSS, since=_SINCE, each="half-year", per="custodian")
def loss_of_the_budget(vehicle_result: Money, bearer_of_the_loss: Choice) -> Money:
    """Loss made good by the budget of the Union."""
    return when(reading(bearer_of_the_loss, "budget of the Union"), at_least_zero(-vehicle_result), 0)


@VEHICLE.provision(_LOSS, since=_SINCE, each="half-year", per="custodian")
def loss_of_the_custodian(vehicle_result: Money, bearer_of_the_loss: Choice) -> Money:
    """Loss borne by the custodian from its own funds."""
    return when(reading(bearer_of_the_loss, "custodian"), at_least_zero(-vehicle_result), 0)


@VEHICLE.provision(_LOSS, since=_SINCE, each="half-year", per="custodian")
def loss_set_off(
    opening_loss_carried: Money, vehicle_result: Money, revenue_line: Money, bearer_of_the_loss: Choice
) -> Money:
    """Loss, of now or carried, that the proceeds of the half-year make good before anything is levied."""
    now = when(reading(bearer_of_the_loss, "later proceeds"), at_least_zero(-vehicle_result), 0)
    earned = at_least_zero(total(revenue_line, "currency") + at_least_zero(vehicle_result))
    return smaller(opening_loss_carried + now, earned)


@VEHICLE.stock(_LOSS, since=_SINCE, each="half-year", per="custodian")
def loss_carried(
    opening_loss_carried: Money, vehicle_result: Money, loss_set_off: Money, bearer_of_the_loss: Choice
) -> Money:
    """Loss that later proceeds have still to make good; until then the principal is short by it."""
    now = when(reading(bearer_of_the_loss, "later proceeds"), at_least_zero(-vehicle_result), 0)
    return opening_loss_carried + now - loss_set_off


@VEHICLE.provision(_RESULT, since=_SINCE, each="half-year", per="custodian")
def revenue_in_euro(revenue_line: Money, vehicle_result: Money, loss_set_off: Money) -> Money:
    """Revenue from the balances and the gain of the vehicle, less what makes its losses good."""
    return total(revenue_line, "currency") + at_least_zero(vehicle_result) - loss_set_off
