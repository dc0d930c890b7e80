"""Numbers of the decks that no chance is in, as nnlib computes them, chapter by chapter.

Each test names its items of book/ledger.txt. What a module's own tests hold is not repeated here.
"""

import itertools

import numpy as np
import pytest

from nnlib import (
    MLP,
    Activation,
    GradientDescent,
    Neuron,
    and_gate,
    arctan,
    convergence,
    elu,
    identity,
    isru,
    l2,
    not_gate,
    numerical_gradient,
    or_gate,
    prelu,
    relative_error,
    relu,
    sigmoid,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    softsign,
    squared_error,
    step,
    sum_squared_error,
    tanh,
    train,
    xnor,
)
from nnlib.neuron import constant_input


def flat(net, *layers):
    """The parameter vector with these (W, b), W from rows to columns."""
    params = np.zeros(net.n_params)
    for (W, b), (weights, biases) in zip(net.layers(params), layers, strict=True):
        W[:], b[:] = weights, biases
    return params


def corners(n):
    return np.array(list(itertools.product((0.0, 1.0), repeat=n)))


def by_definition(net, params, X, T, loss=squared_error):
    return numerical_gradient(lambda p: loss(net(p, X), T), params, at_once=64)


# Chapter 3. The artificial neuron.


def test_the_outputs_of_one_layer_learn_as_if_each_were_alone():
    """`an-single-layer`: no weight is shared, so training together is training apart."""
    rng = np.random.default_rng(0)
    X, T = rng.uniform(-1, 1, (9, 3)), rng.uniform(0, 1, (9, 2))
    together, alone = MLP((3, 2), output=sigmoid), MLP((3, 1), output=sigmoid)
    start = together.init(seed=1)
    *_, last = train(together, start, X, T, squared_error, GradientDescent(0.5), steps=40)
    for k in range(2):
        ((W, b),) = together.layers(start)
        params = flat(alone, (W[:, [k]], b[k]))
        *_, own = train(alone, params, X, T[:, [k]], squared_error, GradientDescent(0.5), steps=40)
        ((W, b),) = together.layers(last.params)
        np.testing.assert_allclose(own.params, [*W[:, k], b[k]], rtol=1e-12)


# Chapter 4. Activation functions.


@pytest.mark.parametrize(
    "activation",
    [identity, step, sigmoid, tanh, arctan, softsign, isru(0.7), relu, prelu(0.25), elu(0.5)],
    ids=repr,
)
def test_the_ten_derivatives_of_the_table_within_the_published_error(activation):
    """`act-table`: by central differences, all ten are right to 2e-10."""
    z = np.linspace(-4, 4, 800)  # 0 is not among them
    by_differences = (activation(z + 1e-5) - activation(z - 1e-5)) / 2e-5
    assert np.abs(by_differences - activation.derivative(z, activation(z))).max() < 2e-10


@pytest.mark.parametrize("epsilon", [1e-2, 1e-4, 1e-6])
def test_a_central_difference_of_a_jump_is_half_the_inverse_of_its_step(epsilon):
    """`e10`: 1/(2h), 5000 for h = 1e-4, and no limit."""
    found = numerical_gradient(step, np.array(0.0), epsilon)
    assert found == pytest.approx(0.5 / epsilon, rel=1e-12)


# Chapter 5. Logic.


@pytest.mark.parametrize(
    ("gate", "weights", "threshold"),
    [(and_gate, (1, 1), 1.5), (or_gate, (1, 1), 0.5), (not_gate, (-1,), -0.5)],
)
def test_the_gates_by_threshold_by_bias_and_by_an_input_of_minus_one(gate, weights, threshold):
    """`gate-and-tlu`, `gate-or-tlu`, `gate-not-tlu`, `gate-and-bias`, `gate-formula-minus1`, `e16`.

    The same W0 is τ with the input −1, and −τ with the input 1.
    """
    (X, T), n = gate(), len(weights)
    neuron, wider = Neuron(n), Neuron(n + 1)
    params = neuron.from_threshold(weights, threshold)
    np.testing.assert_array_equal(params, (*weights, -threshold))
    np.testing.assert_array_equal(neuron(params, X), T[:, 0])
    for value, w_0 in ((1, -threshold), (-1, threshold)):
        found = wider((w_0, *weights, 0), constant_input(X, value))
        np.testing.assert_array_equal(found, T[:, 0])
    # With the other convention's sign every gate is another.
    assert (wider((threshold, *weights, 0), constant_input(X, 1)) != T[:, 0]).any()


