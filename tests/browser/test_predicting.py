"""Predictions in a real browser: the commitment, what is kept, the progress, the file, the keys."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from small_book import build_book
from website import served

FIRST = """# First

```{predict} corners
How many corners has a cube, $2^3$ or another number?

- 6
- $2^3$ ✓
- 12

---
Three times two choices.
```

Between.

```{predict} half
:number: -0.517
:tolerance: 0.005
What is it?

---
Half of it.
```

After.
"""
SECOND = """# Second

```{predict} sides
How many sides has a cube?

- 6 ✓
- 8

---
Two for each direction.
```
"""
THIRD = """# Third

```{predict} edges
:number: 12
:tolerance: 0
How many edges has a cube?

---
Four for each direction.
```
"""
COMMIT = "This is my prediction"
SHIFTS = """() => new Promise((resolve) => {
    const shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(shifts.reduce((sum, value) => sum + value, 0)), 200);
})"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    pages = {"first": FIRST, "second": SECOND, "third": THIRD}
    return build_book(tmp_path_factory.mktemp("book"), pages)[0]


@pytest.fixture
def at(visit, book):
    """at("first", **context options): a visit to a page of the book on disk."""
    return lambda name, **options: visit((book / f"{name}.html").as_uri(), **options)


def card(page, name):
    return page.locator(f"#predict-{name}")


def choose(page, name, place):
    card(page, name).get_by_role("radio").nth(place).check()
    card(page, name).get_by_role("button", name=COMMIT).click()


def write(page, name, text):
    card(page, name).get_by_role("textbox").fill(text)
    card(page, name).get_by_role("button", name=COMMIT).click()


def verdict(page, name):
    return card(page, name).locator(".predict-verdict").inner_text()


def progress(page):
    marks = set(page.locator(".predict-tools summary").all_inner_texts())
    assert len(marks) == 1
    return marks.pop()


def test_the_answer_waits_for_a_commitment(at):
    page = at("first").page
    explanation = card(page, "corners").get_by_text("Three times two choices.")
    assert not card(page, "corners").get_by_text("The answer").is_visible()
    card(page, "corners").get_by_role("button", name=COMMIT).click()
    assert verdict(page, "corners") == "Choose one first."
    assert not explanation.is_visible()
    choose(page, "corners", 1)
    assert verdict(page, "corners") == "✓ So it is."
    assert explanation.is_visible()
    assert not card(page, "half").get_by_text("Half of it.").is_visible()


def test_a_wrong_choice_is_called_so_and_stands(at):
    page = at("first").page
    choose(page, "corners", 0)
    assert verdict(page, "corners") == "✗ Not so."
    assert card(page, "corners").get_by_role("radio").nth(2).is_disabled()
    card(page, "corners").get_by_role("button", name="Predict again").click()
    assert verdict(page, "corners") == ""
    assert not card(page, "corners").get_by_text("Three times").is_visible()
    assert page.evaluate("document.activeElement.value") == "6"


def test_a_number_is_right_within_its_tolerance(at):
    page = at("first").page
    for text in ("half", "", "Infinity"):
        write(page, "half", text)
        assert verdict(page, "half") == "Write a number first, such as 0.25."
        assert not card(page, "half").get_by_text("Half of it.").is_visible()
    for text, said in {
        "-0.517": "✓ So it is.",
        "−0,522": "✓ So it is.",
        "-0.512": "✓ So it is.",
        "-0.5119": "✗ Not so.",
        "0.517": "✗ Not so.",
        " -5.17e-1 ": "✓ So it is.",
    }.items():
        write(page, "half", text)
        assert verdict(page, "half") == said
        assert card(page, "half").get_by_text("Half of it.").is_visible()
        card(page, "half").get_by_role("button", name="Predict again").click()


def test_without_a_tolerance_only_the_number_itself_is_right(at):
    page = at("third").page
    for text, said in {"12.001": "✗ Not so.", "11": "✗ Not so.", "12.0": "✓ So it is."}.items():
        write(page, "edges", text)
        assert verdict(page, "edges") == said
        card(page, "edges").get_by_role("button", name="Predict again").click()


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_answers_and_progress_stay_in_the_browser(visit, book, scheme):
    with served(book) as address:
        folder = {"http": address, "file": book.as_uri()}[scheme]
        page = visit(f"{folder}/first.html").page
        assert progress(page) == "0 of 2 predicted"
        choose(page, "corners", 1)
        assert progress(page) == "1 of 2 predicted, 1 right"
        write(page, "half", "3")
        assert progress(page) == "2 of 2 predicted, 1 right"
        page.goto(f"{folder}/second.html")
        assert progress(page) == "0 of 1 predicted"
        page.goto(f"{folder}/first.html")
        assert progress(page) == "2 of 2 predicted, 1 right"
        assert (verdict(page, "corners"), verdict(page, "half")) == ("✓ So it is.", "✗ Not so.")
        assert card(page, "corners").get_by_role("radio").nth(1).is_checked()
        assert card(page, "half").get_by_role("textbox").input_value() == "3"
        assert card(page, "half").get_by_text("Half of it.").is_visible()


