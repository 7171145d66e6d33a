"""What happens to the rules, and how X reports it: each rule on its own, in one answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.sandbox.control import times
from deploy.sandbox.control.state import transaction
from deploy.sandbox.x.platform import Platform
from deploy.sandbox.x.query import NotAQuery, parse
from deploy.sandbox.x.state.rules import Rule


@dataclass(frozen=True)
class Change:
    """The outcome of one call: the rules that were made, the counts, what was wrong."""

    summary: Mapping[str, int]
    status: int
    created: Sequence[Rule] = ()
    errors: Sequence[Mapping[str, Any]] = ()

    def body(self) -> dict[str, Any]:
        """The answer; `data` and `errors` only where there are any."""
        body: dict[str, Any] = {"data": [each.shown() for each in self.created]} if self.created else {}
        body["meta"] = {"sent": times.written(times.now()), "summary": dict(self.summary)}
        return {**body, "errors": list(self.errors)} if self.errors else body


def add(platform: Platform, wanted: Sequence[tuple[str, str | None]], now: float, *, dry: bool) -> Change:
    """Make the rules that can be made; the others are named with their errors."""
    created: list[Rule] = []
    errors: list[dict[str, Any]] = []
    for value, tag in wanted:
        made = _made(platform, value, tag, created, now)
        if isinstance(made, Rule):
            created.append(made)
        else:
            errors.append(made)
    if not dry:
        with transaction(platform.state):
            for rule in created:
                platform.rules.add(rule)
    duplicates = sum(each["title"] == "DuplicateRule" for each in errors)
    invalid = len(errors) - duplicates
    summary = {
        "created": len(created),
        "not_created": len(errors),
        "valid": len(created) + duplicates,
        "invalid": invalid,
    }
    return Change(summary, _status(len(created), duplicates, invalid, dry=dry), created, errors)


def delete(platform: Platform, found: Sequence[Rule], missing: Sequence[str], *, dry: bool) -> Change:
    """Forget the rules that were found; the others are named."""
    if not dry:
        with transaction(platform.state):
            platform.rules.remove(found)
    errors = [
        {
            "title": "Invalid Request",
            "detail": f"There is no rule {each}.",
            "type": platform.dialect.problem_type("invalid-request"),
            "value": each,
        }
        for each in missing
    ]
    return Change({"deleted": len(found), "not_deleted": len(missing)}, 200, errors=errors)


def _made(
    platform: Platform, value: str, tag: str | None, created: Sequence[Rule], now: float
) -> Rule | dict[str, Any]:
    """A rule of this value, or the problem with it."""
    twin = platform.rules.of_value(value) or next((each for each in created if each.query.value == value), None)
    if twin is not None:
        return _error(platform, "DuplicateRule", "duplicate-rules", value, {"id": str(twin.id)})
    if len(platform.rules.all()) + len(created) >= platform.settings.rule_cap:
        detail = {"detail": f"An app may have {platform.settings.rule_cap} rules."}
        return _error(platform, "RulesCapExceeded", "rule-cap", value, detail)
    try:
        query = parse(value, platform.settings.rule_length)
    except NotAQuery as error:
        return _error(platform, "UnprocessableEntity", "invalid-rules", value, {"details": [str(error)]})
    return Rule(platform.ids.next(times.now()), query, tag, now)


def _status(created: int, duplicates: int, invalid: int, *, dry: bool) -> int:
    if invalid and not created and not duplicates:
        return 400
    return 201 if created and not dry else 200


def _error(platform: Platform, title: str, problem: str, value: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": value, **more, "title": title, "type": platform.dialect.problem_type(problem)}
