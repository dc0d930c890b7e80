"""Problem set 9: seven tasks on backpropagation, most of them asked on free caches."""

from exercises.checks.backpropagation.backward import BACKWARD
from exercises.checks.backpropagation.delta_cross_entropy import DELTA_CROSS_ENTROPY
from exercises.checks.backpropagation.delta_hidden import DELTA_HIDDEN
from exercises.checks.backpropagation.delta_output import DELTA_OUTPUT
from exercises.checks.backpropagation.linear_chain import LINEAR_CHAIN
from exercises.checks.backpropagation.network_deltas import NETWORK_DELTAS
from exercises.checks.backpropagation.training_step import TRAINING_STEP

CHECKS = (
    DELTA_OUTPUT,
    DELTA_HIDDEN,
    BACKWARD,
    LINEAR_CHAIN,
    NETWORK_DELTAS,
    DELTA_CROSS_ENTROPY,
    TRAINING_STEP,
)
