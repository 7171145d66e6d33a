"""`/2/tweets/search/stream/rules`: the rules of the stream, added, deleted and read."""

import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from deploy.sandbox.control import times
from deploy.sandbox.control.body import read_json
from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.x.api.caller import APP_ONLY
from deploy.sandbox.x.api.endpoint import Endpoint, answer
from deploy.sandbox.x.api.noted import changes_nothing
from deploy.sandbox.x.api.parameters import read_flag, read_id, read_number, read_optional_id, read_several
from deploy.sandbox.x.api.rule_change import Change, add, delete
from deploy.sandbox.x.platform import Platform

APP = "1"
"""The one client app that this stand-in knows."""


async def get_rules(request: web.Request, platform: Platform) -> web.Response:
    """The rules, oldest first, in pages."""
    page = read_number(request.query, "max_results", 1_000, 1, 1_000)
    after = read_optional_id(request.query, "pagination_token") or 0
    rules = [each for each in platform.rules.all() if each.id > after]
    if "ids" in request.query:
        wanted = {read_id("ids", each) for each in read_several(request.query, "ids")}
        rules = [each for each in rules if each.id in wanted]
    shown = rules[:page]
    meta: dict[str, Any] = {"sent": times.written(times.now()), "result_count": len(shown)}
    if len(rules) > page:
        meta["next_token"] = str(shown[-1].id)
    return answer(platform, {**({"data": [each.shown() for each in shown]} if shown else {}), "meta": meta})


async def change_rules(request: web.Request, platform: Platform) -> web.Response:
    """Add rules or delete rules; never both in one call."""
    dry = read_flag(request.query, "dry_run")
    if dry:
        changes_nothing(request)
    match await read_json(request):
        case _ if read_flag(request.query, "delete_all"):
            change = delete(platform, platform.rules.all(), missing=[], dry=dry)
        case {"add": list() as wanted, **other} if not other:
            change = add(platform, [_wanted(each) for each in wanted], time.time(), dry=dry)
        case {"delete": dict() as named, **other} if not other:
            change = _delete_named(platform, named, dry=dry)
        case _:
            raise _bad_body('give either {"add": [...]} or {"delete": {"ids": [...]}}')
    return answer(platform, change.body(), change.status)


async def count_rules(_request: web.Request, platform: Platform) -> web.Response:
    """How many rules there are, and may be."""
    count, cap = platform.dialect.count(len(platform.rules.all())), platform.dialect.count(platform.settings.rule_cap)
    app = {"client_app_id": APP, "rule_count": len(platform.rules.all())}
    data = {
        "cap_per_client_app": cap,
        "cap_per_project": cap,
        "client_app_rules_count": app,
        "project_rules_count": count,
        "all_project_client_apps": [app],
    }
    return answer(platform, {"data": data})


_RULES = "/2/tweets/search/stream/rules"

ENDPOINTS = (
    Endpoint(
        "GET",
        _RULES,
        "rules",
        450,
        get_rules,
        frozenset({"ids", "max_results", "pagination_token"}),
        callers=(APP_ONLY,),
    ),
    Endpoint(
        "POST", _RULES, "change_rules", 100, change_rules, frozenset({"dry_run", "delete_all"}), callers=(APP_ONLY,)
    ),
    Endpoint(
        "GET",
        f"{_RULES}/counts",
        "count_rules",
        72,
        count_rules,
        frozenset({"rules_count.fields"}),
        callers=(APP_ONLY,),
    ),
)


def _wanted(rule: object) -> tuple[str, str | None]:
    match rule:
        case {"value": str() as value, "tag": str() as tag}:
            return value, tag
        case {"value": str() as value, **other} if "tag" not in other:
            return value, None
        case _:
            raise _bad_body("each rule to add has a value and may have a tag, both text")


def _delete_named(platform: Platform, named: Mapping[str, Any], *, dry: bool) -> Change:
    match named:
        case {"ids": list() as ids} if len(named) == 1:
            wanted, by_name = ids, {str(each.id): each for each in platform.rules.all()}
        case {"values": list() as values} if len(named) == 1:
            wanted, by_name = values, {each.query.value: each for each in platform.rules.all()}
        case _:
            raise _bad_body("delete names either ids or values")
    names = list(dict.fromkeys(str(each) for each in wanted))
    found = [by_name[each] for each in names if each in by_name]
    return delete(platform, found, missing=[each for each in names if each not in by_name], dry=dry)


def _bad_body(message: str) -> Refusal:
    return Refusal(400, "Invalid Request", message, "invalid-request", {"errors": [{"message": message}]})
