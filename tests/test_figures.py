"""What holds for every figure, without a browser: traits, states, still pictures, sizes."""

import base64
import gzip
import importlib
import io
import json
import math
import re
import subprocess
import sys

import matplotlib.image
import numpy as np
import pytest
import traitlets

from nnlib import figures
from nnlib.figures import Figure, Trainer, link
from nnlib.figures.figure import HERE
from nnlib.figures.quick import evaluate, literal
from nnlib.figures.settings import choice, number, numbers, random_seed, switch, whole
from nnlib.figures.still import palette

STATE = re.compile(r'<script type="application/json">(.*?)</script>', re.S)
CLASSES = [getattr(figures, name) for name in dir(figures) if name != "Figure"]


class Everything(Figure):
    """One setting of each kind; its view is nobody's."""

    rate = number(0.5, 0.1, 10, "rate", log=True)
    shift = number(0.0, -1, 1, "shift")
    units = whole(3, 1, 8, "units")
    kind = choice("a", ["a", "b"], "kind")
    shown = switch(True, "shown")
    place = numbers([1, 2], -5, 5, "place", names=["x", "y"])
    seed = random_seed(7)

    view = HERE / "trainer.js"


def test_figures_are_found_by_name_and_nothing_else_is():
    assert figures.Trainer is Trainer
    assert "Trainer" in dir(figures)
    with pytest.raises(AttributeError, match=r"has no 'Tranier'; it has Figure, .*Trainer"):
        _ = figures.Tranier


def test_importing_the_package_loads_no_figure():
    code = "import sys, nnlib.figures; print('nnlib.figures.trainer' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"


def test_the_readme_shows_a_figure_that_works(tmp_path, monkeypatch):
    """A new figure is two files and no other edit: those of the README, in their own folder."""
    text = (HERE / "README.md").read_text("utf-8")
    for language, suffix in (("python", "py"), ("js", "js")):
        code = re.search(rf"```{language}\n(.*?)```", text, re.S)[1]
        (tmp_path / f"tilted_line.{suffix}").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    figure = importlib.import_module("tilted_line").TiltedLine(slope=-2)
    still = figure.still()
    assert "At x = 1 the line is at y = −2." in still.html
    assert "Yes: s = −2." in still.html
    assert png_of(still).shape == (624, 600, 4)
    assert link.esm(figure.view).endswith("default;\n")


def png_of(still):
    return matplotlib.image.imread(io.BytesIO(base64.b64decode(still.png)))


@pytest.mark.parametrize("kind", CLASSES)
def test_a_figure_has_all_that_the_form_asks(kind):
    described = evaluate(
        f"""(({{ description: d }}) => ({{
            title: d.title, ask: d.question.ask, why: d.question.why,
            answers: typeof d.question.answer, describes: typeof d.describe,
            labels: d.panels.map(({{ label }}) => label), controls: d.controls,
        }}))({link.TABLE}["{kind().view.name}"].default)""",
        kind().view,
    )
    assert described["title"]
    assert described["ask"].rstrip().endswith(("?", "."))
    assert described["why"]["because"]
    assert 0 <= described["why"]["right"] < len(described["why"]["options"])
    assert described["answers"] == described["describes"] == "function"
    assert all(described["labels"])
    assert set(described["controls"]) <= set(kind().limits)


@pytest.mark.parametrize("kind", CLASSES)
def test_a_fresh_figure_is_not_yet_solved(kind):
    assert "nn-solved" not in kind().still().html


@pytest.mark.parametrize("kind", CLASSES)
def test_a_still_picture_is_the_same_each_time(kind):
    first, second = kind().still(), kind().still()
    assert first.html == second.html
    assert first.png == second.png


@pytest.mark.parametrize("kind", CLASSES)
def test_a_figure_shows_itself_in_each_place(kind):
    figure = kind()
    data, _ = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    html = data["text/html"]
    assert html.count('class="nn-figure"') == 1
    assert "<svg" in html
    assert json.loads(STATE.search(html)[1]) == json.loads(json.dumps(figure.state()))
    assert png_of(figure.still()).std() > 0.01


