"""The playground's training with nnlib: its gradients and optimizers, and the original's ways."""

import numpy as np

from nnlib.optimizers import formula_of


def order_of(n, seed, epoch):
    """The order of an epoch's examples: Fisher and Yates's shuffle (Durstenfeld 1964).

    The draws hash seed, epoch and place, so that any epoch's order is known without those before.
    """
    start = _hash(_hash(np.uint32(seed)) + np.uint32(epoch))
    draws = _hash(start + np.arange(n, dtype=np.uint32)).tolist()
    order = list(range(n))
    for k in range(n - 1, 0, -1):
        other = draws[k] * (k + 1) >> 32
        order[k], order[other] = order[other], order[k]
    return np.array(order)


def _hash(words):
    """32-bit numbers mixed into others: two rounds of multiply and shift (after Wellons 2018)."""
    words = np.atleast_1d(words)
    words = (words ^ (words >> 16)) * np.uint32(0x21F0AAAD)
    words = (words ^ (words >> 15)) * np.uint32(0x735A2D97)
    return words ^ (words >> 15)


class Run:
    """A run that goes on from a position: params, memory, step, epoch, seen, carried, dead.

    `seen` rows of this epoch have been visited; `carried` rows of the last one still wait for their
    update, and `dead` weights no longer move.
    """

    def __init__(self, problem, optimizer, settings, seed, position):
        self.problem, self.settings, self.seed = problem, settings, seed
        self.change = formula_of(optimizer)
        self.params = np.array(position["params"])
        memory = position["memory"]
        self.memory = optimizer.init(self.params) if memory is None else memory
        self.step, self.epoch = position["step"], position["epoch"]
        self.seen, self.carried = position["seen"], position["carried"]
        self.dead = np.zeros(problem.net.n_params, bool)
        if settings.penalty == "L1" and settings.links_die:
            self.dead[position["dead"]] = True
        self.weights = np.zeros(problem.net.n_params, bool)
        for W, _ in problem.net.layers(self.weights):
            W[:] = True

    def next(self):
        """One update: (the epoch ends, the numbers are finite); nothing changes if they are not."""
        settings, training = self.settings, self.problem.training
        if self._too_few():
            return self._end_epoch(), True
        stop = min(self.seen + settings.batch, training)
        rows = self._order(self.epoch)[self.seen : stop]
        if self.carried:
            rows = np.concatenate([self._order(self.epoch - 1)[-self.carried :], rows])
        with np.errstate(over="ignore", invalid="ignore"):
            params, memory = self._updated(rows)
        if not np.isfinite(params).all():
            return False, False
        self.params, self.memory = params, memory
        self.seen, self.carried, self.step = stop, 0, self.step + 1
        if self.seen == training or self._too_few():
            return self._end_epoch(), True
        return False, True

    def _too_few(self):
        """Whether the rest of the epoch must wait for more, as in TensorFlow Playground."""
        return self.settings.carry and self.problem.training - self.seen < self.settings.batch

    def _end_epoch(self):
        training = self.problem.training
        self.carried = min(training, self.carried + training - self.seen)
        self.seen, self.epoch = 0, self.epoch + 1
        return True

    def _order(self, epoch):
        if not self.settings.reshuffle:
            return np.arange(self.problem.training)
        return order_of(self.problem.training, self.seed, epoch)

    def _updated(self, rows):
        """The parameters and the optimizer's state after an update; see playground_rules.mjs."""
        problem, settings, params = self.problem, self.settings, self.params
        gradient = np.empty_like(params)
        net = problem.net
        net.backpropagate(
            net.layers(params), net.layers(gradient), problem.X[rows], problem.T[rows], problem.loss
        )
        if settings.penalty == "L2":
            gradient[self.weights] += settings.penalty_rate * params[self.weights]
        gradient[self.dead] = 0.0
        if not np.isfinite(gradient).all():
            return gradient, self.memory
        change, memory = self.change(gradient, self.memory, params)
        moved = params + change
        if settings.penalty == "L1":
            reach = settings.learning_rate * settings.penalty_rate
            if settings.links_die:
                pushed = moved - reach * np.sign(params)
                crossed = self.weights & ~self.dead & (moved * pushed < 0)
                self.dead |= crossed
                pushed[self.dead] = 0.0
            else:
                pushed = np.sign(moved) * np.maximum(0.0, np.abs(moved) - reach)
            moved = np.where(self.weights, pushed, moved)
        return moved, memory

    def position(self):
        return {
            "params": self.params,
            "memory": self.memory,
            "step": self.step,
            "epoch": self.epoch,
            "seen": self.seen,
            "carried": self.carried,
            "dead": np.flatnonzero(self.dead).tolist(),
        }
