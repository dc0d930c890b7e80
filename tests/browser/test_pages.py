"""Every built page: nothing from elsewhere, no error, a still picture, fit for a phone."""

import functools
import re
import shutil
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from places import BUILT_BOOK
from visit import Visit
from website import served

PAGES = sorted(str(path.relative_to(BUILT_BOOK)) for path in BUILT_BOOK.glob("book/*.html"))
WITH_FIGURES = [page for page in PAGES if "nn-figure" in (BUILT_BOOK / page).read_text("utf-8")]
WIDTHS = (320, 360, 1280)

# What the theme and docutils do wrong: axe-core's rule, and where. This list may only shrink.
NOT_OURS = {
    ("region", ".only-light"),  # the sidebar's logo
    ("region", ".only-dark"),
    ("aria-allowed-role", ".citation"),
    ("aria-deprecated-role", ".citation"),
    ("aria-required-children", ".citation-list"),
}


@pytest.fixture(scope="module")
def book():
    """The built book's address over http."""
    with served(BUILT_BOOK) as address:
        yield address


def addresses(book, page):
    return {"http": f"{book}/{page}", "file": (BUILT_BOOK / page).as_uri()}


def test_the_book_was_built():
    assert "book/introduction.html" in PAGES
    assert "book/backpropagation.html" in WITH_FIGURES


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("page", [*PAGES, "index.html", "search.html", "genindex.html"])
def test_a_page_asks_nobody_else_and_has_no_error(visit, book, page, scheme):
    seen = visit(addresses(book, page)[scheme])
    seen.page.wait_for_timeout(300)  # scripts that load more scripts
    assert seen.strangers == []
    assert seen.errors == []


def test_a_script_from_elsewhere_would_be_noticed(visit, tmp_path):
    text = (BUILT_BOOK / PAGES[0]).read_text("utf-8")
    wanted = "https://cdn.example.org/require.js"
    (tmp_path / "page.html").write_text(
        text.replace("</head>", f'<script src="{wanted}"></script></head>'), "utf-8"
    )
    shutil.copytree(BUILT_BOOK / "_static", tmp_path.parent / "_static", dirs_exist_ok=True)
    assert visit((tmp_path / "page.html").as_uri()).strangers == [wanted]


@pytest.mark.parametrize("page", PAGES)
def test_formulas_are_set_by_the_books_own_mathjax(visit, book, page):
    seen = visit(addresses(book, page)["file"])
    formulas = seen.page.locator(".math").count()
    if formulas:
        seen.page.wait_for_selector("mjx-container", state="attached")
        seen.page.wait_for_function(
            "n => document.querySelectorAll('.math mjx-container').length >= n", arg=formulas
        )


@pytest.mark.parametrize("page", WITH_FIGURES)
def test_without_scripts_each_figure_is_a_picture(visit, book, page):
    seen = visit(addresses(book, page)["http"], java_script_enabled=False)
    figures = seen.page.locator(".nn-figure")
    assert figures.count() >= 1
    for figure in figures.all():
        box = figure.locator("svg").first.bounding_box()
        assert box["width"] > 200
        assert box["height"] > 150


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_its_window(visit, book, page):
    seen = visit(addresses(book, page)["http"], viewport={"width": WIDTHS[0], "height": 800})
    seen.page.wait_for_timeout(200)  # scripts that set formulas and figures
    filled = {}
    for width in WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 800})
        seen.page.wait_for_timeout(300)
        filled[width] = seen.page.evaluate("document.documentElement.scrollWidth")
    assert filled == {width: width for width in WIDTHS}


@pytest.fixture(scope="module")
def violations(chromium, book):
    """violations(page, theme): [(rule, element's classes as selectors, what to do)] of axe-core."""

    @functools.cache
    def look(page, theme):
        context = chromium.new_context(color_scheme=theme)
        tab = Visit(context, addresses(book, page)["http"]).page
        tab.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        tab.wait_for_timeout(500)
        found = [
            (
                rule["id"],
                _classes(node["html"]),
                f"{node['html'][:200]}: {node['failureSummary']}",
            )
            for rule in Axe().run(tab).response["violations"]
            for node in rule["nodes"]
        ]
        context.close()
        return found

    return look


def _classes(html):
    names = re.match(r'<[^>]*?\bclass="([^"]*)"', html)
    return {f".{name}" for name in names[1].split()} if names else set()


# Dark colours on pages that axe-core reads fast; on all of them at night.
DARK = {f"book/{name}.html" for name in ("introduction", "playground", "student", "notation")}
THEMED = [
    pytest.param(
        page, theme, marks=pytest.mark.full if theme == "dark" and page not in DARK else ()
    )
    for page in PAGES
    for theme in ("light", "dark")
]


@pytest.mark.parametrize(("page", "theme"), THEMED)
def test_axe_finds_nothing_in_our_own_content(violations, page, theme):
    ours = [
        f"{rule}: {what}"
        for rule, classes, what in violations(page, theme)
        if not {(rule, name) for name in classes} & NOT_OURS
    ]
    assert ours == []


def test_what_the_theme_does_wrong_is_still_wrong(violations):
    seen = {
        (rule, name)
        for page, theme in [
            ("book/introduction.html", "dark"),
            *((page, "light") for page in PAGES),
        ]
        for rule, names, _ in violations(page, theme)
        for name in names
    }
    assert seen >= NOT_OURS


@pytest.mark.parametrize("page", WITH_FIGURES)
def test_first_figure_answers_soon_on_a_slow_line(chromium, book, page, measured):
    """10 Mbit/s, 40 ms: the time until a figure is alive is reported, not gated."""
    context = chromium.new_context()
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 40, "downloadThroughput": 1.25e6, "uploadThroughput": 1.25e6},
    )
    started = time.perf_counter()
    tab.goto(addresses(book, page)["http"], wait_until="commit")
    tab.wait_for_selector(".nn-figure .nn-settings:enabled", state="attached", timeout=20_000)
    seconds = time.perf_counter() - started
    measured(f"{page}: first figure alive after {seconds:.2f} s at 10 Mbit/s and 40 ms")
    context.close()
    assert seconds < 20
