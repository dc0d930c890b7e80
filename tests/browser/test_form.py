"""The form of every live figure, in a real browser: alive without a kernel, and for everybody."""

import io
import re

import matplotlib.image
import numpy as np
import pytest
from figure_page import alive, focused, in_next_frame, violations, write_page
from website import served

from nnlib.figures import Trainer, link
from nnlib.figures.figure import HERE
from nnlib.figures.quick import evaluate

PROSE = """
<p>Now <a id="link" href="#trainer.learning_rate=3&trainer.optimizer=Adam">set the rate to 3</a>, or
<a id="units" href="#trainer.hidden_units=3">take three units</a>.</p>
"""
WIDTHS = (320, 360, 1280)
CANVAS = 'document.querySelector("#trainer canvas").toDataURL()'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a page of two figures: `trainer`, and `xnor` far below it."""
    folder = tmp_path_factory.mktemp("page")
    write_page(folder, Trainer(), Trainer(id="xnor", dataset="XNOR", hidden_units=3), prose=PROSE)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    """Its address over http."""
    with served(folder) as address:
        yield f"{address}/index.html"


def slider(figure, label):
    return figure.get_by_role("slider", name=re.compile(label))


def values(page, figure="trainer"):
    """The settings that the controls of a figure show once they are painted, by label."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return page.locator(f"#{figure} .nn-controls > *").evaluate_all(
        """controls => Object.fromEntries(controls.map(control => {
            const input = control.querySelector("input, select");
            const value = input.getAttribute("aria-valuetext") ?? input.value;
            return [control.querySelector("span").textContent, value];
        }))"""
    )


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_figures_live_without_a_kernel_and_ask_nobody(visit, folder, address, scheme):
    seen = visit({"http": address, "file": (folder / "index.html").as_uri()}[scheme])
    for name in ("trainer", "xnor"):
        figure = alive(seen.page, name)
        before = figure.locator(".nn-twin").inner_text()
        figure.get_by_role("button", name="Step").click()
        seen.page.wait_for_function(
            "([name, before]) => document.querySelector(`#${name} .nn-twin`).innerText !== before",
            arg=[name, before],
        )
    assert seen.errors == []
    assert seen.strangers == []


