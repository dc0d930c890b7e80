import sys

import numpy as np
import pytest
from bad_arrays import assert_refused, wrong_arrays
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    Neuron,
    and_gate,
    blobs,
    circles,
    cones,
    digits,
    majority,
    nand_gate,
    not_gate,
    one_hot,
    or_gate,
    plane,
    quadrants,
    spiral,
    xnor,
    xor_gate,
)
from nnlib.perceptron import convergence

CLOUDS = (blobs, circles, quadrants, spiral)
HEIGHTS = (plane, cones)


def test_truth_tables():
    def table(gate):
        X, T = gate()
        return {tuple(x): int(t) for x, (t,) in zip(X, T, strict=True)}

    for a in (0, 1):
        for b in (0, 1):
            assert table(and_gate)[a, b] == (a and b)
            assert table(or_gate)[a, b] == (a or b)
            assert table(nand_gate)[a, b] == (not (a and b))
            assert table(xor_gate)[a, b] == (a != b)
            assert table(xnor)[a, b] == (a == b)
        assert table(not_gate)[(a,)] == 1 - a


@pytest.mark.parametrize("cloud", CLOUDS)
@given(n=st.integers(2, 60), seed=st.integers(0, 2**32 - 1), noise=st.floats(0, 1))
def test_clouds_have_their_shape_and_repeat(cloud, n, seed, noise):
    X, T = cloud(n, noise, seed)
    assert X.shape == (n, 2)
    assert set(np.unique(T)) <= {0.0, 1.0}
    assert T.shape == (n, 1)
    np.testing.assert_array_equal(X, cloud(n, noise, seed)[0])


@pytest.mark.parametrize("heights", HEIGHTS)
@given(n=st.integers(2, 60), seed=st.integers(0, 2**32 - 1), noise=st.floats(0, 1))
def test_heights_have_their_shape_and_repeat(heights, n, seed, noise):
    X, T = heights(n, 0.0, seed, noise)
    assert X.shape == (n, 2)
    assert T.shape == (n, 1)
    assert np.abs(X).max() <= 6
    assert np.abs(T).max() <= 1.2 + noise
    np.testing.assert_array_equal(T, heights(n, 0.0, seed, noise)[1])


def test_without_noise_each_cloud_obeys_its_rule():
    X, T = circles(300)
    np.testing.assert_array_equal(np.hypot(*X.T) < 3, T.ravel())
    X, T = quadrants(300)
    np.testing.assert_array_equal(X[:, 0] * X[:, 1] > 0, T.ravel())
    assert np.abs(X).min() > 0.3
    X, T = blobs(300, noise=0.0)
    np.testing.assert_array_equal(X, np.where(T == 1, 2.0, -2.0) * np.ones(2))
    X, T = spiral(300)
    np.testing.assert_allclose(X[0::2], -X[1::2], atol=1e-14)


def test_noise_has_unit_variance():
    clean, noisy = circles(5000, 0.0, seed=3)[0], circles(5000, 1.0, seed=3)[0]
    assert (noisy - clean).var() == pytest.approx(1, rel=0.03)


def test_without_noise_each_height_obeys_its_rule():
    X, T = plane(300)
    np.testing.assert_allclose(T.ravel(), X.sum(axis=1) / 10, rtol=1e-15)
    X, T = cones(300)
    hills = ((-4, 2.5, 1), (0, -2.5, 1), (4, 2.5, 1), (-4, -2.5, -1), (0, 2.5, -1), (4, -2.5, -1))

    def strongest(point):
        heights = [
            s * np.clip(1 - np.hypot(point[0] - a, point[1] - b) / 2, 0, 1) for a, b, s in hills
        ]
        return max(heights, key=abs)

    np.testing.assert_allclose(T.ravel(), [strongest(point) for point in X], atol=1e-15)
    assert (np.unique(np.sign(T)) == [-1, 0, 1]).all()


@pytest.mark.parametrize("noisy", [circles, quadrants, plane, cones])
def test_label_noise_moves_the_labels_and_never_the_points(noisy):
    X, T = noisy(400, 0.0, 3)
    same, changed = noisy(400, 0.0, 3, 2.5)
    np.testing.assert_array_equal(X, same)
    assert (changed != T).sum() > 20


@pytest.mark.parametrize("noisy", [*CLOUDS, *HEIGHTS])
def test_noise_moves_the_points_and_never_the_labels(noisy):
    X, T = noisy(400, 0.0, 3)
    moved, same = noisy(400, 2.0, 3)
    np.testing.assert_array_equal(T, same)
    assert (moved != X).all()


