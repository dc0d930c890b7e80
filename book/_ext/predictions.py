"""Predict, then see: a question that asks the reader for a commitment before it shows the answer.

    ```{predict} name-of-the-question
    How many corners has a cube?

    - 6
    - 8 ✓

    ---
    Three times two choices.
    ```

With `:number:` and `:tolerance:` instead of options the reader types a number.
"""

import math
import re
from dataclasses import dataclass

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RIGHT = "✓"
RULE = "---"
OPTIONS = re.compile(r"^- .*(\n(- .*|  .*|))*\Z", re.M)  # the list that ends a text
TITLE = "Predict, then see"


def setup(app):
    html = {
        Prediction: (open_prediction, close_prediction),
        Choices: (open_choices, close_choices),
        Option: (open_option, close_option),
        Answer: (open_answer, close_answer),
    }
    for kind, visitors in html.items():
        app.add_node(kind, html=visitors)
    app.add_directive("predict", Predict)
    app.add_post_transform(PlainPredictions)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", load_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}


class Prediction(nodes.General, nodes.Element):
    """name; children: the question (a container), Choices, Answer."""


class Choices(nodes.General, nodes.Element):
    """Option nodes, or none and `number` and `tolerance` as they were written."""


class Option(nodes.General, nodes.TextElement):
    """right: whether it is the answer."""


class Answer(nodes.General, nodes.Element):
    """What is right, and why."""


@dataclass(frozen=True)
class Text:
    """A prediction as it is written: Markdown. `right` is one of the options, or the number."""

    question: str
    options: tuple[str, ...]
    right: str
    answer: str


def parse(text, number=None, tolerance=None):
    """The Text of a directive's content and options. Raises ValueError."""
    text = "\n".join(line.rstrip() for line in text.splitlines())
    asked, rule, answer = f"\n{text}\n".partition(f"\n{RULE}\n")
    if not rule:
        raise ValueError(f"a line {RULE} must part question and answer")
    if not answer.strip():
        raise ValueError(f"nothing stands below {RULE} to explain")
    if number is None and tolerance is None:
        question, options, right = parsed_options(asked)
    else:
        question, options, right = asked, (), parsed_number(number, tolerance)
    if not question.strip():
        raise ValueError("it asks nothing")
    return Text(question.removeprefix("\n"), options, right, answer.rstrip())


def parsed_options(asked):
    """The question without its options, the options without the mark, and the right one."""
    found = OPTIONS.search(asked)
    if not found:
        raise ValueError(
            "the question must end in a list of options, or :number: and :tolerance: be given"
        )
    items = [item.strip() for item in re.split("^- ", found[0], flags=re.M)[1:]]
    for item in items:
        if "\n\n" in item:
            raise ValueError(f"the option {item.splitlines()[0]!r} must be one paragraph")
    right = [item.removesuffix(RIGHT).rstrip() for item in items if item.endswith(RIGHT)]
    if len(items) < 2 or len(right) != 1:
        raise ValueError(
            f"{len(items)} options, {len(right)} of them marked {RIGHT}; "
            f"there must be two or more, and one {RIGHT} at the end of the right one"
        )
    options = tuple(item.removesuffix(RIGHT).rstrip() for item in items)
    return asked[: found.start()], options, right[0]


def parsed_number(number, tolerance):
    for option, text in {"number": number, "tolerance": tolerance}.items():
        if text is None:
            raise ValueError(f"a number needs :{option}: too")
        if not is_number(text) or (option == "tolerance" and float(text) < 0):
            kind = "a number, 0 or above" if option == "tolerance" else "a number"
            raise ValueError(f":{option}: is {text!r}; write {kind}")
    return number.replace("-", "−")


def is_number(text):
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