@pytest.mark.parametrize("kind", CLASSES)
def test_a_figures_code_is_small(kind, measured):
    """On its way, at most 25 KB of a figure's own (playground: 60), and 12 KB that all share."""
    (scripts,) = link.page_scripts(kind().view).values()
    packed = {name: len(gzip.compress(text.encode(), 6)) / 1000 for name, text in scripts.items()}
    shared = packed.pop(link.SHARED)
    style = gzip.compress(link.style(kind().view).encode(), 6)
    own = sum(packed.values()) + len(style) / 1000
    measured(f"{kind.__name__}: {own:.1f} KB of its own, {shared:.1f} KB shared, gzip")
    assert own <= (60 if kind.__name__ == "Playground" else 25)
    assert shared <= 12


def test_settings_refuse_what_is_out_of_range():
    figure = Everything()
    for name, value in [
        *[("rate", wrong) for wrong in (0.01, 11, math.nan, math.inf, "1", None)],
        *[("units", wrong) for wrong in (0, 9, 2.5)],
        ("kind", "c"), ("shown", "yes"), ("seed", -1), ("seed", 2**32),
        *[("place", wrong) for wrong in ([1], [1, 2, 3], [1, 6], [1, math.nan])],
    ]:  # fmt: skip
        before = getattr(figure, name)
        with pytest.raises(traitlets.TraitError, match=name):
            setattr(figure, name, value)
        assert getattr(figure, name) == before


def test_an_unknown_setting_is_named_with_those_that_there_are():
    with pytest.raises(TypeError, match=r"Everything has no setting 'lrate'; it has rate, shift"):
        Everything(lrate=1)


def test_limits_say_what_the_view_must_know():
    limits = Everything().limits
    assert list(limits) == ["rate", "shift", "units", "kind", "shown", "place", "seed"]
    assert limits["rate"] == {
        "kind": "number", "low": 0.1, "high": 10, "step": 0.099, "log": True, "label": "rate",
    }  # fmt: skip
    assert limits["kind"]["options"] == ["a", "b"]
    assert limits["place"]["names"] == ["x", "y"]
    with pytest.raises(traitlets.TraitError):
        Everything().limits = {}


def test_two_figures_keep_their_settings_apart():
    one, two = Everything(), Everything()
    one.place = [3, 3]
    assert two.place == [1, 2]


def test_an_id_is_the_files_name_unless_given():
    assert Trainer().id == "trainer"
    assert 'id="mine"' in Trainer(id="mine").still().html


@pytest.mark.parametrize("name", ["", "two words", "1st", "</script>", "a.b"])
def test_an_id_that_no_link_could_mean_is_refused(name):
    with pytest.raises(traitlets.TraitError, match="id is"):
        Trainer(id=name)


def test_a_state_cannot_close_the_script_that_carries_it():
    figure = Trainer()
    figure.frame = {**figure.frame, "note": "</script><b>"}
    html = figure.still().html
    assert html.count("</script>") == 1
    assert json.loads(STATE.search(html)[1])["frame"]["note"] == "</script><b>"