@pytest.mark.parametrize("n", [1, 2, 3, 5, 11])
def test_one_unit_is_the_majority_of_its_inputs(n):
    """`perc-expressive`: majority is within reach of one unit, for any number of votes."""
    X = corners(n)
    found = Neuron(n).from_threshold(np.ones(n), n / 2)
    np.testing.assert_array_equal(Neuron(n)(found, X), X.mean(axis=1) > 0.5)


@pytest.mark.parametrize(
    ("n", "largest", "separable"), [(1, 1, 4), (2, 1, 14), (3, 2, 104), (4, 3, 1882)]
)
def test_so_many_boolean_functions_has_one_unit(n, largest, separable):
    """`gate-claim-all`, `e2`: 4 of 4, 14 of 16, 104 of 256, 1882 of 65536.

    For so few inputs small whole weights give them all; chapter 5 refutes each of the others.
    """
    weights = range(-largest, largest + 1)
    thresholds = np.arange(-n * largest - 0.5, n * largest + 1)
    stack = np.array(list(itertools.product(*[weights] * n, -thresholds)))
    tables = MLP((n, 1), output=step)(stack, corners(n))[..., 0]
    assert len(np.unique(tables, axis=0)) == separable


def test_of_the_functions_of_three_inputs_104_are_learnt_and_152_end_in_a_cycle():
    """`gate-claim-all`, `perc-conv`, `perc-nonsep`: the rule finds the line, or comes back."""
    labels = np.array(list(itertools.product((0.0, 1.0), repeat=8)))[..., None]
    runs = [convergence(Neuron(3), np.zeros(4), corners(3), T) for T in labels]
    assert sum(run.converged for run in runs) == 104
    assert sum(run.cycle is not None for run in runs) == 256 - 104


# Chapter 7. Layers and the forward pass.

XNOR_COLUMNS = (  # the bias first, then what comes from each unit; one row a receiving unit
    np.array([[-0.3, 0.2, 0.2], [0.2, -0.2, -0.2]]),
    np.array([[-0.1, 0.2, 0.2]]),
)
# Of each input: z and a of AND, of NOR and of OR, as printed.
XNOR_TABLE = np.array(
    [
        [-0.3, 0, 0.2, 1, 0.1, 1],
        [-0.1, 0, 0.0, 0, -0.1, 0],
        [-0.1, 0, 0.0, 0, -0.1, 0],
        [0.1, 1, -0.2, 0, 0.1, 1],
    ]
)


def xnor_network(activation):
    net = MLP((2, 2, 1), activation, activation)
    return net, flat(net, *((matrix[:, 1:].T, matrix[:, 0]) for matrix in XNOR_COLUMNS))


def test_the_xnor_table_in_rows():
    """`xnor-table`: all numbers of the slide, an example a row, biases apart."""
    net, params = xnor_network(step)
    X, T = xnor()
    Z, A = net.forward(params, X)
    table = np.column_stack([Z[0][:, 0], A[1][:, 0], Z[0][:, 1], A[1][:, 1], Z[1], A[2]])
    np.testing.assert_array_equal(table.round(12), XNOR_TABLE)
    np.testing.assert_array_equal(A[2], T)


def test_the_xnor_table_in_columns():
    """`xnor-table`, `xnor-dims`, `mat-single`: W (s+1 columns) times 1 above the column a."""
    X, T = xnor()
    for x, t, (*hidden, z, a) in zip(X, T, XNOR_TABLE, strict=True):
        above = np.array([[1.0], *x[:, None]])
        assert (above.shape, *(W.shape for W in XNOR_COLUMNS)) == ((3, 1), (2, 3), (1, 3))
        z2 = XNOR_COLUMNS[0] @ above
        a2 = step(z2)
        z3 = XNOR_COLUMNS[1] @ np.vstack([[[1.0]], a2])
        np.testing.assert_array_equal(np.hstack([z2, a2]).ravel().round(12), hidden)
        np.testing.assert_array_equal((round(z3.item(), 12), step(z3).item()), (z, a))
        assert step(z3)[0] == t
    # The sums as they are written out: 1 · −0.3 + x₁ · 0.2 + x₂ · 0.2.
    sums = [(1 * -0.3 + x1 * 0.2 + x2 * 0.2).round(12) for x1, x2 in X]
    assert sums == XNOR_TABLE[:, 0].tolist()


