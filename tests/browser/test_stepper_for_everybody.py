"""The step-by-step figure for everybody: keyboard, links, phones, readers without scripts."""

import pytest
from figure_page import alive, focused, violations
from stepper_page import SCENE, opened, stepper_site

WIDTHS = (320, 360, 1280)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with stepper_site(tmp_path_factory.mktemp("stepper")) as address:
        yield address


@pytest.fixture
def stepper(visit, address):
    """stepper(hash, **context options): a page with the figure, its errors counted at the end."""
    with opened(visit, address) as open_stepper:
        yield open_stepper


def test_the_keyboard_alone_works_everything(stepper):
    seen = stepper()
    page, reached = seen.page, []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = focused(page)
        reached.append(name)
        if name == "Next operation":
            for _ in range(3):
                page.keyboard.press("Enter")
            page.keyboard.press("Space")
        if name == "Back by one operation":
            page.keyboard.press("Enter")
        if name == "operation":
            for key in ("End", "ArrowLeft", "ArrowLeft"):
                page.keyboard.press(key)
        if name == "biases frozen":
            page.keyboard.press("Space")
        if name == "w₂₁[1]":
            page.keyboard.press("ControlOrMeta+A")
            page.keyboard.type("0.9")
        if name == "Link to this state":
            break
    assert int(seen.bar.input_value()) == 40
    assert seen.figure.get_by_label("biases frozen").is_checked()
    assert seen.rows()["w21[1]"][0] == "0.9"
    wanted = {
        "First operation", "Back by a layer", "Back by one operation", "Next operation",
        "On by a layer", "Last operation", "operation", "Play", "Reset", "example", "δ is the",
        "activation", "learning rate η", "biases frozen", "compare with the definition",
        "Drag w₁₁[1]", "x₁", "x₂", "w₁₁[1]", "w₂₂[2]", "b₂[2]", "t₁", "t₂", "Link to this state",
    }  # fmt: skip
    assert wanted <= set(reached)
    # A button that can go no further keeps the focus.
    seen.press("First operation", times=2)
    assert page.evaluate("document.activeElement.ariaLabel") == "First operation"


def test_every_part_has_a_name_and_says_its_value(stepper):
    seen = stepper("#stepper.position=20")
    tree = seen.figure.aria_snapshot()
    for line in (
        'img "The network with every number computed so far',
        'slider "operation"',
        'combobox "δ is the"',
        'spinbutton "w₁₁[1]"',
        'button "Next operation"',
        'table "Layer 2"',
        'rowheader "a',
    ):
        assert line in tree
    said = "Operation 20 of 42. What comes back to hidden unit 1: ∂J/∂a₁[1] = 0.036350."
    assert seen.told == said
    assert seen.bar.get_attribute("aria-valuetext") == said
    assert seen.figure.locator(".nn-twin[aria-live=polite]").count() == 1


def test_a_link_puts_the_figure_into_a_state(stepper):
    seen = stepper(
        "#stepper.preset=linear%20chain&stepper.position=30&stepper.sign=error%20term"
        "&stepper.params=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15&stepper.activation=tanh"
    )
    assert seen.page.locator("main > .nn-notice").count() == 0
    assert seen.rows()["w12(3)"][0] == "14"
    assert "operation 30 of 52" in seen.figure.inner_text()
    seen.page.evaluate("location.hash = '#stepper.preset=XNOR&stepper.params=1,2,3,4,5,6,7,8,9'")
    seen.page.wait_for_function("document.querySelectorAll('#stepper .nn-table').length === 2")
    assert seen.page.locator("main > .nn-notice:not(:empty)").count() == 0
    assert seen.rows()["w12(2)"][0] == "8"
    # Whatever their order, the example comes before the numbers that only it can take.
    again = stepper("#stepper.params=9,8,7,6,5,4,3,2,1&stepper.preset=XNOR")
    assert again.page.locator("main > .nn-notice:not(:empty)").count() == 0
    assert again.rows()["w21[2]"][0] == "2"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("preset=XOR", "it takes one of public example, XNOR, linear chain, one output"),
        ("position=99", "it takes 0 to 42, so it was set to 42"),
        ("preset=XNOR&stepper.position=40", "it takes 0 to 32, so it was set to 32"),
        ("position=1.5", "it takes a whole number from 0 to 42, so it stays 0"),
        ("params=1,2,3", "it takes 12 numbers"),
        ("params=1,2,3,4,5,6,7,8,9,10,11,1e9", "it takes -1000 to 1000"),
        ("inputs=a,b", "it takes 2 numbers"),
        ("params=1,2,3,4,5,6,7,8,9&stepper.preset=linear%20chain", "it takes 15 numbers"),
        ("sign=minus", "it takes one of derivative, error term"),
        ("freeze_biases=1", "it takes true or false"),
        ("sizes=2,3,1", "“sizes”, which stepper does not have"),
    ],
)
def test_a_nonsense_link_says_what_it_got_and_what_was_done(stepper, asked, said):
    seen = stepper(f"#stepper.{asked}")
    notice = seen.page.locator("main > .nn-notice")
    notice.wait_for()
    assert said in notice.inner_text()
    seen.press("Last operation")
    assert seen.figure.locator(".nn-operation strong").count() == 1


