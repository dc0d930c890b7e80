"""What every test shares: derandomised hypothesis, measured figures and times in the summary."""

from collections import defaultdict

import hypothesis
import pytest

MEASURED = pytest.StashKey[list[str]]()

hypothesis.settings.register_profile("project", derandomize=True, deadline=None)
hypothesis.settings.load_profile("project")


def pytest_configure(config):
    config.stash[MEASURED] = []


@pytest.fixture
def measured(request):
    """measured(line) reports a figure in the summary: for what a noisy machine cannot assert."""
    return request.config.stash[MEASURED].append


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    """What was measured, and the seconds spent in each test file, fixtures included."""
    if config.stash[MEASURED]:
        terminalreporter.section("measured")
        for line in config.stash[MEASURED]:
            terminalreporter.line(line)
    seconds, tests = defaultdict(float), defaultdict(int)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration"):
                part = report.nodeid.split("::")[0]
                seconds[part] += report.duration
                tests[part] += report.when == "call"
    terminalreporter.section("time of each part")
    for part in sorted(seconds):
        terminalreporter.line(f"{seconds[part]:7.1f} s  {tests[part]:4d} tests  {part}")
