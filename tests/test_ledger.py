"""Nothing that the book owes is lost: each finished chapter bears its items as labels."""

import re
from collections import Counter

import yaml
from places import ROOT

BOOK = ROOT / "book"
LABEL = re.compile(r"^\(([a-z0-9-]+)\)=\s*$", re.MULTILINE)


def ledger():
    """{item: chapter} for all 290 items and 47 errata."""
    lines = (BOOK / "ledger.txt").read_text("utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def pages():
    """The names of the pages in the table of contents, in order."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    chapters = [chapter for part in toc["parts"] for chapter in part["chapters"]]
    return [toc["root"].removeprefix("book/")] + [
        chapter["file"].removeprefix("book/") for chapter in chapters
    ]


def labels(page):
    return Counter(LABEL.findall((BOOK / f"{page}.md").read_text("utf-8")))


def test_the_ledger_has_every_item_and_erratum():
    items = ledger()
    errata = {item for item in items if re.fullmatch(r"e\d+", item)}
    assert errata == {f"e{number}" for number in range(1, 48)}
    assert len(items) - len(errata) == 290
    assert len(set(items.values())) == 18


def test_each_finished_chapter_bears_all_of_its_items_once():
    items = ledger()
    for page in pages():
        owed = {item for item, chapter in items.items() if chapter == page}
        found = labels(page)
        assert not owed - set(found), f"{page}: no label for {sorted(owed - set(found))}"
        twice = [label for label, count in found.items() if count > 1]
        assert not twice, f"{page}: {twice} stand twice"


def test_no_item_stands_in_another_chapter():
    items = ledger()
    astray = [
        f"{label} stands in {page}, belongs to {items[label]}"
        for page in pages()
        for label in labels(page)
        if items.get(label, page) != page
    ]
    assert not astray
