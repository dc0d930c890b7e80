"""Whether to wait for a table: twelve examples and a rule (Russell and Norvig, Artificial
Intelligence: A Modern Approach, 3rd edition, 2010, figures 18.2 and 18.3). Ten attributes in words
are 20 columns of 0 and 1: one for yes or no, else one for each value.
"""

import numpy as np

from nnlib.arguments import as_count

NO_YES = ("No", "Yes")
ATTRIBUTES = {
    "Alternate": NO_YES,
    "Bar": NO_YES,
    "Fri/Sat": NO_YES,
    "Hungry": NO_YES,
    "Patrons": ("None", "Some", "Full"),
    "Price": ("$", "$$", "$$$"),
    "Raining": NO_YES,
    "Reservation": NO_YES,
    "Type": ("French", "Thai", "Burger", "Italian"),
    "WaitEstimate": ("0-10", "10-30", "30-60", ">60"),
}
COLUMNS = tuple(
    f"{name}={value}" for name, values in ATTRIBUTES.items() for value in values if value != "No"
)

# The attributes in their order, and last the decision.
EXAMPLES = """\
Yes No  No  Yes Some $$$ No  Yes French  0-10  Yes
Yes No  No  Yes Full $   No  No  Thai    30-60 No
No  Yes No  No  Some $   No  No  Burger  0-10  Yes
Yes No  Yes Yes Full $   Yes No  Thai    10-30 Yes
Yes No  Yes No  Full $$$ No  Yes French  >60   No
No  Yes No  Yes Some $$  Yes Yes Italian 0-10  Yes
No  Yes No  No  None $   Yes No  Burger  0-10  No
No  No  No  Yes Some $$  Yes Yes Thai    0-10  Yes
No  Yes Yes No  Full $   Yes No  Burger  >60   No
Yes Yes Yes Yes Full $$$ No  Yes Italian 10-30 No
No  No  No  No  None $   No  No  Thai    0-10  No
Yes Yes Yes Yes Full $   No  No  Burger  30-60 Yes"""

# The paths of the rule's tree that end in "Yes".
RULE = """\
Patrons=Some
Patrons=Full WaitEstimate=0-10
Patrons=Full WaitEstimate=10-30 Hungry=No
Patrons=Full WaitEstimate=10-30 Hungry=Yes Alternate=No
Patrons=Full WaitEstimate=10-30 Hungry=Yes Alternate=Yes Raining=Yes
Patrons=Full WaitEstimate=30-60 Alternate=No Reservation=No Bar=Yes
Patrons=Full WaitEstimate=30-60 Alternate=No Reservation=Yes
Patrons=Full WaitEstimate=30-60 Alternate=Yes Fri/Sat=Yes"""


def restaurant_table():
    """The twelve examples: X (12, 20), and T (12, 1) with 1 where one waits.

    >>> X, T = restaurant_table()
    >>> X.shape, int(T.sum())
    ((12, 20), 6)
    """
    rows = [line.split() for line in EXAMPLES.splitlines()]
    X = encode([dict(zip(ATTRIBUTES, values, strict=True)) for *values, _ in rows])
    return X, np.array([[float(decision == "Yes")] for *_, decision in rows])


def restaurant_sample(n_examples=100, seed=0):
    """Examples whose values are drawn evenly, labelled by the rule: X (n_examples, 20), T.

    >>> X, T = restaurant_sample(5, seed=1)
    >>> X.shape, T.shape
    ((5, 20), (5, 1))
    """
    rng = np.random.default_rng(as_count("seed", seed, minimum=0))
    pairs = ATTRIBUTES.items()
    draws = rng.random((as_count("n_examples", n_examples), len(pairs)))
    examples = [
        {name: values[int(u * len(values))] for (name, values), u in zip(pairs, row, strict=True)}
        for row in draws
    ]
    return encode(examples), np.array([[float(will_wait(example))] for example in examples])


def encode(examples):
    """The input columns, in the order of COLUMNS, of examples {attribute: value}: (n, 20).

    Raises ValueError naming an attribute that is missing or has an unknown value.
    """
    if not isinstance(examples, (list, tuple)):
        raise TypeError(f"examples is {examples!r}; expected a list of examples")
    rows = [[float(column in facts) for column in COLUMNS] for facts in map(_facts, examples)]
    return np.array(rows).reshape(-1, len(COLUMNS))


def will_wait(example):
    """Whether the rule waits, for an example {attribute: value}: True or False.

    >>> example = {name: values[0] for name, values in ATTRIBUTES.items()}
    >>> will_wait(example), will_wait(example | {"Patrons": "Some"})
    (False, True)
    """
    facts = _facts(example)
    return any(facts.issuperset(path.split()) for path in RULE.splitlines())


def _facts(example):
    if not isinstance(example, dict):
        raise TypeError(f"example is {example!r}; expected a dict of attributes and values")
    for name, values in ATTRIBUTES.items():
        found = example.get(name)
        if not (isinstance(found, str) and found in values):
            expected = ", ".join(values)
            raise ValueError(f"example has {name}: {found!r}; expected one of {expected}")
    return {f"{name}={example[name]}" for name in ATTRIBUTES}
