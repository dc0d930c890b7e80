import itertools

import numpy as np
import pytest
from bad_arrays import assert_refused
from hypothesis import assume, given
from hypothesis import strategies as st

from nnlib import Neuron
from nnlib.perceptron import convergence
from nnlib.restaurant import (
    ATTRIBUTES,
    COLUMNS,
    encode,
    restaurant_sample,
    restaurant_table,
    will_wait,
)


def example(**changes):
    return {name: values[0] for name, values in ATTRIBUTES.items()} | changes


def decoded(X):
    """Each row as {attribute: value}."""
    for row in X:
        facts = {name: "No" for name in ATTRIBUTES}
        facts.update(column.split("=") for column, there in zip(COLUMNS, row, strict=True) if there)
        yield facts


def test_ten_attributes_are_twenty_columns():
    X, T = restaurant_table()
    assert (len(ATTRIBUTES), len(COLUMNS), X.shape, T.shape) == (10, 20, (12, 20), (12, 1))
    groups = [[c.startswith(name + "=") for c in COLUMNS] for name in ATTRIBUTES]
    for group, values in zip(groups, ATTRIBUTES.values(), strict=True):
        ones = X[:, group].sum(axis=1)
        assert set(ones) <= {0, 1} if "No" in values else (ones == 1).all()


def test_the_rule_decides_the_twelve_examples_as_the_table_does():
    X, T = restaurant_table()
    assert [will_wait(facts) for facts in decoded(X)] == (T[:, 0] == 1).tolist()
    assert T.sum() == 6


def test_the_first_example_is_the_printed_one():
    X, _ = restaurant_table()
    names = ["Alternate", "Hungry", "Patrons", "Price", "Reservation", "Type", "WaitEstimate"]
    values = ["Yes", "Yes", "Some", "$$$", "Yes", "French", "0-10"]
    assert {c for c, there in zip(COLUMNS, X[0], strict=True) if there} == {
        f"{name}={value}" for name, value in zip(names, values, strict=True)
    }


def test_a_sample_has_even_values_and_the_rules_labels():
    X, T = restaurant_sample(4000, seed=3)
    assert [will_wait(facts) for facts in decoded(X)] == (T[:, 0] == 1).tolist()
    expected = [1 / len(ATTRIBUTES[column.split("=")[0]]) for column in COLUMNS]
    np.testing.assert_allclose(X.mean(axis=0), expected, atol=0.03)
    np.testing.assert_array_equal(X, restaurant_sample(4000, seed=3)[0])


def test_no_single_neuron_can_follow_the_rule():
    # Two that wait and two that do not, with the same sum: w·x + b cannot part them.
    full = {"Patrons": "Full", "WaitEstimate": "30-60"}
    four = [
        example(**full, Alternate=a, Bar=b, **{"Fri/Sat": c})
        for a, b, c in (
            ("Yes", "No", "Yes"),
            ("No", "Yes", "No"),
            ("Yes", "Yes", "No"),
            ("No", "No", "Yes"),
        )
    ]
    assert [will_wait(one) for one in four] == [True, True, False, False]
    X = encode(four)
    np.testing.assert_array_equal(X[0] + X[1], X[2] + X[3])


def test_one_neuron_learns_the_twelve_and_not_a_large_sample():
    neuron = Neuron(len(COLUMNS))
    start = np.zeros(len(COLUMNS) + 1)
    assert convergence(neuron, start, *restaurant_table()).converged
    assert not convergence(neuron, start, *restaurant_sample(400), epochs=50).converged


def test_every_path_of_the_rule_counts():
    everything = itertools.product(*(ATTRIBUTES[name] for name in ("Patrons", "WaitEstimate")))
    waits = {pair: will_wait(example(Patrons=pair[0], WaitEstimate=pair[1])) for pair in everything}
    assert all(
        answer == (patrons == "Some") for (patrons, _), answer in waits.items() if patrons != "Full"
    )
    assert [waits["Full", wait] for wait in ATTRIBUTES["WaitEstimate"]] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: will_wait({}), "example has Alternate: None; expected one of No, Yes"),
        (
            lambda: encode([example(Price="cheap")]),
            r"example has Price: 'cheap'; expected one of \$",
        ),
        (lambda: restaurant_sample(0), "n_examples is 0"),
        (lambda: restaurant_sample(3, seed=1.5), "seed is 1.5"),
    ],
)
def test_what_cannot_be_right_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


@given(
    st.sampled_from(sorted(ATTRIBUTES)),
    st.one_of(st.none(), st.text(max_size=3), st.integers(), st.just(np.ones(3)), st.just([])),
)
def test_only_the_values_of_an_attribute_are_taken(name, value):
    assume(not (isinstance(value, str) and value in ATTRIBUTES[name]))
    assert_refused(lambda: will_wait(example(**{name: value})), "example")
    assert_refused(lambda: encode([example(), example(**{name: value})]), "example")
    assert_refused(lambda: will_wait(value), "example")
    if not isinstance(value, list):
        assert_refused(lambda: encode(value), "examples")
