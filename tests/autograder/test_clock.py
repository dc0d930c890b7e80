import subprocess
import sys
import time

import psutil
import pytest

from exercises.autograder.clock import WAITING, Clock

COMPUTES = "while True: pass"
WAITS = "import time; time.sleep(60)"
IN_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {COMPUTES!r}])"


@pytest.fixture
def start():
    running = []

    def process(code):
        running.append(subprocess.Popen([sys.executable, "-c", code]))
        time.sleep(0.1)
        return psutil.Process(running[-1].pid)

    yield process
    for process in running:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
        process.wait()


def seconds_until_it_runs_out(clock):
    begin = time.monotonic()
    while not clock.ran_out():
        time.sleep(0.02)
    return time.monotonic() - begin


@pytest.mark.parametrize("code", [COMPUTES, IN_A_CHILD])
def test_it_counts_computing_even_in_a_child(start, code, monkeypatch):
    monkeypatch.setattr("exercises.autograder.clock.WAITING", 60)
    clock = Clock(start(code), 0.5)
    assert seconds_until_it_runs_out(clock) >= 0.5
    assert clock.used() >= 0.5


def test_waiting_may_take_longer_but_not_for_ever(start):
    clock = Clock(start(WAITS), 0.5)
    assert seconds_until_it_runs_out(clock) == pytest.approx(WAITING * 0.5, abs=0.5)
    assert clock.used() < 0.5


def test_the_last_seconds_are_the_same_for_all(start):
    clock = Clock(start(COMPUTES), 0.1)
    seconds_until_it_runs_out(clock)
    clock.allow(0.3)
    assert seconds_until_it_runs_out(clock) == pytest.approx(0.3, abs=0.2)


def test_what_a_process_used_before_it_ended_stays_counted(start):
    process = start(COMPUTES)
    clock = Clock(process, 0.3)
    seconds_until_it_runs_out(clock)
    before = clock.used()
    process.kill()
    time.sleep(0.2)
    assert clock.used() >= before > 0