def test_what_xnor_answers_if_a_step_fires_at_zero():
    """`e40`: with g(0) = 1 all four rows answer 1, for NOR has become NAND."""
    fires_at_zero = Activation("step", lambda z: np.where(z >= 0, 1.0, 0.0), step.derivative)
    net, params = xnor_network(fires_at_zero)
    _, A = net.forward(params, xnor()[0])
    assert A[1][:, 1].tolist() == [1, 1, 1, 0]
    assert A[2][:, 0].tolist() == [1, 1, 1, 1]


def test_fifty_times_the_weights_sharpen_no_tie_and_another_bias_does():
    """`e40`: 0.993, 0.517, 0.517, 0.993; with NOR's bias 0.1, 0.008 in the middle."""
    net, params = xnor_network(sigmoid)
    X, T = xnor()
    assert net(50 * params, X)[:, 0].round(3).tolist() == [0.993, 0.517, 0.517, 0.993]
    (_, b), _ = net.layers(params)
    b[1] = 0.1
    assert net(50 * params, X)[:, 0].round(3).tolist() == [0.993, 0.008, 0.008, 0.993]
    np.testing.assert_array_equal(xnor_network(step)[0](params, X), T)


@pytest.mark.parametrize(
    ("sizes", "layers"), [((8, 9, 9, 9, 4), (81, 90, 90, 40)), ((3, 4, 4, 1), (16, 20, 5))]
)
def test_parameters_are_counted_by_layers_of_weights(sizes, layers):
    """`param-count`, `code-3layer`, `e5`, `e41`: 301 and 41; the input is no layer of weights."""
    net = MLP(sizes)
    assert [W.size + b.size for W, b in net.layers(np.zeros(net.n_params))] == list(layers)
    assert net.n_params == sum(layers) == {5: 301, 4: 41}[len(sizes)]


def test_the_total_of_305_needs_a_unit_more_before_the_outputs():
    """`e5`: 81 + 90 + 90 + (4 · 10 + 4) = 305, where the network has 9 units there, not 10."""
    ((W, b),) = MLP((10, 4)).layers(np.zeros(44))
    assert 81 + 90 + 90 + W.size + b.size == 305 == MLP((8, 9, 9, 9, 4)).n_params + 4


def test_linear_layers_are_one_linear_layer():
    """`linear-collapse`: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂), with a difference of 0."""
    rng = np.random.default_rng(0)
    X = rng.integers(-9, 10, (6, 3)).astype(float)  # whole numbers, so that nothing is rounded
    net, one = MLP((3, 5, 4, 2), identity, identity), MLP((3, 2))
    params = rng.integers(-9, 10, net.n_params).astype(float)
    (W1, b1), (W2, b2), (W3, b3) = net.layers(params)
    collapsed = flat(one, (W1 @ W2 @ W3, (b1 @ W2 + b2) @ W3 + b3))
    np.testing.assert_array_equal(net(params, X), one(collapsed, X))


# Chapter 8. What networks can represent.

RIDGES = np.array([[1, 1, 0, 0], [0, 0, 1, 1.0]]), [1, -1, 1, -1], np.array([[1, -1, 1, -1.0]]).T


@pytest.mark.parametrize(("activation", "steepness"), [(sigmoid, 50.0), (sigmoid, 5.0), (step, 1)])
def test_two_ridges_make_a_bump(activation, steepness):
    """`bump-construction`: σ(50(Σ ± 4 thresholds − 1.5)) is 1 at (0, 0), and 0 at the other three.

    Two opposite thresholds, at −1 and 1, are a ridge along one axis.
    """
    directions, ends, signs = RIDGES
    net, k = MLP((2, 4, 1), activation, activation), steepness
    params = flat(net, (k * directions, np.multiply(k, ends)), (50 * signs, -75))
    found = net(params, [[0, 0], [2, 0], [0, 2], [2, 2]])
    np.testing.assert_allclose(found[:, 0], [1, 0, 0, 0], atol=1e-10)


