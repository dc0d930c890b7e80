"""A drawing of any computational graph, left to right, as SVG that a notebook and a page show.

Layers, stand-ins for edges that skip layers, and the order within a layer by barycentres follow
Sugiyama, Tagawa and Toda (1981).
"""

from bisect import bisect_right
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from statistics import fmean

import numpy as np

from nnlib.arguments import as_kind
from nnlib.graph import Node, ancestors

LARGEST = 1000
ROW, HEIGHT, LETTER = 14, 62, 7.2  # pixels: a line of text, a box with its margin, a letter's width


@dataclass(frozen=True)
class Drawing:
    """A picture of a graph.

    description: the same in words.
    svg: the picture as an SVG element.

    It takes the colour of the text around it, so that it reads on light and on dark.
    """

    description: str
    svg: str

    def _repr_html_(self):
        style = "overflow-x: auto; color: var(--pst-color-text-base, inherit); "
        style += "background: var(--pst-color-background, transparent)"
        label = "Drawing of a computation graph"
        return (
            f'<div tabindex="0" role="group" aria-label="{label}" style="{style}">{self.svg}</div>'
        )

    def _repr_svg_(self):
        return self.svg.replace("<svg ", '<svg style="color: #1b2430; background: #fff" ', 1)


def draw(output, names=None):
    """The `Drawing` of the graph that computes `output`.

    A box holds an operation (or an input's name), its value and, after `output.backward()`, ∂: the
    output's derivative by this value. Where an edge arrives stands its local derivative.

    names: {name: node or array of nodes}; an element of an array is called by its index.
    Raises TypeError or ValueError for what is no node, ValueError for a graph of more than 1000
    nodes; every layer that an edge skips counts as one more.

    >>> x, y = Node(-2), Node(5)
    >>> print(draw(x + y, {"x": x, "y": y}).description)
    x is −2.
    y is 5.
    The output, + of x (local derivative 1) and y (local derivative 1), is 3.
    """
    order = ancestors(as_kind("output", output, Node, "one element of an array of nodes"))
    names = _by_node({} if names is None else names)
    # Too many nodes may take far more places: those are counted only where the nodes are few.
    columns, left = _layers(order) if len(order) <= LARGEST else ([order], {})
    if (places := sum(map(len, columns))) > LARGEST:
        raise ValueError(
            f"output has a graph of {len(order)} nodes, which take {places} places or more; no "
            f"drawing of over {LARGEST} can be read"
        )
    right = {}
    for end, starts in left.items():
        for start in starts:
            right.setdefault(start, []).append(end)
    columns = _uncross(columns, left, right)
    title = f"Computation graph of {len(order)} nodes with the value {_number(output.value)}"
    derived = _is_derived(order)
    description = _in_words(order, names, derived)
    heights = _heights(columns, left, right)
    parts, width, height = _paint(columns, left, heights, names, output, derived)
    words = f"<title>{title}</title><desc>{escape(description)}</desc>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}"'
    look = 'font-family="system-ui, sans-serif" font-size="12" fill="currentColor"'
    box = f'viewBox="0 0 {width} {height}"'
    return Drawing(description, f"{head} {box} {look}>{words}{''.join(parts)}</svg>")


def _is_derived(order):
    """Whether the gradients are those of the last node: a part may bear another output's."""
    derivatives = dict.fromkeys(order, 0.0)
    derivatives[order[-1]] = 1.0
    for node in reversed(order):
        for operand, local in node.edges:
            derivatives[operand] += derivatives[node] * local
    return all(node.gradient == derivatives[node] for node in order)


