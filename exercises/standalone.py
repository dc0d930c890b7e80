"""The check file that stands alone beside a student's notebook.

It is put together from source: the machine, the probes and references of the visible cases, and
whatever modules of this package they import. The visible inputs go in as data, the known mistakes
as fingerprints. No hidden case goes in, no key and no mutant.
"""

import ast
import importlib
import inspect
import textwrap

import numpy as np

from exercises import asking, checking, comparison, diagnosis, key, public

MACHINE = (asking, diagnosis, comparison, checking, public)
HEADER = '''"""The public checks of the problem set {title}. numpy is all that they need.

Use it from the notebook: `check("{example}")`. Made by `make exercises`: nothing here is to be
edited, and nothing here holds the grader's own cases.
"""
'''


def standalone(problem_set, checks, key_code) -> str:
    """The source of the check file. Raises ValueError where a check cannot stand alone."""
    modules = list(MACHINE)
    for check in checks:
        for function in filter(None, (check.probe, check.reference)):
            modules += _modules_behind(function)
    parts = [HEADER.format(title=problem_set, example=checks[0].name)]
    sources = [_without_own_imports(module) for module in dict.fromkeys(modules)]
    _require_distinct_names(sources)
    parts += sources
    parts += [_questions(check) for check in checks]
    functions = ", ".join(f'"{check.name}": {_wrapper(check)}()' for check in checks)
    data = public.pack({check.name: _entry(check, key_code) for check in checks})
    lines = "\n".join(f'    "{line}"' for line in textwrap.wrap(data, 90))
    parts.append(f"check = public_check(\n{lines},\n    {{{functions}}},\n)\n")
    return "\n\n".join(part.strip() + "\n" for part in parts)


def _entry(check, key_code):
    questions = []
    for case in check.visible:
        inputs = check.inputs(np.random.default_rng(case.seed), **case.arguments)
        answer = key.answer(check, key_code, inputs)
        if answer.error:
            stop = f"{answer.error}: {answer.message}"
            raise ValueError(f"the key stops at {check.name}, {case.label}: {stop}")
        want = answer.value
        questions.append(
            {
                "label": case.label,
                "seconds": case.seconds,
                "judges": case.judges,
                "inputs": inputs,
                "want": None if check.reference else want,
                "mistakes": key.mistakes(check, key_code, inputs, want),
            }
        )
    return {"parts": dict(check.parts), "signed": check.signed, "questions": questions}


def _wrapper(check):
    return f"_{check.name}_questions"


def _questions(check):
    """The probe and the reference, in a function of their own so that their names may repeat."""
    functions = list(filter(None, (check.probe, check.reference)))
    names = [function.__name__ for function in functions] + ["None"] * (2 - len(functions))
    body = "\n\n".join(textwrap.dedent(inspect.getsource(function)) for function in functions)
    body += f"\n\nreturn {', '.join(names)}\n"
    return f"def {_wrapper(check)}():\n{textwrap.indent(body, '    ')}"


def _modules_behind(function):
    """The modules of this package that a function of a check needs, in the order of need."""
    origin = _imports(importlib.import_module(function.__module__))
    modules = []
    for name in sorted(_names(function.__code__) & set(function.__globals__)):
        source = origin.get(name)
        if source is None or source.startswith("exercises.checks"):
            raise ValueError(
                f"{function.__module__}.{function.__name__} uses {name}, which the student's file "
                "will not have: import it from a module outside exercises/checks"
            )
        if source.startswith("exercises"):
            modules += _with_needs(importlib.import_module(source))
    return modules


def _with_needs(module):
    needs = {source for source in _imports(module).values() if source.startswith("exercises")}
    before = [m for source in sorted(needs) for m in _with_needs(importlib.import_module(source))]
    return [*before, module]


def _imports(module):
    """Name → module, of everything that a module imports at its top."""
    found = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: node.module for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
    return found


def _names(code):
    nested = (constant for constant in code.co_consts if inspect.iscode(constant))
    return set(code.co_names).union(*map(_names, nested))


def _without_own_imports(module):
    source = inspect.getsource(module)
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("exercises"):
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines)


def _require_distinct_names(sources):
    seen = set()
    for source in sources:
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                if node.name in seen:
                    raise ValueError(f"two modules of the student's file define {node.name}")
                seen.add(node.name)