def test_all_answers_of_the_book_are_saved_as_a_file(at, book):
    page = at("first", accept_downloads=True).page
    choose(page, "corners", 2)
    page.goto((book / "second.html").as_uri())
    choose(page, "sides", 0)
    page.locator(".predict-tools summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save all answers of the book").click()
    assert download.value.suggested_filename == "predictions.json"
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert [(known["name"], known["answer"], known["cameTrue"]) for known in saved] == [
        ("corners", "12", False),
        ("sides", "6", True),
    ]
    assert saved[0]["question"] == "How many corners has a cube, 2^3 or another number?"
    assert saved[0]["right"] == "2^3"
    assert saved[0]["page"].startswith("First")
    assert saved[0]["at"] < saved[1]["at"]


def test_a_pages_answers_are_forgotten_and_no_others(at, book):
    page = at("second").page
    choose(page, "sides", 0)
    page.goto((book / "first.html").as_uri())
    choose(page, "corners", 1)
    write(page, "half", "3")
    page.locator(".predict-tools summary").first.click()
    page.get_by_role("button", name="Forget this page’s answers").first.click()
    assert progress(page) == "0 of 2 predicted"
    assert verdict(page, "half") == card(page, "half").get_by_role("textbox").input_value() == ""
    page.goto((book / "second.html").as_uri())
    assert progress(page) == "1 of 1 predicted, 1 right"


def test_an_answer_to_another_question_does_not_count(at):
    page = at("second").page
    choose(page, "sides", 1)
    page.evaluate(
        """() => {
            const [key] = Object.keys(localStorage).filter((key) => key.endsWith("predictions"));
            const kept = JSON.parse(localStorage[key]);
            kept.sides.question = "How many sides has a coin?";
            localStorage[key] = JSON.stringify(kept);
        }"""
    )
    page.reload()
    assert progress(page) == "0 of 1 predicted"


def test_where_the_browser_keeps_nothing_it_says_so(at):
    seen = at("first")
    seen.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    seen.page.reload()
    choose(seen.page, "corners", 1)
    assert progress(seen.page) == "1 of 2 predicted, 1 right"
    seen.page.locator(".predict-tools summary").first.click()
    assert seen.page.get_by_text("This browser keeps nothing").first.is_visible()


def test_keys_alone_are_enough(at):
    page = at("second").page
    card(page, "sides").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert verdict(page, "sides") == "✗ Not so."
    assert page.evaluate("document.activeElement.textContent") == "The answer"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert verdict(page, "sides") == ""


def test_nothing_moves_when_a_page_is_read_again(at):
    page = at("first", viewport={"width": 1000, "height": 900}).page
    choose(page, "corners", 1)
    write(page, "half", "3")
    page.wait_for_timeout(600)  # a shift within half a second of a click would be excused
    page.reload()
    assert page.evaluate(SHIFTS) < 0.005


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_and_it_fits(at, theme, width):
    page = at("first", viewport={"width": width, "height": 800}, color_scheme=theme).page
    for answered in (False, True):
        if answered:
            choose(page, "corners", 1)
            write(page, "half", "3")
            page.locator(".predict-tools summary").first.click()
        found = Axe().run(page, context=".predict").response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_answer_is_folded(at):
    page = at("first", java_script_enabled=False).page
    explanation = card(page, "corners").get_by_text("Three times two choices.")
    assert card(page, "corners").get_by_text("12", exact=True).is_visible()
    assert not page.get_by_role("button", name=COMMIT).first.is_visible()
    assert not explanation.is_visible()
    card(page, "corners").get_by_text("The answer").click()
    assert explanation.is_visible()


def test_in_print_the_answer_is_open(at):
    page = at("first").page
    page.emulate_media(media="print")
    assert card(page, "half").get_by_text("Half of it.").is_visible()
    assert card(page, "corners").get_by_text("Three times two choices.").is_visible()
    assert not page.get_by_role("button", name=COMMIT).first.is_visible()