class Predict(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec = {"number": directives.unchanged, "tolerance": directives.unchanged}  # noqa: RUF012

    def run(self):
        name = self.new_name()
        try:
            text = parse("\n".join(self.content), **self.options)
        except ValueError as error:
            raise self.error(f"prediction {name!r}: {error}") from error
        question = self.parsed(text.question, 0)
        question["ids"] = [f"predict-{name}-question"]
        question["classes"] = ["predict-question"]
        options_at = len(text.question.splitlines())
        options = [self.option(option, text, options_at) for option in text.options]
        if len({option.astext() for option in options}) < len(options):
            raise self.error(f"prediction {name!r}: two options say the same")
        choices = Choices("", *options, **self.options)
        answer = self.parsed(text.answer, [*self.content].index(RULE) + 1)
        prediction = Prediction("", question, choices, name=name, ids=[f"predict-{name}"])
        prediction += Answer("", right_answer(text, options), *answer.children)
        self.set_source_info(prediction)
        return [prediction]

    def new_name(self):
        name = self.arguments[0]
        if not NAME.fullmatch(name):
            raise self.error(f"prediction {name!r}: a name has small letters, digits and hyphens")
        names = names_of(self.env)
        if name in names:
            raise self.error(f"prediction {name!r}: {names[name]} has one of this name already")
        names[name] = self.env.docname
        return name

    def parsed(self, text, offset):
        container = nodes.container()
        self.state.nested_parse(text.splitlines(), self.content_offset + offset, container)
        return container

    def option(self, option, text, offset):
        parts = self.parsed(option, offset).children
        if len(parts) != 1 or not isinstance(parts[0], nodes.paragraph):
            raise self.error(
                f"prediction {self.arguments[0]!r}: the option {option!r} must be one paragraph"
            )
        return Option("", "", *parts[0].children, right=option == text.right)


def right_answer(text, options):
    """A paragraph with what should have been said."""
    strong = nodes.strong()
    for option in options:
        if option["right"]:
            strong += [child.deepcopy() for child in option]
    if not options:
        strong += nodes.Text(text.right)
    return nodes.paragraph("", "", strong)


# One name belongs to one prediction of the whole book: under it a reader's answer is kept.


def names_of(env):
    """{name: page} of all predictions."""
    if not hasattr(env, "prediction_names"):
        env.prediction_names = {}
    return env.prediction_names


def forget(app, env, docname):
    env.prediction_names = {name: at for name, at in names_of(env).items() if at != docname}


def merge(app, env, docnames, other):
    names_of(env).update({name: at for name, at in names_of(other).items() if at in docnames})


# HTML: a form that is whole before any script runs, so that nothing moves when one does.


def open_prediction(self, node):
    total = len(list(node.document.findall(Prediction)))
    name, question = node["name"], node[0].astext()
    attributes = {"data-name": name, "data-question": question, "novalidate": ""}
    self.body.append(self.starttag(node, "form", CLASS="predict", **attributes))
    self.body.append(
        f'<div class="predict-head"><p class="predict-title">{TITLE}</p>'
        f'<details class="predict-tools"><summary>0 of {total} predicted</summary>'
        '<div class="predict-menu">'
        '<button type="button" class="predict-forget">Forget this page’s answers</button>'
        '<button type="button" class="predict-save">Save all answers of the book</button>'
        '<p class="predict-told" role="status">They stay in this browser.</p>'
        "</div></details></div>\n"
    )


def close_prediction(self, node):
    # At once, while the page is read: what was answered before stands open from the first paint.
    self.body.append(
        "</form>\n<script>"
        "window.predictions?.restore(document.currentScript.previousElementSibling)</script>\n"
    )


def open_choices(self, node):
    question = node.parent[0]["ids"][0]
    if node.children:
        group = {"role": "radiogroup", "aria-labelledby": question}
        self.body.append(self.starttag(node, "div", CLASS="predict-choices", **group))
        return
    known = {"data-number": node["number"], "data-tolerance": node["tolerance"]}
    self.body.append(self.starttag(node, "div", CLASS="predict-choices", **known))
    self.body.append(
        '<input class="predict-number" type="text" inputmode="decimal" autocomplete="off" '
        f'aria-labelledby="{question}">'
    )


def close_choices(self, node):
    self.body.append(
        '</div>\n<div class="predict-commit"><button type="submit">This is my prediction</button>'
        '<p class="predict-verdict" role="status"></p></div>\n'
    )


def open_option(self, node):
    known = {"type": "radio", "name": "option", "value": node.astext()}
    if node["right"]:
        known["data-right"] = ""
    if all(isinstance(child, nodes.math) for child in node):
        known["aria-label"] = node.astext()  # a formula alone is no name for every reader's tool
    self.body.append('<label class="predict-option">')
    self.body.append(self.emptytag(node, "input", "", **known) + "<span>")


def close_option(self, node):
    self.body.append("</span></label>\n")


def open_answer(self, node):
    self.body.append(
        self.starttag(node, "details", CLASS="predict-answer") + "<summary>The answer</summary>"
    )


def close_answer(self, node):
    self.body.append('<p><button type="button" class="predict-again">Predict again</button></p>')
    self.body.append("</details>\n")


def load_script(app, pagename, templatename, context, doctree):
    """Add the script to pages that hold predictions; early, for what it shows before a paint."""
    if doctree is not None and next(doctree.findall(Prediction), None) is not None:
        app.add_js_file("predictions.js")
        app.add_css_file("predictions.css")


class PlainPredictions(SphinxPostTransform):
    """On paper: the question, its options, and the answer below them."""

    default_priority = 10

    def run(self):
        if self.app.builder.format == "html":
            return
        for node in list(self.document.findall(Prediction)):
            question, choices, answer = node.children
            plain = nodes.admonition("", nodes.title("", TITLE), *question.children)
            if choices.children:
                items = [nodes.paragraph("", "", *option.children) for option in choices]
                plain += nodes.bullet_list("", *(nodes.list_item("", item) for item in items))
            plain += answer.children
            node.replace_self(plain)
