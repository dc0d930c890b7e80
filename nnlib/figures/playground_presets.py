"""Experiments to begin with: the settings that make each, a question, and the reason behind it.

What a preset does not name is as it is by default. `epochs`: how long to train until there is
something to see.
"""


def _preset(name, settings, epochs, ask, because):
    return {"name": name, "settings": settings, "epochs": epochs, "ask": ask, "because": because}


def _hidden(*units):
    return [*units, *[0] * (8 - len(units))]


SQUARES = {"x1_squared": True, "x2_squared": True}
ONLY = {"x1": False, "x2": False}
ALL = {
    "x1_squared": True, "x2_squared": True, "x1_x2": True, "sin_x1": True, "sin_x2": True,
    "cos_x1": True, "cos_x2": True,
}  # fmt: skip

PRESETS = [
    _preset(
        "The slide with one neuron",
        {"dataset": "clouds", "hidden": _hidden(1)}, 53,
        "The slide stands at 53, with training and test loss 0.002. What does 53 count, and on "
        "which data can one neuron do that?",
        "It counts epochs: each is 25 updates. On the two clouds one straight line is enough. On "
        "the circle the same network ends near 0.42.",
    ),
    _preset(
        "The slide with two hidden layers",
        {"dataset": "clouds", "hidden": _hidden(4, 4), "data_seed": 2}, 103,
        "After 103 epochs the slide has test loss 0.001 and training loss 0.000. Must a test loss "
        "be the larger one?",
        "No: it is other points, and may be easier ones; draw new data and see. The slide does not "
        "show its data or its layers' sizes, so these are ones that give its numbers.",
    ),
    _preset(
        "Two units and the circle", {"hidden": _hidden(2)}, 300,
        "Two hidden units, x₁ and x₂. Will a longer run part the circle from the ring?",
        "No. Two straight cuts leave the region open on one side. With three it closes: add one.",
    ),
    _preset(
        "One product is enough", {"dataset": "xor", "hidden": _hidden(), **ONLY, "x1_x2": True}, 40,
        "No hidden unit at all, and one feature: why can this network do “xor”?",
        "The label is the sign of x₁x₂. Whoever knows the right feature needs no hidden layer; "
        "hidden layers are there to find features.",
    ),
    _preset(
        "L1 chooses the features",
        {**ALL, "penalty": "L1", "penalty_rate": 0.01}, 150,
        "Nine features, and L1. Which of them will be left on the circle?",
        "The two squares. Each step takes the same bit off every weight, so one that helps less "
        "than that goes to 0 and stays there, until the data pull harder.",
    ),
    _preset(
        "All weights zero", {"initial": "zeros"}, 60,
        "Every weight and bias starts at 0. What will the hidden units learn?",
        "Nothing. Each unit's gradient is multiplied by weights that are 0, and only the last bias "
        "moves. Were they all equal, they would stay equal for ever.",
    ),
    _preset(
        "A rate too large", {"activation": "ReLU", "learning_rate": 3}, 60,
        "The learning rate is 3. What happens to the ReLU units?",
        "The first steps throw them far to where they say 0 for every example. There the slope is "
        "0 too, and nothing brings them back: they are dead.",
    ),
    _preset(
        "Six layers of sigmoids",
        {"hidden": _hidden(4, 4, 4, 4, 4, 4), "activation": "sigmoid"}, 60,
        "Six hidden layers of sigmoid units. Which layer learns least, and why?",
        "The first. δ is multiplied by a slope of at most ¼ and by small weights at each layer on "
        "its way back. With tanh, or other initial weights, it fares better.",
    ),
    _preset(
        "The spiral",
        {
            "dataset": "spiral", "hidden": _hidden(8, 8), "optimizer": "Adam",
            "learning_rate": 0.01, "sin_x1": True, "sin_x2": True,
        }, 200,
        "Two layers of eight, the sines, and Adam. Which of these three can you take away?",
        "Without the sines it takes more epochs and the test loss stays higher; with gradient "
        "descent at 0.03 it takes many times as long.",
    ),
    _preset(
        "A batch that is carried over",
        {"batch": 30, "train_share": 20, "reshuffle": False, "carry": True}, 30,
        "100 examples in batches of 30, as TensorFlow Playground does it. How many examples make "
        "the second epoch's first update?",
        "40: the ten that were left over wait, and are averaged with the next thirty. Ours makes a "
        "last small batch of them instead.",
    ),
]  # fmt: skip