def test_a_sum_of_bumps_has_any_heights_over_a_grid():
    """`bump-construction`, `combine-classifiers`: four units and one more for each bump."""
    heights = np.array([[0.5, -1.0, 2.0], [3.0, 0.0, -0.25]])
    centres = 2.0 * np.argwhere(np.ones(heights.shape))
    n = len(centres)
    net = MLP((2, 4 * n, n, 1), step, identity)
    directions, ends, signs = RIDGES
    params = np.zeros(net.n_params)
    (W1, b1), (W2, b2), (W3, _) = net.layers(params)
    for bump, centre in enumerate(centres):
        units = slice(4 * bump, 4 * bump + 4)
        W1[:, units], b1[units] = directions, ends - centre @ directions
        W2[units, [bump]], b2[bump] = signs, -1.5
        W3[bump] = heights.flat[bump]
    for inside in ((0, 0), (0.9, -0.9), (-0.5, 0.5)):
        np.testing.assert_array_equal(net(params, centres + inside)[:, 0], heights.ravel())
    assert not net(params, [[-3, 0], [9, 9]]).any()


@pytest.mark.parametrize("q", [1, 2, 4, 8, 16])
def test_a_staircase_of_q_units_misses_a_rising_function_by_half_a_step(q):
    """`uat`, `uat-meaning`: Σ vᵢ g(wᵢx + bᵢ) comes within 1/(2q) of x²; twice q, half the error."""
    net, X = MLP((1, q, 1), step, identity), np.linspace(0, 1, 20001)[:, None]
    places = np.sqrt((np.arange(q) + 0.5) / q)
    error = np.abs(net(flat(net, (1, -places), (1 / q, 0)), X) - X**2).max()
    assert error == pytest.approx(1 / (2 * q), abs=1e-4)


# Chapter 9. Outputs and losses.


def test_the_regularised_cost_written_out():
    """`loss-j-reg`: −(1/m)ΣΣ[y log h + (1−y) log(1−h)] + λ/(2m) ΣΣΣ w², its gradient to 1.5e-10."""
    net, m, decay = MLP((3, 4, 2), sigmoid), 6, 0.7
    rng = np.random.default_rng(0)
    X, Y = rng.uniform(-1, 1, (m, 3)), (rng.random((m, 2)) > 0.5).astype(float)
    params = net.init(seed=1) + 0.1  # no bias is 0

    def J(params):
        h = sigmoid(net(params, X))
        squares = sum(np.sum(W * W) for W, _ in net.layers(params))
        return -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m + decay / (2 * m) * squares

    value, gradient = net.gradient(params, X, Y, sigmoid_cross_entropy, l2(decay / m))
    assert value == pytest.approx(J(params), rel=1e-14)
    assert relative_error(gradient, numerical_gradient(J, params)) < 1.5e-10


def test_behind_a_sigmoid_cross_entropy_leaves_a_minus_y():
    """`e14`, `loss-bce`: ∂ℓ/∂a = (a − y)/(a(1 − a)), and g' cancels what is below."""
    net, y = MLP((2, 3, 1), tanh, sigmoid), np.array([[1.0], [0.0], [1.0]])
    params, X = net.init(seed=2), np.array([[0.5, -1.0], [2.0, 1.0], [-1.0, 0.3]])
    Z, A = net.forward(params, X)
    _, deltas = net.backward(params, Z, A, (A[2] - y) / (A[2] * (1 - A[2])))
    np.testing.assert_allclose(deltas[1], A[2] - y, rtol=1e-13)
    np.testing.assert_allclose(sigmoid_cross_entropy.gradient(Z[1], y) * 3, A[2] - y, rtol=1e-13)


def test_a_target_with_one_zero_among_ones_is_no_distribution():
    """`out-multiclass`, `e14`: (0, 1, 1) sums to 2, and softmax can never give it."""
    with pytest.raises(ValueError, match="row 0 of T sums to 2; expected 1"):
        softmax_cross_entropy([[0.0, 0.0, 0.0]], [[0.0, 1.0, 1.0]])


