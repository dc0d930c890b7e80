# ruff: noqa  written as students write, for a namespace that the notebook fills
"""The key with the other sign, declared as a numpy number."""

SIGN = np.float64(-1)