def test_the_given_link_brings_back_the_state(stepper):
    seen = stepper("#stepper.preset=XNOR")
    seen.write("w₂₁[1]", -0.7)
    seen.choose("δ is the", "error term")
    seen.press("Last operation")
    seen.press("Next operation", times=8)
    seen.figure.get_by_role("button", name="Link to this state").click()
    seen.figure.locator(".nn-told code").wait_for()
    shared = seen.figure.locator(".nn-told code").inner_text()
    again = stepper(shared.partition("index.html")[2])
    assert again.page.locator("main > .nn-notice").count() == 0
    assert again.page.evaluate(SCENE)[:4] == seen.page.evaluate(SCENE)[:4]
    assert "Round 2, operation 7 of 32" in again.figure.inner_text()


def test_the_prose_drives_the_figure_and_back(stepper):
    seen = stepper("#stepper.position=5")
    seen.page.locator("#frozen").click()
    seen.settle()
    assert seen.result == "0.291028"
    seen.page.locator("#frozen").click()
    seen.settle()
    assert "operation 5 of 42" in seen.figure.inner_text()
    seen.page.locator("#xnor").click()
    seen.settle()
    assert "operation 0 of 32" in seen.figure.inner_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("preset", ["public example", "linear chain"])
def test_nothing_moves_while_the_reader_goes_on(stepper, width, preset):
    seen = stepper(
        f"#stepper.preset={preset}&stepper.compare=true",
        viewport={"width": width, "height": 900},
    )
    heights = set()
    for sign in ("derivative", "error term"):
        seen.choose("δ is the", sign)
        heights |= set(seen.page.evaluate(
            """async () => {
                const bar = document.querySelector("#stepper .nn-time input");
                const heights = [];
                for (let place = 0; place <= Number(bar.max); place++) {
                    bar.value = place;
                    bar.dispatchEvent(new Event("input", { bubbles: true }));
                    await new Promise((done) => requestAnimationFrame(done));
                    const { height } = document.querySelector("#stepper").getBoundingClientRect();
                    heights.push(Math.round(height));
                }
                return heights;
            }"""
        ))  # fmt: skip
    assert len(heights) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_the_still_picture_stands_where_the_live_one_will(visit, address, width):
    boxes = """() => [...document.querySelectorAll("#stepper, #stepper > *, #stepper .nn-table")]
        .filter((e) => !e.matches("script")).map((e) => {
            const { x, y, width, height } = e.getBoundingClientRect();
            return [e.className, ...[x, y, width, height].map(Math.round)];
        })"""
    size = {"width": width, "height": 800}
    still = visit(address, viewport=size).page
    still.route("**/*.js", lambda route: route.abort())
    still.reload()
    live = visit(address, viewport=size).page
    alive(live, "stepper")
    assert still.evaluate(boxes) == live.evaluate(boxes)
    assert live.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_numbers_stay(visit, address):
    page = visit(address, java_script_enabled=False).page
    figure = page.locator("#stepper")
    assert figure.locator("svg").first.bounding_box()["width"] > 500
    assert [table.is_visible() for table in figure.locator(".nn-table").all()] == [True, True]
    assert figure.locator(".nn-operation").is_visible()
    for gone in (".nn-time", ".nn-controls", ".nn-drag", ".nn-share", ".nn-why"):
        assert not figure.locator(gone).first.is_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(stepper, theme, width):
    seen = stepper(
        "#stepper.compare=true&stepper.position=20",
        viewport={"width": width, "height": 900}, color_scheme=theme,
    )  # fmt: skip
    seen.page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    for position in (20, 42):
        seen.go(position)
        assert violations(seen.page) == []
