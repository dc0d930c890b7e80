"""Numbers of the decks on derivatives: of graphs, of programs, by definition, and their errors.

Each test names its items of book/ledger.txt. What a module's own tests hold is not repeated here.
"""

import numpy as np
import pytest

from nnlib import (
    MLP,
    Node,
    half_sum_squared_error,
    numerical_gradient,
    relative_error,
    sigmoid,
    sigmoid_cross_entropy,
    softmax,
    squared_error,
    sum_squared_error,
)
from nnlib.graph import ancestors


@pytest.fixture
def public_example():
    """The 2-2-2 network that is worked through in public: its parameters, input and targets."""
    net = MLP((2, 2, 2), sigmoid, sigmoid)
    params = np.array([0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60])
    return net, params, np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


# Chapter 12. Computation graphs.


def test_upstream_times_local_on_each_edge_of_the_first_worked_example():
    """`graph-xyz`, `upstream-local`: ∂q/∂x = ∂q/∂y = 1; z = −4 and q = 3 are f's local ones."""
    x, y, z = Node(-2), Node(5), Node(-4)
    q = x + y
    f = q * z
    assert q.edges == ((x, 1), (y, 1))
    assert f.edges == ((q, -4), (z, 3))
    f.backward()
    for node in (f, q):
        for operand, local in node.edges:
            assert operand.gradient == node.gradient * local
    measured = numerical_gradient(lambda p: (p[0] + p[1]) * p[2], [-2.0, 5.0, -4.0])
    assert measured.round(9).tolist() == [-4, -4, 3]


def test_a_neuron_is_two_products_two_sums_and_a_gate():
    """`cg-example`: ×, ×, +, + and σ, from five inputs."""
    w1, x, w2, y, b = (Node(value) for value in (2, -1, -3, -2, -3))
    z = w1 * x + w2 * y + b
    graph = ancestors(z)
    assert [node for node in graph if not node.edges] == [w1, x, w2, y, b]
    assert sorted(node.operation for node in graph if node.edges) == ["+", "+", "×", "×"]
    (a,) = sigmoid(np.array([z]))
    assert z in ancestors(a)
    assert round(a.value, 6) == 0.731059


# Chapters 9, 12 and 13. What was derived, within the errors that were published.


def error_of(formula, function, where):
    """The formula against central differences."""
    return relative_error(formula, numerical_gradient(function, where))


def test_the_jacobian_of_softmax_within_the_published_error():
    """`act-softmax`: diag(s) − ssᵀ, to 8e-11, at the logits of the worked example."""
    logits = np.array([2.0, 1.0, 0.1])
    s = softmax(logits)
    for k, row in enumerate(np.diag(s) - np.outer(s, s)):
        assert error_of(row, lambda z, k=k: softmax(z)[k], logits) < 8e-11


def test_the_delta_of_cross_entropy_within_the_published_error():
    """`e14`: δ = a − y behind a sigmoid, to 7e-11."""
    z, y = np.array([[-1.5, 0.2], [0.0, 2.5]]), np.array([[1.0, 0.0], [1.0, 1.0]])
    found = error_of((sigmoid(z) - y) / 2, lambda z: sigmoid_cross_entropy(z, y), z)
    assert found < 7e-11


def test_both_derivations_of_the_slides_within_the_published_error(public_example):
    """`bp-derive-output`, `bp-derive-hidden`: −aᵢΔⱼ, Δᵢ = g'ΣWΔ, to 8e-11; biases read a = 1."""
    net, params, x, y = public_example
    _, (_, a_j, a_i) = net.forward(params, x)
    _, (W_ji, _) = net.layers(params)
    delta_i = a_i * (1 - a_i) * (y - a_i)
    delta_j = a_j * (1 - a_j) * (delta_i @ W_ji.T)
    formula = -np.concatenate(
        [(x.T @ delta_j).ravel(), delta_j[0], (a_j.T @ delta_i).ravel(), delta_i[0]]
    )
    found = error_of(formula, lambda p: half_sum_squared_error(net(p, x), y), params)
    assert found < 8e-11


