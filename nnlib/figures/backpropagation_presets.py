"""The examples of the step-by-step figure: a network with its numbers, and a word about it.

Parameters are in nnlib's order: layer by layer W row by row, row = sending unit, and then b.
"""

PRESETS = {
    # Mazur 2015, A step by step backpropagation example.
    "public example": {
        "about": "A public example that thousands have worked through on paper.",
        "sizes": [2, 2, 2],
        "activation": "sigmoid",
        "learning_rate": 0.5,
        "inputs": [0.05, 0.10],
        "targets": [0.01, 0.99],
        "params": [0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60],
    },
    "XNOR": {
        "about": "The network that computes XNOR with step units, here with sigmoids: "
        "hidden unit 1 was AND, hidden unit 2 NOR, the output OR.",
        "sizes": [2, 2, 1],
        "activation": "sigmoid",
        "learning_rate": 0.5,
        "inputs": [1.0, 1.0],
        "targets": [1.0],
        "params": [0.2, -0.2, 0.2, -0.2, -0.3, 0.2, 0.2, 0.2, -0.1],
    },
    "linear chain": {
        "about": "Three layers without an activation: every slope is 1, "
        "and only weights and δ are left.",
        "sizes": [2, 2, 2, 1],
        "activation": "identity",
        "learning_rate": 0.05,
        "inputs": [1.0, 2.0],
        "targets": [1.0],
        "params": [0.5, -0.4, 0.3, 0.8, 0.1, -0.2, 0.7, 0.2, -0.6, 0.9, 0.0, 0.3, 0.4, -0.5, 0.2],
    },
    "one output": {
        "about": "A small network, and one of its inputs is 0: watch what its weights get.",
        "sizes": [2, 2, 1],
        "activation": "sigmoid",
        "learning_rate": 1.0,
        "inputs": [1.0, 0.0],
        "targets": [0.0],
        "params": [0.5, -0.4, 0.9, 1.0, 0.2, -0.1, 1.2, -1.1, 0.3],
    },
}