def test_a_change_is_drawn_in_the_next_animation_frame(visit, address):
    page = visit(address).page
    alive(page)
    change = """() => {
        const input = document.querySelector('#trainer input[type="range"]');
        input.value = 5;
        input.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    before, after = in_next_frame(page, change, f"() => {CANVAS}")
    assert before != after


def test_each_move_of_a_dragging_mouse_is_drawn_in_the_next_frame(visit, address):
    page = visit(address).page
    figure = alive(page)
    page.evaluate(
        f"""() => {{
            window.late = [];
            window.drawn = [];
            const input = document.querySelector('#trainer input[type="range"]');
            input.addEventListener("input", () => {{
                const before = {CANVAS};
                requestAnimationFrame(() => {{
                    (before === {CANVAS} ? late : drawn).push(input.value);
                }});
            }});
        }}"""
    )
    slider(figure, "hidden units").scroll_into_view_if_needed()
    box = slider(figure, "hidden units").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 7, y)
    page.mouse.down()
    for part in range(2, 8):
        page.mouse.move(box["x"] + part * box["width"] / 8, y)
    page.mouse.up()
    page.wait_for_function("drawn.length >= 4")
    assert page.evaluate("late") == []


def test_the_keyboard_alone_works_everything(visit, address):
    page = visit(address).page
    alive(page)
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('#trainer') !== null")
        reached.append(focused(page) if inside else None)
        name = reached[-1]
        if name == "hidden units":
            page.keyboard.press("ArrowRight")
        if name == "data":
            page.keyboard.press("b")
        if name == "loss in powers of ten":
            page.keyboard.press("Space")
        if name in ("Step", "Epoch"):
            page.keyboard.press("Enter")
    shown = values(page)
    assert shown["hidden units"] == "3"
    assert shown["data"] == "blobs"
    assert page.get_by_label("loss in powers of ten").first.is_checked()
    assert {"Play", "Step", "Epoch", "Reset", "Link to this state"} <= set(reached)
    disabled = {"momentum"}
    assert set(shown) - disabled - {"the cross"} <= set(reached)
    assert {"x₁", "x₂", "New seed"} <= set(reached)


def test_every_control_has_a_name_and_says_its_value(visit, address):
    page = visit(address).page
    figure = alive(page)
    tree = figure.aria_snapshot()
    for line in (
        'slider "hidden units"',
        'combobox "data"',
        'spinbutton "seed"',
        'checkbox "loss in powers of ten"',
        'img "The loss at each step"',
    ):
        assert line in tree
    assert slider(figure, "learning rate").get_attribute("aria-valuetext") == "0.3"


def test_a_link_puts_a_figure_into_a_state(visit, address):
    page = visit(f"{address}#xnor.hidden_units=5&trainer.learning_rate=1&trainer.place=2,-1").page
    alive(page)
    alive(page, "xnor")
    assert values(page)["learning rate"] == "1"
    assert values(page, "xnor")["hidden units"] == "5"
    assert page.locator("#trainer").get_by_label("x₂").input_value() == "-1"
    assert page.locator("main > .nn-notice").count() == 0
    page.evaluate("location.hash = '#trainer.seed=7'")
    page.wait_for_function(
        "document.querySelector('#trainer [aria-label=seed] input').value === '7'"
    )


@pytest.mark.parametrize(
    ("asked", "said", "label", "shown"),
    [
        ("learning_rate=banana", "“banana”; it takes a number from 0.001", "learning rate", "0.3"),
        ("learning_rate=1e6", "takes 0.001 to 100, so it was set to 100", "learning rate", "100"),
        ("learning_rate=NaN", "“NaN”", "learning rate", "0.3"),
        ("learning_rate=", "“”", "learning rate", "0.3"),
        ("hidden_units=2.5", "a whole number from 1 to 8, so it stays 2", "hidden units", "2"),
        ("hidden_units=-4", "so it was set to 1", "hidden units", "1"),
        ("dataset=moons", "it takes one of XNOR, blobs, circles", "data", "circles"),
        ("log_loss=maybe", "it takes true or false", "hidden units", "2"),
        ("place=1", "it takes 2 numbers", "hidden units", "2"),
        ("lrate=1", "“lrate”, which trainer does not have", "learning rate", "0.3"),
        ("constructor=1", "“constructor”, which trainer does not have", "learning rate", "0.3"),
        ("learning_rate=%", "“%”", "learning rate", "0.3"),
    ],
)  # fmt: skip
def test_a_nonsense_link_says_what_it_got_and_what_was_done(
    visit, address, asked, said, label, shown
):
    seen = visit(f"{address}#trainer.{asked}")
    alive(seen.page)
    notice = seen.page.locator("main > .nn-notice")
    notice.wait_for()
    assert said in notice.inner_text()
    assert values(seen.page)[label] == shown
    assert seen.errors == []


def test_a_link_to_a_figure_that_is_not_there_says_so(visit, address):
    page = visit(f"{address}#ghost.seed=3").page
    notice = page.locator("main > .nn-notice")
    notice.wait_for()
    assert "“ghost”, which is not on this page" in notice.inner_text()


def test_no_address_breaks_a_figure(visit, address):
    """A few hundred hashes of random signs: never an error, and the figure still answers."""
    rng = np.random.default_rng(0)
    seen = visit(address)
    figure = alive(seen.page)
    signs = list(
        "trainer.xnor.seed=&%#0123456789eE+-.,:;[]{}<>'\"\\ \n\tnaNInfinity\u2028\U0001f600"
    )
    hashes = ["#trainer." + "".join(rng.choice(signs, rng.integers(1, 40))) for _ in range(300)]
    seen.page.evaluate(
        """async (hashes) => {
            for (const hash of hashes) {
                location.hash = hash;
                await new Promise((done) => setTimeout(done));
            }
        }""",
        hashes,
    )
    slider(figure, "hidden units").press("End")
    assert values(seen.page)["hidden units"] == "8"
    assert seen.errors == []


def test_the_prose_drives_the_figure_and_back(visit, address):
    page = visit(address).page
    alive(page)
    page.locator("#link").click()
    assert values(page)["learning rate"] == "3"
    assert values(page)["optimizer"] == "Adam"
    page.locator("#link").click()
    assert values(page)["learning rate"] == "0.3"
    assert values(page)["optimizer"] == "gradient descent"
    page.locator("#link").focus()
    page.keyboard.press("Enter")
    assert values(page)["learning rate"] == "3"
    page.get_by_role("button", name="Back, from: set the rate to 3").press("Enter")
    assert values(page)["learning rate"] == "0.3"
    assert page.locator(".nn-back").count() == 0
    assert page.evaluate("document.activeElement.id") == "link"


def test_a_figure_that_has_moved_on_offers_no_way_back(visit, address):
    page = visit(address).page
    figure = alive(page)
    page.locator("#units").click()
    page.locator("#link").click()
    assert page.locator(".nn-back").count() == 2
    slider(figure, "hidden units").press("End")
    assert page.locator(".nn-back").count() == 1
    page.locator("#link").click()
    assert values(page)["hidden units"] == "8"
    assert values(page)["learning rate"] == "0.3"


def test_the_given_link_brings_back_the_state(visit, address):
    page = visit(address).page
    figure = alive(page)
    slider(figure, "hidden units").press("End")
    figure.get_by_role("combobox", name="data").select_option("spiral")
    figure.get_by_label("loss in powers of ten").check()
    figure.get_by_role("button", name="Link to this state").click()
    figure.locator(".nn-told code").wait_for()
    shared = figure.locator(".nn-told code").inner_text()
    assert page.url == shared
    again = visit(shared).page
    alive(again)
    again.wait_for_function("document.querySelector('#trainer select').value === 'spiral'")
    assert values(again) == values(page)
    assert again.locator("main > .nn-notice").count() == 0


def test_a_field_says_why_it_did_not_take_a_number(visit, address):
    page = visit(address).page
    figure = alive(page)
    seed = figure.get_by_role("spinbutton", name="seed")
    seed.fill("-5")
    seed.press("Tab")
    assert "seed: a whole number from 0 to 4294967295. It stays 1." in figure.inner_text()
    assert seed.input_value() == "1"
    seed.fill("12")
    seed.press("Tab")
    assert "It stays" not in figure.inner_text()


def test_a_press_on_the_picture_is_a_setting_too(visit, address):
    page = visit(address).page
    figure = alive(page)
    box = figure.locator("canvas").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("document.querySelector('#trainer .nn-field input').value !== '1'")
    assert abs(float(figure.get_by_label("x₁").input_value())) < 1


def test_a_finger_sets_the_cross_and_still_scrolls_the_page(visit, address):
    phone = {"width": 360, "height": 700}
    page = visit(address, viewport=phone, has_touch=True, is_mobile=True).page
    figure = alive(page)
    canvas = figure.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    canvas.tap(position={"x": 200, "y": 90})
    page.wait_for_function("document.querySelector('#trainer .nn-field input').value !== '1'")
    assert canvas.evaluate("canvas => getComputedStyle(canvas).touchAction") == "pan-y pinch-zoom"
    before = page.evaluate("scrollY")
    swipe(page, canvas.bounding_box(), up=200)
    page.wait_for_function("before => scrollY > before + 100", arg=before)


def swipe(page, box, up):
    """A finger drawn upwards from the middle of a box."""
    session = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = [{"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}]
    finger += [
        {"type": "touchMove", "touchPoints": [{"x": x, "y": y - up * part / 10}]}
        for part in range(1, 11)
    ]
    for event in [*finger, {"type": "touchEnd", "touchPoints": []}]:
        session.send("Input.dispatchTouchEvent", event)
        page.wait_for_timeout(16)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_without_scripts_stands_where_the_live_one_will(visit, address, width):
    """The still layout is the live one, so nothing moves when a figure comes to life."""
    size = {"width": width, "height": 800}
    boxes = """() => Object.fromEntries([...document.querySelectorAll(".nn-figure, .nn-figure > *")]
        .filter(e => !e.matches("script")).map((e, index) => {
            const { x, y, width, height } = e.getBoundingClientRect();
            return [`${index} ${e.className}`, [x, y, width, height].map(Math.round)];
        }))"""
    still = visit(address, viewport=size).page
    still.goto("about:blank")
    still.route("**/*.js", lambda route: route.abort())
    still.goto(address)
    live = visit(address, viewport=size).page
    alive(live, "xnor")
    assert still.evaluate(boxes) == live.evaluate(boxes)
    assert still.locator("#trainer svg").first.is_visible()
    shift = live.evaluate(
        """() => new Promise(done => {
            const total = (list) => list.getEntries().reduce((sum, { value }) => sum + value, 0);
            new PerformanceObserver((list) => done(total(list)))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(done, 200, 0);
        })"""
    )
    assert shift == 0


def test_without_scripts_there_is_a_picture_and_nothing_that_cannot_be_worked(visit, address):
    page = visit(address, java_script_enabled=False).page
    assert page.locator("#trainer svg").first.bounding_box()["width"] > 200
    assert page.locator("#trainer .nn-twin").is_visible()
    assert not page.locator("#trainer .nn-settings").is_visible()
    assert not page.locator("#trainer .nn-why").is_visible()


def test_the_still_picture_looks_like_the_live_one(visit, address):
    still = visit(address, java_script_enabled=False).page.locator("#trainer .nn-panels")
    live = visit(address).page
    alive(live)
    # Blocks of 8 × 8 pixels: the two draw the edges of letters a little differently.
    pictures = []
    for panels in (still, live.locator("#trainer .nn-panels")):
        grey = matplotlib.image.imread(io.BytesIO(panels.screenshot()))[..., :3].mean(axis=2)
        height, width = (8 * (size // 8) for size in grey.shape)
        blocks = grey[:height, :width].reshape(height // 8, 8, width // 8, 8)
        pictures.append(blocks.mean(axis=(1, 3)))
    assert pictures[0].std() > 0.05
    assert np.abs(pictures[0] - pictures[1]).max() < 0.15


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scripts", [True, False])
def test_axe_finds_nothing(visit, address, theme, width, scripts):
    size = {"width": width, "height": 900}
    page = visit(f"{address}#ghost.seed=1", viewport=size, color_scheme=theme).page
    if scripts:
        figure = alive(page)
        figure.locator("summary").click()
        figure.get_by_role("radio").first.check()
        figure.get_by_role("button", name="This is my prediction").click()
        figure.get_by_role("button", name="Link to this state").click()
        figure.get_by_role("spinbutton", name="seed").fill("-1")
        page.locator("#link").click()
    else:
        page.route("**/*.js", lambda route: route.abort())
        page.reload()
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    assert violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_figure_fits_its_window(visit, address, width):
    page = visit(address, viewport={"width": width, "height": 800}).page
    alive(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator("#trainer").evaluate(
        """figure => [...figure.querySelectorAll("button, select, input, summary")]
            .map((element) => element.getBoundingClientRect())
            .filter(({ width, height }) => Math.min(width, height) < 17).length"""
    )
    assert small == 0


def test_colours_follow_the_theme(visit, address):
    page = visit(address).page
    alive(page)
    change = "() => (document.documentElement.dataset.theme = 'dark')"
    # The observer tells the view at the end of the task; the picture follows a frame later.
    before = page.evaluate(CANVAS)
    page.evaluate(change)
    page.wait_for_function(f"before => {CANVAS} !== before", arg=before)
    ink = page.locator("#trainer").evaluate("figure => getComputedStyle(figure).color")
    assert ink == "rgb(232, 236, 241)"


def steps(page, figure="trainer"):
    text = page.locator(f"#{figure} .nn-twin").inner_text()
    return int(re.search(r"After (\d+) step", text)[1])


def wait_for_more_steps(page, than):
    page.wait_for_function(
        """than => {
            const text = document.querySelector("#trainer .nn-twin").textContent;
            return Number(/After (\\d+)/.exec(text)[1]) > than;
        }""",
        arg=than,
    )


def test_a_run_rests_while_nobody_looks(visit, address):
    page = visit(address, viewport={"width": 1280, "height": 700}).page
    figure = alive(page)
    figure.get_by_role("button", name="Play").click()
    wait_for_more_steps(page, than=10)
    page.evaluate("document.querySelector('#xnor').scrollIntoView({ block: 'end' })")
    assert figure.bounding_box()["y"] + figure.bounding_box()["height"] < 0
    page.wait_for_timeout(300)
    resting = steps(page)
    page.wait_for_timeout(500)
    assert steps(page) == resting
    page.evaluate("scrollTo(0, 0)")
    wait_for_more_steps(page, than=resting)


def test_a_running_text_is_not_read_out_and_a_resting_one_is(visit, address):
    page = visit(address).page
    figure = alive(page)
    assert figure.locator(".nn-twin[aria-live=polite]").count() == 1
    figure.get_by_role("button", name="Play").click()
    figure.locator(".nn-twin[aria-live=off]").wait_for()
    figure.get_by_role("button", name="Pause").click()
    figure.locator(".nn-twin[aria-live=polite]").wait_for()


def test_with_reduced_motion_a_run_is_shown_in_still_pictures(visit, address):
    page = visit(address, reduced_motion="reduce").page
    figure = alive(page)
    page.evaluate(
        """() => {
            window.paints = 0;
            const twin = document.querySelector("#trainer .nn-twin");
            new MutationObserver(() => paints++).observe(twin, { childList: true });
        }"""
    )
    figure.get_by_role("button", name="Play").click()
    page.wait_for_timeout(2200)
    assert 3 <= page.evaluate("paints") <= 7
    assert steps(page) > 100


def test_two_figures_of_a_kind_do_not_meet(visit, address):
    page = visit(address).page
    alive(page, "xnor")
    slider(page.locator("#xnor"), "hidden units").press("End")
    assert values(page, "xnor")["hidden units"] == "8"
    assert values(page)["hidden units"] == "2"


def test_a_why_question_answers_only_after_a_commitment(visit, address):
    page = visit(address).page
    figure = alive(page)
    figure.locator("summary").click()
    commit = figure.get_by_role("button", name="This is my prediction")
    assert commit.is_disabled()
    assert "close a triangle" not in figure.inner_text()
    figure.get_by_role("radio").first.check()
    commit.click()
    assert "Not so" in figure.locator(".nn-reply").inner_text()
    assert "close a triangle" in figure.inner_text()
    assert figure.get_by_role("radio").first.is_disabled()


def test_modules_export_the_same_names_natively_and_linked(visit):
    """A browser refuses a misspelt import and knows every export; the linker must agree."""
    modules = sorted(
        path for path in [*HERE.glob("*.mjs"), *HERE.glob("*.js")] if path.stem != "host"
    )
    with served(HERE) as address:
        page = visit(f"{address}/README.md").page
        for path in modules:
            native = page.evaluate("name => import(name).then(Object.keys)", f"/{path.name}")
            linked = evaluate(f'Object.keys({link.TABLE}["{path.name}"])', path)
            assert sorted(native) == sorted(linked), path.name
