"""The reference page: every public name is on it, and every example on it gives what it prints."""

import dataclasses
import doctest
import importlib
import inspect
import re

import pytest
from core_size import CORE
from places import ROOT

import nnlib
from nnlib import Epoch, Restart, Step
from nnlib.gradients import ArrayError
from nnlib.graph_drawing import Drawing
from nnlib.perceptron import Convergence, Presentation

SOURCES = [path.read_text("utf-8") for path in CORE]
MODULES = [path.stem for path in CORE if path.stem not in {"__init__", "arguments", "formulas"}]


def test_every_module_has_its_section():
    page = (ROOT / "book" / "reference.md").read_text("utf-8")
    shown = re.findall(r"automodule:: nnlib[.](\w+)", page)
    assert sorted(shown) == sorted(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_examples_give_what_they_print(module):
    assert doctest.testmod(importlib.import_module(f"nnlib.{module}")).failed == 0


# What other names hand out, and nobody makes: it is seen in their examples.
HANDED_OUT = {"Diverged", "Epoch", "Restart", "Run", "Step"}


@pytest.mark.parametrize("name", sorted(set(nnlib.__all__) - HANDED_OUT))
def test_every_public_name_has_words_and_an_example(name):
    thing = getattr(nnlib, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        assert ">>>" in inspect.getdoc(thing)
    else:
        assert any(re.search(rf"^#: .*\n(#: .*\n)*{name} = ", text, re.M) for text in SOURCES)


RECORDS = (ArrayError, Convergence, Drawing, Epoch, Presentation, Restart, Step)


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_of_a_record_begins_a_line_of_its_own(record):
    """The page makes an entry of each line `name: what it is`."""
    fields = getattr(record, "_fields", None) or [
        field.name for field in dataclasses.fields(record)
    ]
    lines = re.findall(r"^([a-z_, ]+): ", inspect.getdoc(record), re.M)
    assert set(fields) <= {name for line in lines for name in line.split(", ")}