# Chapter 10. Gradient descent.


@pytest.fixture
def line():
    """A linear unit, 30 examples, the best parameters, and the curvatures of the squared error."""
    rng = np.random.default_rng(4)
    X = rng.uniform(-1, 1, (30, 2)) * (3.0, 1.0)
    T = X @ [[1.0], [-2.0]] + 0.5 + rng.uniform(-0.1, 0.1, (30, 1))
    extended = np.column_stack([X, np.ones(30)])
    best = np.linalg.lstsq(extended, T)[0][:, 0]
    return MLP((2, 1)), X, T, best, np.linalg.eigh(extended.T @ extended / 30)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_below_two_over_the_curvature_the_loss_never_rises(share, line):
    """`gd-property`, `e44`: γ < 2/L will do, and γ ≤ 1/L takes off γ/2 ‖∇J‖² at least."""
    net, X, T, _, (curvatures, _) = line
    rate = share * 2 / curvatures[-1]
    run = train(net, np.zeros(3), X, T, squared_error, GradientDescent(rate), steps=300)
    losses = np.array([taken.loss for taken in run])
    assert (np.diff(losses) <= 1e-15).all()
    _, gradient = net.gradient(np.zeros(3), X, T, squared_error)
    guaranteed = rate / 2 * (gradient @ gradient)
    assert (losses[0] - losses[1] >= guaranteed) == (share <= 0.5)


@pytest.mark.parametrize("share", [0.99, 1.0, 1.01])
def test_at_two_over_the_curvature_the_steepest_direction_cycles(share, line):
    """`gd-property`, `e44`: there each step multiplies the error by 1 − γL: below, at, above −1."""
    net, X, T, best, (curvatures, directions) = line
    rate = share * 2 / curvatures[-1]
    start = best + directions[:, -1]
    *_, last = train(net, start, X, T, squared_error, GradientDescent(rate), steps=50)
    factor = (1 - 2 * share) ** 50
    np.testing.assert_allclose(last.params - best, factor * directions[:, -1], atol=1e-10)


def test_a_linear_unit_ends_at_the_least_squares(line):
    """`e3`, `gd-general`: a linear unit's squared error is convex, and its minimum is reached."""
    net, X, T, best, (curvatures, _) = line
    rule = GradientDescent(1 / curvatures[-1])
    *_, last = train(net, np.array([9.0, -9.0, 9.0]), X, T, squared_error, rule, steps=600)
    np.testing.assert_allclose(last.params, best, atol=1e-10)


# Chapter 13. Backpropagation through a network.


def public_example():
    """The 2-2-2 network that is worked through in public, its example, and its four parts."""
    net = MLP((2, 2, 2), sigmoid, sigmoid)
    params = flat(
        net,
        ([[0.15, 0.25], [0.20, 0.30]], [0.35, 0.35]),
        ([[0.40, 0.50], [0.45, 0.55]], [0.60, 0.60]),
    )
    return net, params, np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def without_biases(net, gradient):
    gradient = gradient.copy()
    for _, b in net.layers(gradient):
        b[:] = 0.0
    return gradient


def test_the_public_example_before_and_after_one_step():
    """`demo-step-by-step`: 0.298371 before; 0.291027774, biases frozen, or 0.280471 after."""
    net, params, x, t = public_example()
    before, gradient = net.gradient(params, x, t, squared_error)
    assert round(before, 9) == 0.298371109
    assert net(params, x).round(8).tolist() == [[0.75136507, 0.77292847]]
    assert round(squared_error(net(params - 0.5 * gradient, x), t), 6) == 0.280471
    frozen = params - 0.5 * without_biases(net, gradient)
    assert round(squared_error(net(frozen, x), t), 9) == 0.291027774
    (W1, _), (W2, _) = net.layers(frozen)
    printed = [0.14978072, 0.24975114, 0.19956143, 0.29950229]
    assert W1.ravel().round(8).tolist() == printed
    assert W2.ravel().round(8).tolist() == [0.35891648, 0.51130127, 0.40866619, 0.56137012]


