"""Time the playground's training against TensorFlow Playground's, in one browser, interleaved.

    PYTHONPATH=tests/browser python tests/benchmarks/against_playground.py path/to/playground

The path is that of a checkout of github.com/tensorflow/playground, of which only src/nn.ts is read.
TypeScript comes from the npm registry into a temporary folder; so this is no part of the tests.
Both train its default network (2-4-2-1, tanh, circle, 250 points for training, batches of 10, rate
0.03) and compute training and test loss after each epoch. First, both must give the same losses.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from conftest import FLAGS
from playwright.sync_api import sync_playwright
from website import served

from nnlib.figures import Playground
from nnlib.figures.figure import HERE

ROUNDS = 9
EPOCHS = 1000  # of one turn
SAME = 100  # epochs over which the losses must agree
# A partial batch that is carried over, links that die, and another penalty.
WAYS = (
    {},
    {"batch": 30, "train_share": 20, "penalty": "L1", "penalty_rate": 0.01},
    {"batch": 7, "noise": 30, "dataset": "xor", "penalty": "L2", "penalty_rate": 0.01},
)

HARNESS = """
import { problemOf } from "./playground_problem.mjs";
import { optimizerOf, stepper } from "./playground_rules.mjs";
import { createRun } from "./playground_training.mjs";

const INPUTS = [(x, y) => x, (x, y) => y];
const inputOf = ({ x, y }) => INPUTS.map((f) => f(x, y));

function theirs(state) {
  const { net, places, labels, training } = problemOf(state.frame);
  const points = Array.from(labels, (label, row) => {
    return { x: places[2 * row], y: places[2 * row + 1], label };
  });
  const [train, test] = [points.slice(0, training), points.slice(training)];
  const { TANH } = nn.Activations;
  const penalty = nn.RegularizationFunction[state.penalty] ?? null;
  const network = nn.buildNetwork([...net.sizes], TANH, TANH, penalty, ["x", "y"]);
  network.slice(1).forEach((layer, depth) => {
    const { weights, biases, nOut } = net.layout[depth];
    layer.forEach((node, unit) => {
      node.bias = state.frame.params[biases + unit];
      node.inputLinks.forEach((link, k) => {
        link.weight = state.frame.params[weights + k * nOut + unit];
      });
    });
  });
  const loss = (list) => {
    let sum = 0;
    for (const point of list) {
      sum += nn.Errors.SQUARE.error(nn.forwardProp(network, inputOf(point)), point.label);
    }
    return sum / list.length;
  };
  return () => {
    train.forEach((point, index) => {
      nn.forwardProp(network, inputOf(point));
      nn.backProp(network, point.label, nn.Errors.SQUARE);
      if ((index + 1) % state.batch) return;
      nn.updateWeights(network, state.learning_rate, state.penalty_rate);    });
    return [loss(train), loss(test)];
  };
}

function ours(state, reshuffle = false) {
  const problem = problemOf(state.frame);
  const { net, pass, X, T, training, rows } = problem;
  const optimizer = optimizerOf(state);
  const penalty = { penalty: state.penalty, rate: state.penalty_rate, linksDie: true };
  const step = stepper({ net, optimizer, learningRate: state.learning_rate, ...penalty });
  const position = { ...state.frame, memory: optimizer.init(state.frame.params) };
  const settings = { batchSize: state.batch, reshuffle, carry: true, seed: state.seed };
  const run = createRun({ problem, step, ...settings, position });
  return () => {
    while (!run.next().epochEnds);
    const { params } = run.position;
    return [pass.mean(params, X, T, 0, training), pass.mean(params, X, T, training, rows)];
  };
}

window.same = (state, epochs) => {
  const runs = [theirs(state), ours(state)];
  return Array.from({ length: epochs }, () => runs.map((epoch) => epoch()));
};

window.measure = (state, rounds, epochs) => {
  const turns = {
    theirs: () => theirs(state),
    ours: () => ours(state, true),
    "ours, in a fixed order": () => ours(state),
  };
  const seconds = Object.fromEntries(Object.keys(turns).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, begin] of Object.entries(turns)) {
      const epoch = begin();
      const start = performance.now();
      for (let k = 0; k < epochs; k++) epoch();
      // The first round is for the compiler.
      if (round > 0) seconds[name].push((performance.now() - start) / 1000);
    }
  }
  return seconds;
};
"""


def compiled(checkout, folder):
    """The original's model as a classic script that fills `nn`, by its own compiler settings."""
    shutil.copy(checkout / "src" / "nn.ts", folder / "nn.ts")
    npm = ["npm", "install", "--silent", "--no-save", "--prefix", str(folder), "typescript@5"]
    subprocess.run(npm, check=True)
    options = ["--target", "es5", "--module", "commonjs", "--removeComments", "--skipLibCheck"]
    tsc = folder / "node_modules" / ".bin" / "tsc"
    subprocess.run([str(tsc), *options, str(folder / "nn.ts")], check=True)
    text = (folder / "nn.js").read_text("utf-8")
    return f"const nn = {{}}; ((exports) => {{ {text}\n }})(nn);"


def difference(page, **settings):
    """The largest relative difference of the two models' losses over some epochs."""
    state = json.loads(json.dumps(Playground(**settings).state()))
    pairs = page.evaluate("([state, epochs]) => same(state, epochs)", [state, SAME])
    return max(abs(a / b - 1) for one in pairs for a, b in zip(*one, strict=True))


def main(checkout):
    state = json.loads(json.dumps(Playground().state()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = compiled(checkout, folder)
        site = folder / "site"
        shutil.copytree(HERE, site, ignore=lambda _, names: [n for n in names if n.endswith(".py")])
        (site / "nn.js").write_text(script, "utf-8")
        (site / "harness.mjs").write_text(HARNESS, "utf-8")
        (site / "index.html").write_text(
            '<!doctype html><script src="nn.js"></script>'
            '<script type="module" src="harness.mjs"></script>',
            "utf-8",
        )
        with served(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            page = browser.new_page()
            page.goto(address)
            page.wait_for_function("window.measure")
            worst = max(difference(page, **settings) for settings in WAYS)
            if worst > 1e-9:
                sys.exit(f"The two give other losses: they part by {worst:.1e}.")
            seconds = page.evaluate(
                "([state, rounds, epochs]) => measure(state, rounds, epochs)",
                [state, ROUNDS, EPOCHS],
            )
            version = browser.version
            browser.close()
    rates = {name: [EPOCHS / time for time in times] for name, times in seconds.items()}
    print(
        f"The same losses over {SAME} epochs to {worst:.0e}. Chromium {version}, epochs a second:"
    )
    for name, list_ in rates.items():
        pairs = zip(list_, rates["theirs"], strict=True)
        ratio = statistics.median(mine / other for mine, other in pairs)
        low, high = min(list_), max(list_)
        print(f"{name:24} {statistics.median(list_):7.0f} ({low:.0f}–{high:.0f})  {ratio:.2f} ×")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "src" / "nn.ts").exists():
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
