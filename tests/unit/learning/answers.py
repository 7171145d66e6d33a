"""Answers and what came of messages, for tests."""

from learning.evaluation.answers import FIELDS, Answer, answer_of
from learning.evaluation.labelling import Told
from learning.mentions import Authored
from tests.unit.learning.lines import line


def answer(*tags: str, alert: bool = False, **fields: str) -> Answer:
    """An answer with these tags and fields, empty in all others."""
    values = {field: frozenset([fields[field]] if field in fields else []) for field in FIELDS}
    return Answer(values | {"tags": frozenset(tags)}, alert)


def told(message: Authored, given: Answer | None = None, likely: float = 0.0, *, fast: bool = False) -> Told:
    """What came of a message: what was wanted, unless something else is given."""
    wanted = answer_of(message.expected)
    said = wanted if given is None else given
    return Told(message, wanted, said, said, said, fast, (likely, *[0.0] * 9))


def danger(number: int, text: str = "help him please", *, seen: bool = True, likely: float = 0.9) -> Told:
    """A message that tells of danger, and whether it alerts."""
    message = line(f"t1-{number}", text, "emergency")
    return told(message, answer("emergency" if seen else "chat", alert=seen), likely)


def harmless(number: int, text: str = "nice one", *, alerts: bool = False, likely: float = 0.1) -> Told:
    """A harmless message, and whether it alerts all the same."""
    return told(line(f"t1-{number}", text), answer("chat", alert=alerts), likely)