def test_the_last_digits_of_the_public_example_are_of_weights_updated_too_early():
    """`demo-step-by-step`: 0.291027924 as printed, for δ went back through the new weights."""
    net, params, x, t = public_example()
    Z, A = net.forward(params, x)
    right, _ = net.backward(params, Z, A, squared_error.gradient(A[2], t))
    updated = params - 0.5 * without_biases(net, right)
    mixed = params.copy()
    net.layers(mixed)[1][0][:] = net.layers(updated)[1][0]
    early, _ = net.backward(mixed, Z, A, squared_error.gradient(A[2], t))
    mistaken = params - 0.5 * without_biases(net, early)
    assert round(squared_error(net(mistaken, x), t), 9) == 0.291027924


def test_the_algorithm_for_sigmoid_units():
    """`bp-algorithm`: δ_k = o(1−o)(t−o), δ_h = o(1−o) Σ w δ_k, and w + αδx, is our step."""
    net, params, x, t = public_example()
    _, (_, (h,), (o,)) = net.forward(params, x)
    _, (W2, _) = net.layers(params)
    delta_k = [o[k] * (1 - o[k]) * (t[0, k] - o[k]) for k in (0, 1)]
    delta_h = [h[j] * (1 - h[j]) * sum(W2[j, k] * delta_k[k] for k in (0, 1)) for j in (0, 1)]
    moved = params.copy()
    for (W, b), inputs, delta in zip(net.layers(moved), (x[0], h), (delta_h, delta_k), strict=True):
        W += 0.5 * np.outer(inputs, delta)
        b += np.multiply(0.5, delta)
    (taken,) = train(net, params, x, t, squared_error, GradientDescent(0.5), steps=1)
    np.testing.assert_allclose(taken.params, moved, rtol=1e-14)


def xnor_for_ones(loss):
    """The XNOR network of sigmoids, with all that the input (1, 1) and the target 1 lead to."""
    net, params = xnor_network(sigmoid)
    Z, A = net.forward(params, [[1.0, 1.0]])
    gradient, deltas = net.backward(params, Z, A, loss.gradient(A[-1], [[1.0]]))
    return net, params, Z, A, gradient, deltas


def test_the_xnor_exercise_with_sigmoids():
    """`bp-xnor-ex`, "Example I": a, z and δ for the input (1, 1); the slides' δ is −∂J/∂z."""
    net, params, Z, A, gradient, deltas = xnor_for_ones(squared_error)
    assert A[1].round(5).tolist() == [[0.52498, 0.45017]]
    assert Z[1].round(5).tolist() == [[0.09503]]
    assert A[2].round(5).tolist() == [[0.52374]]
    assert (-deltas[1]).round(6).tolist() == [[0.118797]]
    assert (-deltas[0]).round(6).tolist() == [[0.005925, 0.005881]]
    measured = by_definition(net, params, np.ones((1, 2)), np.ones((1, 1)))
    assert relative_error(gradient, measured) < 1e-9
    # It computes XNOR no longer: all four answers are nearly the same.
    np.testing.assert_allclose(net(params, xnor()[0]), 0.52374, atol=2e-5)


def test_the_delta_that_the_slides_compute_is_minus_half_of_the_one_they_define():
    """`bp-delta-def`, `e6`: with J = (y − h)², (y − a) g'(z) = −½ ∂J/∂z."""
    _, _, Z, A, _, deltas = xnor_for_ones(sum_squared_error)
    computed = (1 - A[2]) * sigmoid.derivative(Z[1], A[2])
    np.testing.assert_allclose(computed, -deltas[1] / 2, rtol=1e-14)


def test_an_update_along_the_gradient_climbs():
    """`bp-update`, `e6`: W + α ∂J/∂W, taken at its word, raises J at each of 50 steps."""
    net, params, *_ = xnor_for_ones(sum_squared_error)
    one, losses = (np.ones((1, 2)), np.ones((1, 1))), []
    for _ in range(50):
        loss, gradient = net.gradient(params, *one, sum_squared_error)
        losses.append(loss)
        params = params + 0.5 * gradient
    assert (np.diff(losses) > 0).all()
    assert (round(losses[0], 4), net(params, one[0]).item() < 0.03) == (0.2268, True)


