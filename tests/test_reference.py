"""The reference page: every public name is on it, and every example on it gives what it prints."""

import doctest
import importlib
import inspect
import re

import pytest
from core_size import CORE
from places import ROOT

import nnlib

SOURCES = [path.read_text("utf-8") for path in CORE]
MODULES = [path.stem for path in CORE if path.stem not in {"__init__", "arguments"}]


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
