"""One question to a student's code, and the claim that comes back.

A claim needs no signature: the judge knows the answer, so a forged claim helps only if it is right
for inputs that did not exist before the question.
"""

import base64
import binascii
import builtins
import inspect
import re
import secrets
import textwrap
from dataclasses import dataclass, replace
from functools import cached_property

from exercises.asking import Answer, ask
from exercises.autograder import wire
from exercises.checking import Case, Check

ROOM = 2**16  # bytes of a claim beyond a multiple of the expected answer's
TEXT = 300  # characters kept of an exception's message
LOST = Answer(error="NoAnswer", message="no answer that could be read came back")

# Runs in the kernel, in a namespace of its own: no name of the student's is used but the probe's.
_ASK = """
import base64
import __main__
answer = ask({probe}, __main__, decode(base64.b64decode({inputs!r})))
try:
    claim = encode({{"nonce": {nonce!r}, **answer}})
except WireError as error:
    answer = {{"error": "TypeError", "message": f"the answer holds {{error}}"}}
    claim = encode({{"nonce": {nonce!r}, **answer}})
claim = base64.b64encode(claim).decode()
"""


@dataclass(frozen=True)
class Question:
    """A check's probe on the inputs of one case; `want` is the key's answer."""

    check: Check
    case: Case
    inputs: dict
    want: dict
    mistakes: tuple = ()  # what verdict() compares with beside the key

    @property
    def hidden(self):
        return self.case.seed is None

    @cached_property
    def _sources(self):
        parts = [wire, ask, self.check.probe]
        return "\n".join(textwrap.dedent(inspect.getsource(part)) for part in parts)

    @cached_property
    def _encoded(self):
        return base64.b64encode(wire.encode(self.inputs)).decode()

    @cached_property
    def _limit(self):
        """Characters in which an honest answer fits, even as nested lists of numbers."""
        return 8 * len(wire.encode(self.want)) + ROOM

    def expression(self) -> tuple[str, str]:
        """Python to evaluate in the kernel, and the nonce that marks its answer."""
        nonce = secrets.token_hex(8)
        ask = _ASK.format(probe=self.check.probe.__name__, inputs=self._encoded, nonce=nonce)
        # Through the module, because a student may have called something `exec` or `globals`.
        run = "(lambda scope: (__import__('builtins').exec({!r}, scope), scope['claim'])[1])({{}})"
        return run.format(self._sources + ask), nonce

    def answer(self, claim, nonce: str, notebook: str) -> Answer:
        """The answer in a claim; `notebook` is all the code of the notebook.

        Of an exception in a hidden case only what stands in that code is kept: a message could
        carry the inputs away.
        """
        if not isinstance(claim, str) or len(claim) > self._limit:
            return LOST
        if not re.fullmatch(r"'[A-Za-z0-9+/]*={0,2}'", claim):
            return LOST
        try:
            fields = wire.decode(base64.b64decode(claim[1:-1], validate=True))
        except (binascii.Error, wire.WireError):
            return LOST
        match fields:
            case {"nonce": str(theirs), **fields} if theirs == nonce:
                return _guard(_answer(fields, self.inputs), notebook, self.hidden)
        return LOST


def _answer(fields, inputs):
    """Fields of the wrong type are as good as none."""

    def text(name):
        value = fields.get(name)
        return value[:TEXT] if isinstance(value, str) else ""

    line, changed = fields.get("line"), fields.get("changed")
    return Answer(
        value=fields.get("value"),
        error=text("error"),
        message=text("message"),
        function=text("function"),
        line=line if type(line) is int else None,
        source=text("source"),
        changed=tuple(name for name in inputs if isinstance(changed, tuple) and name in changed),
    )


def _guard(answer, notebook, hidden):
    if not answer.error:
        return answer if isinstance(answer.value, dict) else LOST
    known = getattr(builtins, answer.error, None)
    if not (isinstance(known, type) and issubclass(known, Exception)):
        answer = replace(answer, error="Exception")
    lines = notebook.splitlines()
    if answer.source not in map(str.strip, lines):
        answer = replace(answer, source="")
    if answer.line not in range(1, len(lines) + 1):
        answer = replace(answer, line=None)
    if not re.search(rf"\bdef {re.escape(answer.function)}\b", notebook):
        answer = replace(answer, function="")
    return replace(answer, message="") if hidden else answer
