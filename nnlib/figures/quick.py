"""JavaScript without a browser: the figures' own modules, run by QuickJS."""

import json

import quickjs

from nnlib.figures import link


def evaluate(expression, *modules):
    """The value of an expression over `nnModules`, after linking modules (paths) into it.

    It must be what JSON can hold. Raises quickjs.JSException where the script fails.
    """
    context = quickjs.Context()
    context.eval(link.script(*modules))
    # QuickJS may hand over a string as an unfinished concatenation; stringify makes it whole.
    return json.loads(context.eval(f"JSON.stringify({expression})"))


def literal(value):
    """A value as JavaScript source; raises ValueError for NaN and infinity."""
    return json.dumps(value, allow_nan=False)
