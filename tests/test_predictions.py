"""The directive `predict`: what it writes for a page and for paper, and what it refuses."""

import json
import re

import pytest
from small_book import build_book

GOOD = """# Good

```{predict} corners
How many corners has a cube, $2^3$ or another number?

- 6
- $2^3$ ✓
- *twelve*

---
Three times **two choices**.

A second paragraph.
```

Between.

```{predict} half
:number: -0.5
:tolerance: 0.05
What is the half of −1?

---
Half of it.
```

```{predict} edges
:number: 12
:tolerance: 0
How many edges has it?

---
Count them.
```
"""


def predict(*lines, name="it"):
    return "\n".join(["# Bad", "", "", f"```{{predict}} {name}", *lines, "```", ""])


OPTIONS = ("Which?", "", "- a ✓", "- b", "")
BAD = {
    "no-rule": (predict(*OPTIONS), "a line --- must part question and answer"),
    "no-answer": (predict(*OPTIONS, "---"), "nothing stands below --- to explain"),
    "no-question": (predict(*OPTIONS[2:], "---", "So."), "it asks nothing"),
    "no-options": (
        predict("Which?", "", "---", "So."),
        "the question must end in a list of options, or :number: and :tolerance: be given",
    ),
    "none-right": (
        predict("Which?", "", "- a", "- b", "", "---", "So."),
        "2 options, 0 of them marked ✓; there must be two or more, and one ✓",
    ),
    "two-right": (
        predict("Which?", "", "- a ✓", "- b ✓", "- c", "", "---", "So."),
        "3 options, 2 of them marked ✓",
    ),
    "one-option": (predict("Which?", "", "- a ✓", "", "---", "So."), "1 options, 1 of them"),
    "same-twice": (
        predict("Which?", "", "- a ✓", "- a", "", "---", "So."),
        "two options say the same",
    ),
    "long-option": (
        predict("Which?", "", "- a ✓", "", "  more", "- b", "", "---", "So."),
        "the option 'a ✓' must be one paragraph",
    ),
    "list-option": (
        predict("Which?", "", "- a ✓", "  - more", "- b", "", "---", "So."),
        "2 options, 0 of them marked ✓",
    ),
    "heading-option": (
        predict("Which?", "", "- # a ✓", "- b", "", "---", "So."),
        "the option '# a' must be one paragraph",
    ),
    "bad-name": (
        predict(*OPTIONS, "---", "So.", name="How_Many"),
        "a name has small letters, digits and hyphens",
    ),
    "no-tolerance": (
        predict(":number: 1", "How much?", "", "---", "So."),
        "a number needs :tolerance: too",
    ),
    "no-number": (
        predict(":tolerance: 1", "How much?", "", "---", "So."),
        "a number needs :number: too",
    ),
    "word": (
        predict(":number: nine", ":tolerance: 1", "How much?", "", "---", "So."),
        ":number: is 'nine'; write a number",
    ),
    "infinite": (
        predict(":number: inf", ":tolerance: 1", "How much?", "", "---", "So."),
        ":number: is 'inf'; write a number",
    ),
    "negative": (
        predict(":number: 1", ":tolerance: -0.1", "How much?", "", "---", "So."),
        ":tolerance: is '-0.1'; write a number, 0 or above",
    ),
    "empty-number": (
        predict(":number:", ":tolerance: 1", "How much?", "", "---", "So."),
        ":number: is ''; write a number",
    ),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The good page, a page with none, and every bad one; and what the build says of them."""
    bad = {name: text.replace("} it", f"}} {name}") for name, (text, _) in BAD.items()}
    again = predict(*OPTIONS, "---", "So.", name="half")
    pages = {"good": GOOD, "plain": "# Plain\n\nNothing to predict.\n", "zz-again": again, **bad}
    return build_book(tmp_path_factory.mktemp("book"), pages)


def test_a_good_page_builds_without_a_warning(book):
    assert "good.md" not in book[1]


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_with_file_and_line(book, name):
    said = [line for line in book[1].splitlines() if line.startswith(f"{name}.md")]
    assert len(said) == 1
    assert re.match(rf"{name}\.md:4: (WARNING|ERROR): prediction '", said[0])
    assert BAD[name][1] in said[0]


def test_a_name_is_used_once_in_the_book(book):
    assert "zz-again.md:4: ERROR: prediction 'half': good has one of this name already" in book[1]


def test_only_pages_with_predictions_load_their_script(book):
    pages = {name: (book[0] / f"{name}.html").read_text("utf-8") for name in ("good", "plain")}
    assert re.findall(r'<script src="_static/predictions\.js[^"]*"></script>', pages["good"])
    assert "predictions.css" in pages["good"]
    assert "predictions." not in pages["plain"]


def test_without_the_script_the_page_reads_as_question_options_and_folded_answer(book):
    html = (book[0] / "good.html").read_text("utf-8")
    corners, half, edges = re.findall(r'<form class="predict".*?</form>', html, re.S)
    text = " ".join(re.sub(r"<[^>]*>", " ", corners.replace("\n", " ")).split())
    order = ["How many corners", "6", "twelve", "The answer", "Three times", "A second paragraph"]
    assert sorted(order, key=text.index) == order
    assert "✓" not in text
    assert re.findall(r'<input ([^>]*)name="option" type="radio" value="([^"]*)"', corners) == [
        ("", "6"),
        ('aria-label="2^3" data-right="" ', "2^3"),
        ("", "twelve"),
    ]
    folded = re.search(r'<details class="predict-answer">(.*?)</details>', half, re.S)[1]
    assert "<strong>−0.5</strong>" in folded
    assert 'data-number="-0.5" data-tolerance="0.05"' in half
    assert "0 of 3 predicted" in half
    assert 'data-number="12" data-tolerance="0"' in edges


def test_on_paper_the_answer_stands_below_its_options(tmp_path):
    output, warnings = build_book(tmp_path, {"good": GOOD}, builder="text")
    assert warnings == ""
    text = " ".join((output / "good.txt").read_text("utf-8").split())
    order = ["Predict, then see", "How many", "* 6", "* *twelve*", "**2^3**", "Three times"]
    assert sorted(order, key=text.index) == order
    order = ["What is the half", "**−0.5**", "Half of it"]
    assert sorted(order, key=text.index) == order


def test_the_search_index_knows_the_questions(book):
    index = (book[0] / "searchindex.js").read_text("utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert "cube" in terms
