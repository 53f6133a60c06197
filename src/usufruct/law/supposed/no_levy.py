"""Supposed: the assets are immobilised and nothing is levied, the state of the law before February 2024 carried on."""

from datetime import date

from usufruct.engine import Act, Source

NO_LEVY = Act(
    Source(
        "Supposed: nothing is levied",
        "eu",
        date(2024, 2, 15),
        kind="hypothesis",
        status="hypothetical",
        verified=False,
        note="the state of the law before Regulation (EU) 2024/576, carried on: the custodian keeps what it earns",
    )
)
NO_LEVY.parameter("contribution_rate", ("2024-02-15", "0 %", NO_LEVY.at("state before 15 February 2024")))
