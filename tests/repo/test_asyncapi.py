"""docs/asyncapi.yaml is what AsyncAPI says such a document is, and its examples are what it says its records are."""

import json
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from ruamel.yaml import YAML

from deploy.docs.asyncapi import READ_BY_OTHERS
from deploy.local.paths import MODULES
from shared.contracts import TOPICS
from shared.settings import CHECKOUT

SPECIFICATION = MODULES / "@asyncapi" / "specs" / "schemas" / "3.0.0.json"


@cache
def document() -> dict[str, Any]:
    text = (CHECKOUT / "docs" / "asyncapi.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = YAML(typ="safe").load(text)
    return read


def problems_of(page: dict[str, Any]) -> list[str]:
    validator = Draft7Validator(json.loads(SPECIFICATION.read_text(encoding="utf-8")))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(page)]


def test_the_document_holds_the_schema_of_asyncapi() -> None:
    assert problems_of(document()) == []


@pytest.mark.parametrize("broken", ["action", "address"])
def test_the_schema_would_find_a_mistake(broken: str) -> None:
    page = json.loads(json.dumps(document()))
    if broken == "action":
        next(iter(page["operations"].values()))["action"] = "shout"
    else:
        next(iter(page["channels"].values()))["address"] = 7
    assert problems_of(page)


def test_every_topic_that_others_read_is_in_it() -> None:
    ours = {"ingest", "triage", "desk", "publisher", "metrics", "operations", "monitoring", "auditors"}
    for_others = {topic.name for topic in TOPICS if not set(topic.readers) <= ours}
    assert {channel["address"] for channel in document()["channels"].values()} == for_others
    assert for_others == {topic.name for topic in READ_BY_OTHERS}


@pytest.mark.parametrize("name", [name for topic in READ_BY_OTHERS for name in topic.transitions])
def test_an_example_is_what_the_document_says(name: str) -> None:
    message = document()["components"]["messages"][name]
    whole = {**message["payload"], "components": document()["components"]}
    headers = document()["components"]["messageTraits"]["cloudEvent"]["headers"]
    for example in message["examples"]:
        assert not list(Draft202012Validator(whole).iter_errors(example["payload"]))
        assert not list(Draft202012Validator(headers).iter_errors(example["headers"]))
