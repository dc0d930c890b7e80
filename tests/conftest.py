"""What every test shares: derandomised hypothesis, and the time of each part in the summary."""

from collections import defaultdict
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).parents[1]

hypothesis.settings.register_profile("project", derandomize=True, deadline=None)
hypothesis.settings.load_profile("project")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    """The seconds spent in each test file, fixtures included."""
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