def _by_node(names):
    """The name of each named node."""
    if not isinstance(names, dict):
        raise TypeError(f"names is {names!r}; expected a dict of nodes, or of arrays of nodes")
    named = {}
    for name, value in names.items():
        try:
            array = np.asarray(value, dtype=object)
        except ValueError as error:
            raise ValueError(f"names[{name!r}] must be an array of nodes: {error}") from None
        if not str(name).isprintable():
            raise ValueError(f"names has the key {name!r}; expected a name that can be printed")
        for index, node in np.ndenumerate(array):
            if not isinstance(node, Node):
                raise TypeError(
                    f"names[{name!r}] holds {node!r}; expected a node or an array of nodes"
                )
            named[node] = f"{name}[{', '.join(map(str, index))}]" if index else str(name)
    return named


def _layers(order):
    """Columns of nodes, inputs next to where they are used, and what is left of each item.

    left: {right end: {left end: local derivatives}}, each from one column to the next. An edge
    that skips columns goes through stand-ins: (operand, column), of which a later edge can branch.
    """
    depth, first_use = {}, {}
    for node in order:
        depth[node] = 1 + max((depth[operand] for operand, _ in node.edges), default=-1)
        for operand, _ in node.edges:
            first_use[operand] = min(depth[node], first_use.get(operand, depth[node]))
    for node in order:
        if not node.edges and node in first_use:
            depth[node] = first_use[node] - 1
    columns, left = [[] for _ in range(max(depth.values()) + 1)], {}
    for node in order:
        columns[depth[node]].append(node)
        left[node] = {}
        for operand, local in node.edges:
            end = operand
            for column in range(depth[operand] + 1, depth[node]):
                start, end = end, (operand, column)
                if end not in left:
                    left[end] = {start: []}
                    columns[column].append(end)
            left[node].setdefault(end, []).append(local)
    return columns, left


def _uncross(columns, left, right, sweeps=12):
    """Order each column by the mean place of its neighbours, to and fro; keep the best order."""
    best, fewest = [column[:] for column in columns], _crossings(columns, left)
    for sweep in range(sweeps):
        near, walk = ((left, columns[1:]), (right, columns[-2::-1]))[sweep % 2]
        for column in walk:
            place = {item: k for side in columns for k, item in enumerate(side)}
            moved = [item for item in column if near.get(item)]
            moved.sort(key=lambda item: fmean(place[other] for other in near[item]))
            moved = iter(moved)
            column[:] = [next(moved) if near.get(item) else item for item in column]
        if (count := _crossings(columns, left)) < fewest:
            best, fewest = [column[:] for column in columns], count
    return best


def _crossings(columns, left):
    """How many pairs of lines cross."""
    count = 0
    for starts, ends in pairwise(columns):
        place = {item: k for k, item in enumerate(starts)}
        seen = []
        for _, k in sorted((place[s], k) for k, end in enumerate(ends) for s in left[end]):
            at = bisect_right(seen, k)
            count += len(seen) - at
            seen.insert(at, k)
    return count


def _heights(columns, left, right, rounds=9):
    """y of the middle of each item: near its neighbours' mean, in order, none on another."""
    y = {item: HEIGHT * k for column in columns for k, item in enumerate(column)}
    for turn in range(rounds):
        near, walk = ((left, columns), (right, columns[::-1]))[turn % 2]
        for column in walk:
            # An item without a neighbour on this side follows the other one, or stays.
            others = [near.get(i) or (turn and (left[i] or right.get(i))) or [i] for i in column]
            wishes = [fmean(y[other] for other in some) for some in others]
            y.update(zip(column, _spaced(wishes, column), strict=True))
    top = min(y.values()) - 0.6 * HEIGHT
    return {item: height - top for item, height in y.items()}


def _spaced(wishes, column):
    """The places nearest to the wishes, by least squares, that keep every gap (Kruskal 1964).

    A stand-in counts as much as a thousand boxes: long edges are straight.
    """
    gaps = [HEIGHT if isinstance(item, Node) else HEIGHT / 3 for item in column]
    offsets = np.cumsum([0.0, *[(a + b) / 2 for a, b in pairwise(gaps)]])
    pools = []
    for wish, item in zip(wishes - offsets, column, strict=True):
        mean, weight, count = wish, 1 if isinstance(item, Node) else 1000, 1
        while pools and pools[-1][0] >= mean:
            above, heavier, more = pools.pop()
            mean = (above * heavier + mean * weight) / (heavier + weight)
            weight, count = weight + heavier, count + more
        pools.append((mean, weight, count))
    return np.repeat([mean for mean, *_ in pools], [count for *_, count in pools]) + offsets


