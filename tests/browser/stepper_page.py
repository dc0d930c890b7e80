"""A page with the step-by-step figure, by what a reader sees of it."""

import contextlib

from figure_page import alive, figures_at, settle

from nnlib.figures import BackpropagationStepper

PROSE = """
<p><a id="xnor" href="#stepper.preset=XNOR">Load XNOR</a>,
<a id="frozen" href="#stepper.freeze_biases=true&stepper.position=42">freeze the biases</a>.</p>
"""
CANVAS = """[...document.querySelectorAll("#stepper canvas")]
    .find((canvas) => canvas.clientWidth > 0).toDataURL()"""
SCENE = f"""() => [
    {CANVAS},
    ...["nn-operation", "nn-tables", "nn-count", "nn-losses", "nn-twin"].map(
        (name) => document.querySelector(`#stepper .${{name}}`).innerHTML)
        .map((text) => text.replaceAll(' class=""', "")),
    ...[...document.querySelectorAll("#stepper input")].map((input) => input.value),
]"""


def stepper_site(folder):
    """The address of a page with the stepper at its start, for as long as the context lasts."""
    return figures_at(folder, BackpropagationStepper(id="stepper"), prose=PROSE)


@contextlib.contextmanager
def opened(visit, address):
    """open(hash, **context options): a page with the figure, its errors counted at the end."""
    visits = []

    def open_stepper(hash_="", **options):
        visits.append(visit(address + hash_, **options))
        return Stepper(visits[-1].page)

    yield open_stepper
    assert [error for seen in visits for error in seen.errors + seen.strangers] == []


class Stepper:
    """The figure of a page, by what a reader sees of it."""

    def __init__(self, page):
        self.page, self.figure = page, alive(page, "stepper")

    def press(self, name, times=1):
        for _ in range(times):
            self.figure.get_by_role("button", name=name, exact=True).press("Enter")
        self.settle()

    def go(self, position):
        """Put the bar to a place."""
        self.bar.evaluate(
            """(bar, position) => {
                bar.value = position;
                bar.dispatchEvent(new Event("input", { bubbles: true }));
            }""",
            position,
        )
        self.settle()

    def settle(self):
        settle(self.page)

    def write(self, name, value):
        field = self.figure.get_by_role("spinbutton", name=name, exact=True)
        field.fill(str(value))
        field.press("Tab")
        self.settle()

    def choose(self, label, option):
        self.figure.get_by_role("combobox", name=label).select_option(option)
        self.settle()

    @property
    def bar(self):
        return self.figure.get_by_role("slider", name="operation", exact=True)

    @property
    def operation(self):
        """Title, formula and reason of the operation on show, as lines of text."""
        return self.figure.locator(".nn-operation").inner_text()

    @property
    def result(self):
        return self.figure.locator(".nn-operation strong").inner_text()

    @property
    def told(self):
        return self.figure.locator(".nn-twin").inner_text()

    @property
    def verdict(self):
        return self.figure.locator(".nn-question > .nn-verdict")

    def rows(self):
        """{number: [value, derivative, updated]} of the tables, as text; "w₁₁[1]" and so on."""
        rows = self.figure.locator(".nn-table tbody tr").evaluate_all(
            """rows => rows.map((row) => {
                const scripts = [...row.querySelectorAll("th .nn-scripts > span")];
                const letter = row.querySelector("th i")?.textContent ?? "";
                const low = row.querySelector("th sub")?.textContent ?? scripts[1]?.textContent;
                const name = letter ? `${letter}${low}${scripts[0]?.textContent ?? ""}`
                                    : row.querySelector("th").textContent;
                const text = (cell) => cell.querySelector("input")?.value ?? cell.innerText;
                return [name, [...row.querySelectorAll("td")].map(text)];
            })"""
        )
        return dict(rows)


def number(text):
    return float(text.replace("−", "-").replace("≈", ""))
