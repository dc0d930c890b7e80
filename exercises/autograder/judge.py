"""The judge, in the place of nbgrader's execute step: no verdict is made in the student's kernel.

The student's cells run there, and after the last of them every check's questions are asked. Only
when the kernel is dead are the verdicts written, as outputs of the check cells, where nbgrader
reads the points.
"""

from pathlib import Path

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Float, Unicode

from exercises.autograder.batch import is_check
from exercises.autograder.environment import KERNEL_NAME
from exercises.autograder.kernel import Kernel, KernelLost
from exercises.autograder.session import OutOfTime, Session
from exercises.checking import points, report, verdict


class Judge(NbGraderPreprocessor):
    """Runs a submission and writes the verdicts of its checks."""

    kernel_name = Unicode(
        KERNEL_NAME, help="The kernelspec in which students' code runs, whatever a notebook says."
    ).tag(config=True)
    cell_seconds = Float(30.0, help="How long one cell may compute.").tag(config=True)
    run_seconds = Float(
        120.0, help="How long all cells may compute together, and then all checks together."
    ).tag(config=True)

    def preprocess(self, nb, resources):
        """Run, ask, kill the kernel, and then write the outputs of every check cell."""
        notebook = resources["nbgrader"]["notebook"]
        checks = {cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if is_check(cell)}
        kernel = Kernel(self.kernel_name, Path(resources["metadata"]["path"]))
        session = Session(
            kernel,
            [cell for cell in nb.cells if cell.cell_type == "code" and not is_check(cell)],
            cell_seconds=self.cell_seconds,
            run_seconds=self.run_seconds,
        )
        try:
            session.run()
            outcomes = {
                name: _judge(session, self.parent.batch.questions[notebook, name])
                for name in checks
            }
        finally:
            kernel.kill()
        earned = 0.0
        for name, cell in checks.items():
            check = self.parent.batch.questions[notebook, name][0].check
            cell.outputs = _outputs(check, outcomes[name])
            earned += points(check, outcomes[name])
        self.parent.submission.points = f"{earned:g}"
        return nb, resources


def _judge(session, questions):
    """The outcomes of one check, (Case, Verdict). After a lost kernel the rest is not asked."""
    outcomes, lost = [], None
    for question in questions:
        answer = lost or session.answer(question)
        if answer.error in (KernelLost.__name__, OutOfTime.__name__):
            lost = answer
        found = verdict(question.check, question.case, answer, question.want, question.mistakes)
        outcomes.append((question.case, found))
    return outcomes


def _outputs(check, outcomes):
    """Outputs from which nbgrader reads the points that the check earned."""
    earned, worth = points(check, outcomes), sum(check.parts.values())
    lines = report(check, outcomes)
    if earned == worth:
        return [new_output("stream", name="stdout", text=f"{check.name}: all checks passed.")]
    if earned == 0:
        return [new_output("error", ename="CheckFailed", evalue=check.name, traceback=lines)]
    part = f"{earned:g} of {worth:g} points."
    return [
        new_output("stream", name="stdout", text="\n".join([*lines, part])),
        new_output("execute_result", data={"text/plain": repr(float(earned))}, execution_count=1),
    ]