def test_the_linear_example_gives_the_letters_of_the_slides():
    """`bp-linear-ex`: w₁₁δ⁴, w₁₂δ⁴; w₁₁δ³₁ + w₂₁δ³₂, w₁₂δ³₁ + w₂₂δ³₂, exactly."""
    net = MLP((2, 2, 2, 1), identity, identity)
    (w11, w21), (w12, w22), v11, v12 = (3, 5), (7, 11), 13, 17  # primes: no two paths are alike
    params = flat(
        net, ([[2, -3], [-5, 7]], (1, -1)), ([[w11, w21], [w12, w22]], (2, -2)), ([[v11], [v12]], 1)
    )
    X, y = np.array([[1.0, 2.0]]), np.array([[4.0]])
    Z, A = net.forward(params, X)
    gradient, deltas = net.backward(params, Z, A, squared_error.gradient(A[3], y))
    d4 = (y - A[3]).item()
    d31, d32 = v11 * d4, v12 * d4
    expected = [[w11 * d31 + w21 * d32, w12 * d31 + w22 * d32]], [[d31, d32]], [[d4]]
    for delta, slides in zip(deltas, expected, strict=True):
        np.testing.assert_array_equal(-delta, slides)
    # ∂J/∂W_ij = a_j δ_i, in the slides' sign.
    for (dW, db), a, slides in zip(net.layers(gradient), A[:3], expected, strict=True):
        np.testing.assert_array_equal(-dW, np.outer(a, slides))
        np.testing.assert_array_equal(-db, slides[0])


def test_a_dense_layer_in_columns_and_the_derivative_that_the_slide_leaves_out():
    """`bp-fc-setup`, `bp-fc-backward`, `e26`: t = Wx + b, y = g(t); ∂L/∂x = Wᵀ ∂L/∂t as well."""
    p, q = 3, 4
    rng = np.random.default_rng(7)
    W, b, x, wanted = (rng.uniform(-1, 1, shape) for shape in ((q, p), (q, 1), (p, 1), (q, 1)))
    net = MLP((p, q), output=sigmoid)
    params = flat(net, (W.T, b[:, 0]))  # the book's rows
    Z, A = net.forward(params, x.T)
    L_y = squared_error.gradient(A[1], wanted.T)
    gradient, (delta,) = net.backward(params, Z, A, L_y)
    np.testing.assert_allclose(Z[0].T, W @ x + b, rtol=1e-14)
    slope = sigmoid.derivative(Z[0], A[1]).T
    L_t = L_y.T * slope
    ((dW, db),) = net.layers(gradient)
    np.testing.assert_allclose(delta.T, L_t, rtol=1e-14)
    np.testing.assert_allclose(dW.T, (L_y.T * slope) @ x.T, rtol=1e-14)
    np.testing.assert_allclose(db[:, None], L_t, rtol=1e-14)
    assert relative_error(gradient, by_definition(net, params, x.T, wanted.T)) < 1e-9
    measured = numerical_gradient(lambda x: squared_error(net(params, x.T), wanted.T), x)
    assert relative_error(W.T @ L_t, measured) < 1e-9


def test_an_elementwise_product_is_right_before_one_unit_and_broadcasts_before_two():
    """`bp-delta-matrix`, `e4`: (4, 2) .* (2,) raises no error; (2, 1) .* (1,) has right numbers."""
    net = MLP((3, 4, 2, 1), sigmoid)
    params, x = net.init(seed=1), np.array([[0.5, -1.0, 2.0]])
    Z, A = net.forward(params, x)
    _, deltas = net.backward(params, Z, A, A[3] - 1.0)
    layers = net.layers(params)
    outcomes = []
    for above in (2, 1):
        W, delta, slope = layers[above][0], deltas[above][0], A[above][0] * (1 - A[above][0])
        np.testing.assert_allclose((W @ delta) * slope, deltas[above - 1][0], rtol=1e-13)
        product = W * delta
        right = product.size == len(W) and np.allclose(product[:, 0], W @ delta)
        outcomes.append((W.shape, delta.shape, product.shape, right))
    assert outcomes == [((2, 1), (1,), (2, 1), True), ((4, 2), (2,), (4, 2), False)]