def after_link(figure, hash_source):
    """The settings of a figure after a page followed a link (JavaScript source), and complaints."""
    return evaluate(
        f"""(() => {{
            const {{ parse, apply, hashOf }} = {link.TABLE}["address.mjs"];
            const state = {literal(figure.state())};
            const model = {link.TABLE}["model.mjs"].createModel(state);
            return [state, apply([model], parse({hash_source}))];
        }})()""",
        HERE / "address.mjs",
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rate=2.5", 2.5), ("rate=1e1", 10), ("units=4", 4), ("kind=b", "b"), ("seed=5", 5),
        ("shown=false", False), ("place=0,-1", [0, -1]),
    ],
)  # fmt: skip
def test_a_link_sets_what_it_says(text, value):
    state, said = after_link(Everything(id="f"), literal(f"#f.{text}"))
    assert state[text.partition("=")[0]] == value
    assert said == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rate=99", 10), ("rate=x", 0.5), ("rate=", 0.5), ("rate=Infinity", 0.5),
        ("units=4.5", 3), ("units=0", 1), ("kind=c", "a"), ("shown=0", True), ("seed=-1", 0),
        ("seed=1e99", 2**32 - 1), ("place=9,9", [5, 5]), ("place=1", [1, 2]), ("place=1,x", [1, 2]),
    ],
)  # fmt: skip
def test_a_link_that_asks_too_much_is_corrected_and_told(text, value):
    figure = Everything(id="f")
    name = text.partition("=")[0]
    state, said = after_link(figure, literal(f"#f.{text}"))
    assert state[name] == value
    assert len(said) == 1
    assert text.partition("=")[2] in said[0]
    setattr(figure, name, value)  # Python agrees that it is allowed


def test_of_a_link_the_good_entries_are_followed_and_the_others_told():
    asked = "#f.units=99&g.seed=1&f.rate=x&f.kind=b&f.sead=2&f.shift=0.5"
    state, said = after_link(Everything(id="f"), literal(asked))
    assert (state["units"], state["kind"], state["shift"], state["rate"]) == (8, "b", 0.5, 0.5)
    assert len(said) == 4
    for words in ("“g”", "“sead”", "it takes a number from 0.1 to 10", "it was set to 8"):
        assert sum(words in complaint for complaint in said) == 1


def test_numbers_without_names_may_be_many_and_may_come_from_numpy():
    class Many(Everything):
        values = numbers([], -1, 1, "values")

    figure = Many(values=np.linspace(-1, 1, 5))
    assert figure.values == [-1, -0.5, 0, 0.5, 1]
    for wrong in (np.array([2.0]), np.array([np.nan]), np.ones((2, 2)), 1.0):
        with pytest.raises(traitlets.TraitError, match="values"):
            figure.values = wrong


def test_what_goes_out_as_a_link_comes_back_as_the_state():
    figure = Everything(id="f", rate=0.7, kind="b", shown=False, place=[-1.5, 2], seed=99)
    state, said = after_link(Everything(id="f"), f"hashOf({literal(figure.state())})")
    assert state == json.loads(json.dumps(figure.state()))
    assert said == []


@pytest.mark.parametrize(
    "make", [*CLASSES, lambda: figures.BackpropagationStepper(sizes=(2, 3, 1), position=5)]
)
def test_a_state_as_python_makes_the_same_figure(make):
    figure = make()
    model = figure.state() | {"_anywidget_id": figure._anywidget_id}
    call = evaluate(
        f"""(({{ python }}, {{ createModel }}, {{ default: view }}) =>
            python(createModel({literal(model)}), view.description.given)
        )(...["share.mjs", "model.mjs", "{figure.view.name}"].map((name) => {link.TABLE}[name]))""",
        HERE / "share.mjs",
        figure.view,
    )
    again = eval(call, {name: getattr(figures, name) for name in dir(figures)})
    assert again.state() == figure.state()


def palettes():
    css = (HERE / "figure.css").read_text("utf-8")
    light, dark = (css.split("}")[part] for part in (0, 1))
    return {
        theme: dict(re.findall(r"--nn-([\w-]+): #(\w{6});", text))
        for theme, text in (("light", light), ("dark", dark))
    }


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_of_a_letter_can_be_read(theme):
    """Also on a canvas, where axe does not look."""
    colours = palettes()[theme]
    assert set(colours) == set(palette())
    for name in set(colours) - {"paper", "raised", "grid"}:
        for ground in ("paper", "raised"):
            bright, dark = sorted((luminance(colours[name]), luminance(colours[ground])))[::-1]
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, (name, ground)