def test_a_dense_layer_in_columns_within_the_published_error():
    """`bp-fc-backward`: (∂L/∂y ⊙ g')xᵀ, ∂L/∂y ⊙ g' and Wᵀ(∂L/∂y ⊙ g'), to 1e-10."""
    layer, params = MLP((3, 2), output=sigmoid), np.array([0.5, -1, -1, 0.5, 1, 1, 0, 0])
    x, y = np.array([[1.0, -1.0, 0.5]]), np.array([[0.0, 1.0]])
    ((W, _),) = layer.layers(params)
    _, (_, out) = layer.forward(params, x)
    L_t = ((out - y) * out * (1 - out)).T  # a column
    by_params = np.append((L_t @ x).T, L_t)
    assert error_of(by_params, lambda p: squared_error(layer(p, x), y), params) < 1e-10
    by_input = (W @ L_t).T  # W is the transpose of the slide's
    assert error_of(by_input, lambda x: squared_error(layer(params, x), y), x) < 1e-10


def test_the_two_layer_programs_gradient_within_the_published_error():
    """`code-train-2layer`: 2(ŷ − y), hᵀg and what is below, to 3e-7 along their own direction."""
    rng = np.random.RandomState(0)  # of the published numbers
    X, T = rng.randn(64, 1000), rng.randn(64, 10)
    net = MLP((1000, 100, 10), sigmoid)
    params = np.zeros(net.n_params)
    for W, _ in net.layers(params):
        W[:] = rng.randn(*W.shape)
    (W_1, _), (W_2, _) = net.layers(params)
    h = sigmoid(X @ W_1)
    grad = 2.0 * (h @ W_2 - T)
    direction = np.zeros(net.n_params)
    (dW_1, _), (dW_2, _) = net.layers(direction)
    dW_1[:], dW_2[:] = X.T @ (grad @ W_2.T * h * (1 - h)), h.T @ grad
    length = np.linalg.norm(direction)
    direction /= length
    loss = lambda s: sum_squared_error(net(params + s * direction, X), T)  # noqa: E731
    assert error_of(length, loss, 0.0) < 3e-7


# Chapter 14. The gradient check.


def test_the_best_epsilon_and_where_rounding_wins(public_example):
    """`gradcheck`, `e1`: central at 1e-5; ε² and ε above it; below 1e-8 rounding wins in both.

    In central differences it wins already from 1e-6 on: "below 1e-8" is of forward ones.
    """
    net, params, x, y = public_example
    _, gradient = net.gradient(params, x, y, squared_error)

    def errors(method):
        return np.array(
            [
                relative_error(
                    numerical_gradient(
                        lambda p: squared_error(net(p, x), y), params, 10.0**-k, method
                    ),
                    gradient,
                )
                for k in range(1, 14)
            ]
        )

    central, forward = errors("central"), errors("forward")
    assert central.argmin() + 1 == 5
    assert central[4] < 8e-11
    np.testing.assert_allclose(central[:3] / central[1:4], 100, rtol=0.02)
    np.testing.assert_allclose(forward[:5] / forward[1:6], 10, rtol=0.1)
    assert forward.argmin() + 1 in (7, 8)
    assert (np.diff(central[4:]) > 0).all()
    assert (np.diff(forward[7:]) > 0).all()


@pytest.mark.parametrize("epsilon", [1e-4, 1e-5])
def test_an_undivided_difference_is_wrong_by_all_but_epsilon(public_example, epsilon):
    """`gradcheck`, `e1`: 0.9999 for ε = 1e-4, of any network: 1 − ε is missing."""
    net, params, x, y = public_example
    _, gradient = net.gradient(params, x, y, squared_error)
    loss = squared_error(net(params, x), y)
    undivided = squared_error(net(params + epsilon * np.eye(net.n_params), x), y) - loss
    missing = np.linalg.norm(undivided - gradient) / np.linalg.norm(gradient)
    assert round(missing, 6) == 1 - epsilon
    assert round(relative_error(undivided, gradient), 6) == round((1 - epsilon) / (1 + epsilon), 6)


# Chapter 18. A program with a branch.


def test_the_program_with_a_branch_has_two_slopes_at_its_corner():
    """`tangent`: 3 → 6, 0.5 → 1, −2 → −1; at 0 it is −1 from the left and 0 from the right."""

    def f(x):
        return x**2.0 if x > 0 else -x

    def slope(x):
        x = Node(x)
        f(x).backward()
        return x.gradient

    assert [slope(x) for x in (3, 0.5, -2)] == [6, 1, -1]
    assert (slope(-1e-12), slope(1e-12)) == (-1, 2e-12)
    assert slope(0) == -1  # the branch that 0 takes
    assert numerical_gradient(f, 0.0, method="forward") == pytest.approx(0, abs=1e-7)
    # A central difference gives the mean of the two, which is a slope of neither.
    assert numerical_gradient(f, 0.0) == pytest.approx(-0.5, abs=1e-5)
