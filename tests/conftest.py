"""What every test shares: derandomised hypothesis, measured figures and times in the summary."""

from collections import defaultdict

import hypothesis
import pytest

hypothesis.settings.register_profile("project", derandomize=True, deadline=None)
hypothesis.settings.load_profile("project")


@pytest.fixture
def measured(record_property):
    """measured(line) reports a figure in the summary: for what a noisy machine cannot assert."""
    return lambda line: record_property("measured", line)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    """What was measured, and the seconds spent in each test file, fixtures included."""
    lines, seconds, tests = [], defaultdict(float), defaultdict(int)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration"):
                part = report.nodeid.split("::")[0]
                seconds[part] += report.duration
                tests[part] += report.when == "call"
                if report.when == "call":
                    lines += [line for name, line in report.user_properties if name == "measured"]
    terminalreporter.section("measured")
    for line in lines:
        terminalreporter.line(line)
    terminalreporter.section("time of each part")
    for part in sorted(seconds):
        terminalreporter.line(f"{seconds[part]:7.1f} s  {tests[part]:4d} tests  {part}")
