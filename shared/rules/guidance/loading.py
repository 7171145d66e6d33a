"""Rules from a file's content: taken as a whole, or refused with the file, the rule and the mistake."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from shared.errors import Misconfigured
from shared.rules.guidance.names import Names
from shared.rules.guidance.rules import Guidance, Rule

T = TypeVar("T")

_RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
_TABLES = frozenset({"lists", "names", "rule"})
_REMEDY = "Correct it there; docs/guides/force-it.md says how rules are written."


def guidance_of(file: str, table: Mapping[str, Any], content: bytes, districts: Iterable[str]) -> Guidance:
    """The rules of that file; Misconfigured names what is wrong with it."""
    if strange := sorted(table.keys() - _TABLES):
        raise Misconfigured(f"{file} has a part that is not known: {', '.join(strange)}.", remedy=_REMEDY)
    lists = table.get("lists", {})
    if not isinstance(lists, Mapping) or not all(isinstance(each, Mapping) for each in table.get("rule", ())):
        raise Misconfigured(f"{file}: its rules begin with [[rule]], its lists with [lists].", remedy=_REMEDY)
    rules = [_rule(file, number, entry, lists) for number, entry in enumerate(table.get("rule", ()), start=1)]
    _once_each(file, rules)
    _known_districts(file, rules, frozenset(districts))
    names = _checked(f"{file}: names", lambda: Names.model_validate(_filled(table.get("names", {}), lists)))
    return Guidance(version=hashlib.sha256(content).hexdigest(), names=names, rules=tuple(rules))


def _rule(file: str, number: int, entry: Mapping[str, Any], lists: Mapping[str, Any]) -> Rule:
    where = f"{file}: rule {entry.get('id') or f'number {number}'}"
    return _checked(where, lambda: _RULE.validate_python(_filled(entry, lists)))


def _checked(where: str, made: Callable[[], T]) -> T:
    try:
        return made()
    except ValidationError as error:
        raise Misconfigured(f"{where}: {_problems(error)}.", remedy=_REMEDY) from error
    except _NoSuchList as error:
        raise Misconfigured(f"{where}: there is no list {error} under [lists].", remedy=_REMEDY) from error


def _problems(error: ValidationError) -> str:
    """Each problem with the field that has it; not those that follow from one further inside."""
    found = [(each["loc"], each["msg"].removeprefix("Value error, ")) for each in error.errors(include_url=False)]
    inner = [
        (at, said)
        for at, said in found
        if not any(len(other) > len(at) and other[: len(at)] == at for other, _ in found)
    ]
    return "; ".join(f"{' '.join(map(str, at[-3:]))}: {said}".removeprefix(": ") for at, said in inner)


class _NoSuchList(Exception):
    """A rule asks for a list that the file does not have."""


def _filled(value: Any, lists: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any part of a TOML file
    """The value with every `@name` in a list replaced by the words of that list."""
    if isinstance(value, Mapping):
        return {key: _filled(each, lists) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    filled: list[Any] = []
    for each in value:
        if isinstance(each, str) and each.startswith("@"):
            filled += _list(each[1:], lists)
        else:
            filled.append(_filled(each, lists))
    return filled


def _list(name: str, lists: Mapping[str, Any]) -> list[Any]:
    if not isinstance(lists.get(name), list):
        raise _NoSuchList(name)
    return list(lists[name])


def _once_each(file: str, rules: list[Rule]) -> None:
    ids = [rule.id for rule in rules]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise Misconfigured(f"{file}: rule {twice[0]} stands there twice.", remedy="Give each an id of its own.")


def _known_districts(file: str, rules: list[Rule], districts: frozenset[str]) -> None:
    for rule in rules:
        if strange := sorted(set(rule.districts) - districts):
            raise Misconfigured(
                f"{file}: rule {rule.id} names districts that force.toml does not have: {', '.join(strange)}.",
                remedy=_REMEDY,
            )