def _paint(columns, left, y, names, output, derived):
    """The SVG elements, and the width and the height that they take."""
    parts, ends, x = [], {}, 0.0
    left = {end: sorted(starts.items(), key=lambda s: y[s[0]]) for end, starts in left.items()}
    for column in columns:
        texts = {item: _texts(item, names, derived) for item in column if isinstance(item, Node)}
        labels = [_sum(local) for item in texts for _, local in left[item]]
        label_width = LETTER * max(map(len, labels), default=0)
        longest = max((len(text) for rows in texts.values() for text in rows), default=0)
        box_width = max(48.0, LETTER * longest + 14) if texts else 0.0
        x += label_width + 40
        for item in column:
            ends[item] = x + box_width
            for k, (start, local) in enumerate(left[item]):
                at = y[item] + 16 * k - 8 * (len(left[item]) - 1)
                flat = x - label_width - 10
                curve = f"M{ends[start]:.1f} {y[start]:.1f}C{flat - 8:.1f} {y[start]:.1f}"
                parts.append(
                    _path(f"{curve} {ends[start] + 8:.1f} {at:.1f} {flat:.1f} {at:.1f}H{x:.1f}")
                )
                if item in texts:
                    parts.append(_path(f"M{x:.1f} {at:.1f}l-7 -3v6z", "currentColor"))
                    parts.append(_text(_sum(local), x - 9, at + (14 if k else -4), "end", 11))
            if item not in texts:
                parts.append(_path(f"M{x:.1f} {y[item]:.1f}h{box_width:.1f}"))
                continue
            height = ROW * len(texts[item]) + 8
            top = y[item] - height / 2
            parts.append(
                f'<rect x="{x:.1f}" y="{top:.1f}" width="{box_width:.1f}" height="{height}" '
                f'rx="{3 if item.edges else height / 2}" fill-opacity="0.07" '
                f'stroke="currentColor" stroke-width="{2.5 if item is output else 1}"/>'
            )
            for k, text in enumerate(texts[item]):
                middle, line = x + box_width / 2, top + ROW * (k + 1)
                parts.append(_text(text, middle, line, "middle", 12, k == 0))
        x += box_width
    return parts, round(x + 14), round(max(y.values()) + 0.6 * HEIGHT)


def _texts(node, names, derived):
    """What stands in a node's box."""
    value, gradient = _number(node.value), f"∂ {_number(node.gradient)}"
    name = names.get(node)
    title = f"{name} = {node.label}" if name and node.label else name or node.label or "input"
    return [title, value, gradient] if derived else [title, value]


def _path(d, fill="none"):
    return f'<path d="{d}" fill="{fill}" stroke="currentColor"/>'


def _text(text, x, y, anchor, size, bold=False):
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{weight}'
    return f"<text {place}>{escape(text)}</text>"


def _number(number, figures=4):
    return f"{number + 0.0:.{figures}g}".replace("-", "−")


def _sum(local):
    return " + ".join(_number(number, 3) for number in local)


def _in_words(order, names, derived):
    """One line for each node, the output last: what it is of, its value, its gradient."""
    called, sentences = {}, []
    for node in order:
        called[node] = names.get(node) or f"v{len(called) + 1}"
        subject = "The output" if node is order[-1] and node not in names else called[node]
        operands = [
            f"{called[operand]} (local derivative {_number(local, 3)})"
            for operand, local in node.edges
        ]
        made = f", {node.label} of {' and '.join(operands)}," if operands else ""
        gradient = f"; gradient {_number(node.gradient)}" if derived else ""
        sentences.append(f"{subject}{made} is {_number(node.value)}{gradient}.")
    return "\n".join(sentences)
