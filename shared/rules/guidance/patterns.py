"""Regular expressions that a force may write: only such as cannot take long on any text."""

import importlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

MOST_WAYS = 50_000
"""In which an expression may be tried from one place of a text: a text has a few hundred places."""

LONGEST_RUN = 2_000
"""What an unbounded repetition counts as."""

_PARSER: Any = importlib.import_module("re._parser")  # the standard library's own, without a public name


class Patterns:
    """Expressions, prepared; capitals matter in those that do not begin with `(?i)`."""

    def __init__(self, written: Iterable[str]) -> None:
        self.written = tuple(written)
        self._compiled = tuple(_compiled(each) for each in self.written)

    def __bool__(self) -> bool:
        return bool(self.written)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's
        del source, handler
        strings = core_schema.list_schema(core_schema.str_schema())
        return core_schema.no_info_after_validator_function(cls, strings)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where one of them fits; a group named `it` says which part of it is meant."""
        for pattern in self._compiled:
            for found in pattern.finditer(text):
                yield found.span("it") if "it" in pattern.groupindex else found.span()


def _compiled(written: str) -> re.Pattern[str]:
    """The expression, or ValueError that says what is wrong with it."""
    try:
        ways = _ways(_PARSER.parse(written))
        pattern = re.compile(written)
    except re.error as error:
        raise ValueError(f"{written!r} is no regular expression: {error}") from error
    if ways > MOST_WAYS:
        raise ValueError(f"{written!r} could take too long: give its repetitions an end, such as {{1,20}}")
    if pattern.fullmatch(""):
        raise ValueError(f"{written!r} fits where nothing stands")
    return pattern


def _ways(parsed: Any) -> int:  # noqa: ANN401 - the parser's own tree
    """In how many ways the expression may be tried from one place, counted roughly and upwards."""
    ways = 1
    for operator, argument in parsed:
        ways = min(ways * _ways_of(str(operator), argument), MOST_WAYS + 1)
    return ways


def _ways_of(operator: str, argument: Any) -> int:  # noqa: ANN401 - the parser's own tree
    match operator:
        case "MAX_REPEAT" | "MIN_REPEAT":
            return _repeated(*argument)
        case "BRANCH":
            return _of_branches(argument[1])
        case "SUBPATTERN":
            return _ways(argument[-1])
        case "ASSERT" | "ASSERT_NOT":
            return 1 if _ways(argument[1]) <= MOST_WAYS else MOST_WAYS + 1
        case "GROUPREF" | "GROUPREF_EXISTS" | "POSSESSIVE_REPEAT" | "ATOMIC_GROUP":
            raise ValueError("references, and groups that give nothing back, are not taken here")
        case _:
            return 1


def _of_branches(branches: Any) -> int:  # noqa: ANN401 - the parser's own tree
    """Of branches that begin with different letters, only one can fit; of all others, each may be tried."""
    by_letter: dict[Any, int] = {}
    for branch in branches:
        letter = branch[0][1] if len(branch) and str(branch[0][0]) == "LITERAL" else None
        by_letter[letter] = by_letter.get(letter, 0) + _ways(branch)
    anything = by_letter.pop(None, 0)
    return anything + max(by_letter.values(), default=0)


def _repeated(least: Any, most: Any, inner: Any) -> int:  # noqa: ANN401 - the parser's own tree
    times = min(int(most), LONGEST_RUN)
    each = _ways(inner)
    total = 0
    for count in range(int(least), times + 1):
        total += each**count
        if total > MOST_WAYS:
            return MOST_WAYS + 1
    return total