def test_label_noise_flips_only_what_lies_within_its_reach():
    X, T = quadrants(2000, label_noise=1.0)
    flipped = (X[:, 0] * X[:, 1] > 0) != T.ravel()
    assert flipped.any()
    assert np.abs(X[flipped]).min(axis=1).max() <= 1.0
    X, T = plane(2000, label_noise=0.5)
    moved = 10 * T.ravel() - X.sum(axis=1)
    assert np.abs(moved).max() <= 1.0
    assert moved.var() == pytest.approx(2 * 0.5**2 / 3, rel=0.1)


def test_majority_is_more_than_half():
    X, T = majority(500, 4, seed=1)
    np.testing.assert_array_equal(T[:, 0], [sum(votes) > 2 for votes in X])
    assert set(np.unique(X)) == {0.0, 1.0}
    assert X.mean() == pytest.approx(0.5, abs=0.03)
    assert majority(7)[0].shape == (7, 11)


def test_one_neuron_learns_the_majority_of_eleven():
    neuron, start = Neuron(11), np.zeros(12)
    X, T = majority(1000, seed=99)

    def accuracy(n_examples):
        learnt = convergence(neuron, start, *majority(n_examples, seed=2), epochs=200)
        return (neuron(learnt.params[-1], X) == T[:, 0]).mean()

    assert accuracy(10) < 0.8
    assert accuracy(400) > 0.95


def test_digits_are_images_between_0_and_1_with_their_names():
    X, T = digits()
    assert (X.shape, X.min(), X.max()) == ((1797, 64), 0.0, 1.0)
    np.testing.assert_array_equal(T.sum(axis=1), 1.0)
    assert T.argmax(axis=1)[:10].tolist() == list(range(10))


def test_digits_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ModuleNotFoundError, match="pip install scikit-learn"):
        digits()


def test_one_hot_rows():
    np.testing.assert_array_equal(one_hot([2, 0], 3), [[0, 0, 1], [1, 0, 0]])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: one_hot([0, 3], 3),
            "labels holds 3 at index 1; expected whole numbers from 0 to 2",
        ),
        (lambda: one_hot([-1], 3), "labels holds -1 at index 0"),
        (lambda: one_hot([0.5], 3), "labels holds 0.5 at index 0; expected whole numbers"),
        (lambda: blobs(1), "n_examples is 1"),
        (lambda: circles(10, noise=-1), "noise is -1"),
        (lambda: plane(10, noise=1e9), "noise is 1000000000.0"),
        (lambda: cones(10, label_noise=np.nan), "label_noise is nan"),
        (lambda: majority(0), "n_examples is 0"),
        (lambda: majority(3, 1.5), "n_inputs is 1.5"),
        (lambda: blobs(10, seed=-1), "seed is -1"),
        (lambda: spiral(10, seed=None), "seed is None"),
    ],
)
def test_what_cannot_be_right_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


NOT_COUNTS = st.one_of(
    st.sampled_from([None, True, "3", [3], 2.0, object(), np.array([3])]), st.integers(max_value=-1)
)
NOT_NOISE = st.one_of(
    st.sampled_from([None, True, "1", [0.1], 1j, np.nan, np.inf, object()]),
    st.floats(max_value=-1e-9),
    st.floats(min_value=1e7),
)


@given(st.sampled_from([*CLOUDS, *HEIGHTS]), NOT_COUNTS, NOT_NOISE)
def test_no_cloud_is_drawn_from_what_is_no_number(cloud, count, noise):
    assert_refused(lambda: cloud(count), "n_examples")
    assert_refused(lambda: cloud(9, noise), "noise")
    assert_refused(lambda: cloud(9, 0.1, count), "seed")
    if cloud not in (blobs, spiral):
        assert_refused(lambda: cloud(9, 0.1, 1, noise), "label_noise")


@given(NOT_COUNTS)
def test_no_votes_are_drawn_from_what_is_no_number(count):
    assert_refused(lambda: majority(count), "n_examples")
    assert_refused(lambda: majority(3, count), "n_inputs")
    assert_refused(lambda: majority(3, 3, count), "seed")
    assert_refused(lambda: one_hot([0], count), "n_classes")


@given(wrong_arrays((3,), right=lambda shape: len(shape) == 1))
def test_no_labels_are_made_from_what_is_no_vector(labels):
    assert_refused(lambda: one_hot(labels, 2), "labels")
