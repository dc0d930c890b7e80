import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    and_gate,
    blobs,
    circles,
    nand_gate,
    not_gate,
    one_hot,
    or_gate,
    quadrants,
    spiral,
    xnor,
    xor_gate,
)

CLOUDS = (blobs, circles, quadrants, spiral)


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


def test_one_hot_rows():
    np.testing.assert_array_equal(one_hot([2, 0], 3), [[0, 0, 1], [1, 0, 0]])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: one_hot([0, 3], 3), "labels holds 3 at index 1; expected 0 to 2"),
        (lambda: one_hot([-1], 3), "labels holds -1 at index 0"),
        (lambda: one_hot([0.5], 3), "expected a vector of whole numbers"),
        (lambda: blobs(1), "n_examples is 1"),
        (lambda: circles(10, noise=-1), "noise is -1"),
    ],
)
def test_what_cannot_be_right_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
