"""Ask a student's function one question and take down what happened.

`ask` is self-contained: the judge sends its source to the student's kernel.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What came back from one question: the probe's value, or how the student's code failed."""

    value: object = None
    error: str = ""  # the exception's type; empty if the probe returned
    message: str = ""  # the exception's text; the judge of a hidden case leaves it out
    function: str = ""  # where in the student's code it was raised: function, line, its text
    line: int | None = None
    source: str = ""
    changed: tuple[str, ...] = ()  # arguments that the student's code changed in place
    seconds: float = 0.0


def ask(probe, student, inputs) -> dict:
    """Call probe(student, **inputs) in this process; the result holds the fields of an Answer.

    Lists of numbers become arrays, so that a solution may store its numbers as it likes.
    The question is asked of a copy of the inputs.
    """
    import copy
    import linecache
    import time

    import numpy as np

    def as_arrays(value):
        if isinstance(value, dict):
            return {key: as_arrays(item) for key, item in value.items()}
        if not isinstance(value, list | tuple):
            return value
        if value and all(isinstance(item, int | float | complex | np.generic) for item in value):
            return np.asarray(value)
        return [as_arrays(item) for item in value]

    def differ(before, after):
        if isinstance(before, list | tuple):
            return len(before) != len(after) or any(map(differ, before, after))
        return not np.array_equal(before, after)

    def place(traceback):
        frames = []
        while traceback:
            frames.append((traceback.tb_frame, traceback.tb_lineno))
            traceback = traceback.tb_next
        # The first two frames are ours, the next one is the student's function. Deeper frames may
        # be numpy's: the last one in the student's own notebook is the line to look at.
        theirs = [pair for pair in frames[2:] if pair[0].f_globals is frames[2][0].f_globals]
        if not theirs:
            return {}
        frame, line = theirs[-1]
        source = linecache.getline(frame.f_code.co_filename, line, frame.f_globals)
        return {"function": frame.f_code.co_name, "line": line, "source": source.strip()}

    given = copy.deepcopy(inputs)
    start = time.perf_counter()
    try:
        with np.errstate(all="ignore"):  # overflow shows in the numbers
            answer = {"value": as_arrays(probe(student, **given))}
    except (Exception, SystemExit) as error:
        answer = {"error": type(error).__name__, "message": str(error)}
        answer |= place(error.__traceback__)
        if isinstance(error, AttributeError) and error.obj is student:
            answer |= {
                "error": "NameError",
                "message": f"the notebook has no {error.name}; run its cell",
            }
    answer["seconds"] = time.perf_counter() - start
    answer["changed"] = tuple(name for name in inputs if differ(inputs[name], given[name]))
    return answer
