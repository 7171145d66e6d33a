"""The contracts name exactly those of our services that open a topic: found in what their modules import and call."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shared.contracts import TOPICS, Topic
from shared.settings import CHECKOUT

OURS = {
    "ingest": "services/ingest",
    "triage": "services/triage",
    "publisher": "services/publisher",
    "metrics": "services/metrics",
    "desk": "services/desk",
    "operations": "operations",
}
CONTRACTS = "shared.contracts"
CONSTANTS = {topic.name.removesuffix(".v1").replace(".", "_").upper(): topic for topic in TOPICS}
"""The topics by the name that their contract gives them, such as MENTION_CHANGED."""
SAID = [(service, topic) for service in OURS for topic in TOPICS]


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Module and name of everything that is imported by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


@cache
def topics_of_shared(module: str) -> frozenset[str]:
    """The topics that a module of shared opens for whoever imports it, also by way of others."""
    file = CHECKOUT / f"{module.replace('.', '/')}.py"
    return frozenset(topics_in(parsed(file))) if file.exists() else frozenset()


def topics_in(tree: ast.AST) -> Iterator[str]:
    for module, name in imported(tree):
        if module.startswith(CONTRACTS):
            yield from [name] if name in CONSTANTS else []
        elif module.startswith("shared."):
            yield from topics_of_shared(module)


def modules_of(service: str) -> list[ast.Module]:
    return [parsed(file) for file in sorted((CHECKOUT / OURS[service]).rglob("*.py"))]


@cache
def opened_by(service: str) -> frozenset[str]:
    return frozenset(name for tree in modules_of(service) for name in topics_in(tree))


@cache
def named_in_calls(service: str, function: str) -> frozenset[str]:
    """The topics that a service gives to a function as its first argument, by their constants' names."""
    calls = (node for tree in modules_of(service) for node in ast.walk(tree) if isinstance(node, ast.Call))
    return frozenset(
        call.args[0].id
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == function
        if call.args and isinstance(call.args[0], ast.Name) and call.args[0].id in CONSTANTS
    )


def test_every_topic_has_the_constant_that_is_looked_for() -> None:
    for name, topic in CONSTANTS.items():
        module = (CHECKOUT / "shared" / "contracts" / f"{name.lower()}.py").read_text(encoding="utf-8")
        assert f"\n{name}: Topic" in module, topic.name


@pytest.mark.parametrize(("service", "topic"), SAID, ids=lambda each: each if isinstance(each, str) else each.name)
def test_a_service_opens_a_topic_exactly_where_the_contract_names_it(service: str, topic: Topic[Any]) -> None:
    opened = {CONSTANTS[name].name for name in opened_by(service)}
    assert (topic.name in opened) == (service in (*topic.writers, *topic.readers))


@pytest.mark.parametrize("service", OURS)
def test_whoever_makes_records_of_a_topic_is_a_writer_and_whoever_takes_facts_from_it_a_reader(service: str) -> None:
    for name in named_in_calls(service, "record_of"):
        assert service in CONSTANTS[name].writers, name
    for name in named_in_calls(service, "event_of"):
        assert service in CONSTANTS[name].readers, name


def test_the_search_finds_what_is_opened_by_way_of_shared() -> None:
    assert "CHANNEL_REPORTED" in opened_by("operations")
    assert "AUDIT_RECORDED" in opened_by("desk")
