"""What every test session has in common: Hypothesis profiles, and no skipped tests under CI."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

# Time limits would make results depend on how busy the machine is.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", UNHURRIED, derandomize=True, database=None)
settings.register_profile("dev", UNHURRIED, print_blob=True)


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


settings.load_profile("ci" if is_ci() else "dev")


class SkipsAreFailures:
    """Turns each skipped test or module into a failed one: a test that did not run proves nothing.

    A plugin object and not two hooks of this file, because the hooks of a ``conftest.py`` see only the
    items below its folder and the doctests live in ``src``.
    """

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.skipped and not hasattr(report, "wasxfail"):
            report.outcome = "failed"
            report.longrepr = f"skipped, which CI forbids: {item.nodeid}: {report.longrepr}"
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if report.skipped:
            report.outcome = "failed"
            report.longrepr = f"skipped, which CI forbids: {collector.nodeid}: {report.longrepr}"
        return report


def pytest_configure(config: pytest.Config) -> None:
    if is_ci():
        config.pluginmanager.register(SkipsAreFailures(), "skips-are-failures")
