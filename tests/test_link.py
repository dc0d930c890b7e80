"""Modules linked for places that cannot import: what comes out, and what is refused."""

import json
import os

import pytest
import quickjs

from nnlib.figures import link
from nnlib.figures.figure import HERE
from nnlib.figures.quick import evaluate, literal

VIEWS = sorted(path for path in HERE.glob("*.js") if path.with_suffix(".py").exists())
MODULES = sorted([*HERE.glob("*.mjs"), *VIEWS])


@pytest.fixture
def write(tmp_path):
    """write({name: text}) puts modules into a folder and returns the path of the last."""

    def write_all(texts):
        for name, text in texts.items():
            (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return write_all


def test_every_form_of_import_and_export_links(write):
    entry = write(
        {
            "base.mjs": "export const one = 1;\nexport function two() { return 2; }\n"
            "export class Three {}\nexport function* four() { yield 4; }\n"
            "export default { five: 5 };\n",
            "door.mjs": 'export { one as uno, two } from "./base.mjs";\n',
            "entry.mjs": 'import five from "./base.mjs";\nimport * as base from "./base.mjs";\n'
            'import {\n  uno,\n  two as zwei,\n} from "./door.mjs";\n'
            "export default [uno, zwei(), typeof base.Three, [...base.four()][0], five.five];\n",
        }
    )
    table = f'{link.TABLE}["entry.mjs"].default'
    assert evaluate(table, entry) == [1, 2, "function", 4, 5]


def test_an_esm_is_one_module_with_a_default_export(write):
    entry = write({"a.mjs": "export const a = 1;\n", "b.mjs": "export default 2;\n"})
    text = link.esm(entry)
    assert text.endswith(f'export default {link.TABLE}["b.mjs"].default;\n')
    assert text.count("export ") == 1
    assert "import " not in text


def test_an_esm_is_linked_again_only_when_a_file_has_changed(write):
    texts = {"a.mjs": "export const a = 1;\n", "b.js": 'import { a } from "./a.mjs";\n'}
    entry = write({**texts, "b.js": texts["b.js"] + "export default a;\n"})
    first = link.esm(entry)
    assert link.esm(str(entry)) is first
    os.utime(write({"a.mjs": "export const a = 22;\n"}), ns=(0, 1))
    assert "const a = 22;" in link.esm(entry)
    assert "const a = 1;" in first


def test_the_rules_of_a_figure_are_nested_in_it(write):
    view = write({"some_figure.css": ".part { margin: 0 }\n", "some_figure.js": ""})
    assert link.style(view) == '.nn-figure[data-figure="some_figure"] {\n.part { margin: 0 }\n}\n'
    assert link.style(write({"other.js": ""})) == ""


def test_lines_keep_their_numbers(write):
    text = (
        "// a comment\n/* of\n   several lines */\n"
        'import {\n  one,\n} from "./base.mjs";\n'
        '\n  // indented\nexport const where = new Error("here").stack;\n'
    )
    entry = write({"base.mjs": "export const one = 1;\n", "entry.mjs": text})
    line = text[: text.index("new Error")].count("\n")
    wrapped = link.wrap(entry).split("\n")
    assert "new Error" in wrapped[line]
    assert "comment" not in "".join(wrapped)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("export let x = 1;\n", "line 1: this form cannot be linked: export let x"),
        ("const x = 1;\nexport { x };\n", "line 2: this form cannot be linked: export { x };"),
        ('import "./base.mjs";\n', "line 1: this form cannot be linked"),
        ('import { one } from "https://example.org/base.mjs";\n', "cannot be linked"),
        ('\nimport { too } from "./base.mjs";\n', "2: base.mjs exports no 'too'; it exports one"),
        ('export { too } from "./base.mjs";\n', "line 1: base.mjs exports no 'too'"),
        ("const x = `a\nb`;\n", "line 1: a template literal must end on its line"),
    ],
)  # fmt: skip
def test_what_cannot_be_linked_is_refused_in_words(write, text, said):
    entry = write({"base.mjs": "export const one = 1;\n", "entry.mjs": text})
    with pytest.raises(SyntaxError, match=r"^entry\.mjs, ") as refused:
        link.wrap(entry)
    assert said in str(refused.value)


def test_modules_in_a_circle_are_refused(write):
    entry = write(
        {
            "a.mjs": 'import { b } from "./b.mjs";\nexport const a = 1;\n',
            "b.mjs": 'import { a } from "./a.mjs";\nexport const b = 1;\n',
        }
    )
    with pytest.raises(SyntaxError, match=r"circle: b\.mjs → a\.mjs → b\.mjs"):
        link.order(entry)


def test_a_module_that_is_not_there_is_named(write):
    entry = write({"a.mjs": 'import { b } from "./missing.mjs";\n'})
    with pytest.raises(FileNotFoundError, match=r"a\.mjs imports missing\.mjs"):
        link.order(entry)


def test_modules_come_after_what_they_import():
    for view in VIEWS:
        modules = link.order(view)
        for path in modules:
            for needed in link.requirements(path):
                assert modules.index(needed) < modules.index(path)


def test_a_door_costs_only_what_is_taken_through_it(write):
    entry = write(
        {
            "one.mjs": "export const one = 1;\n",
            "two.mjs": "export const two = 2;\n",
            "inner.mjs": 'export { two as zwei } from "./two.mjs";\n',
            "door.mjs": 'export { one } from "./one.mjs";\nexport { zwei } from "./inner.mjs";\n',
            "entry.mjs": 'import { zwei as deux } from "./door.mjs";\nexport default deux;\n',
        }
    )
    assert [path.name for path in link.order(entry)] == ["two.mjs", "entry.mjs"]
    assert evaluate(f'{link.TABLE}["entry.mjs"].default', entry) == 2


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_every_module_links_and_exports_what_it_says(path):
    names = evaluate(f'Object.keys({link.TABLE}["{path.name}"])', path)
    assert sorted(names) == sorted(link.exported_names(path.read_text("utf-8")))


def test_a_page_with_all_figures_loads_each_module_once():
    texts = {}
    for scripts in link.page_scripts(*VIEWS).values():
        assert next(iter(scripts)) == link.SHARED
        texts.update(scripts)
    for path in link.order(HERE / "mount.mjs", *VIEWS):
        entry = f'{link.TABLE}["{path.name}"] = '
        assert sum(text.count(entry) for text in texts.values()) == 1, path.name


def test_the_scripts_of_a_page_run_in_order_without_the_other_figures():
    for stem, scripts in link.page_scripts(*VIEWS).items():
        context = quickjs.Context()
        context.eval("const document = { addEventListener() {} };")
        for text in scripts.values():
            context.eval(text)
        loaded = context.eval(f'typeof {link.TABLE}["{stem}.js"].default.render')
        assert loaded == "function"


def test_a_literal_is_exact_and_refuses_what_is_no_number():
    values = [0.1, 1e-300, "</script>\u2028“”", None, True]
    assert evaluate(literal(values)) == values
    assert json.loads(literal(values)) == values
    with pytest.raises(ValueError, match="JSON"):
        literal(float("nan"))
