"""What any version ever wrote, this version reads; what this version writes, older readers understand."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.contracts import TOPICS, Topic
from shared.contracts.record import event_of
from tests.contracts.examples import EXAMPLES, LATER
from tests.contracts.golden import FOLDER, as_text, file_of, golden_record, schema_of

EVERY = [pytest.param(topic, name, id=name) for topic in TOPICS for name in topic.transitions]
BY_NAME = {topic.name: topic for topic in TOPICS}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*/*.record.json")), ids=lambda file: file.stem)
def test_every_record_ever_written_can_be_read(file: Path) -> None:
    stored = json.loads(file.read_text(encoding="utf-8"))
    headers = [(name, content.encode()) for name, content in stored["headers"]]
    event = event_of(BY_NAME[stored["topic"]], json.dumps(stored["value"]).encode(), headers)
    assert event is not None
    assert file.name.startswith(event.transition)


@pytest.mark.parametrize(("topic", "transition"), EVERY)
def test_what_is_written_today_is_what_was_promised(topic: Topic[Any], transition: str) -> None:
    golden = json.loads(file_of(topic, transition, "record").read_text(encoding="utf-8"))
    today = json.loads(as_text(golden_record(topic, transition)))
    assert _as_far_as(golden["value"], today["value"]) == golden["value"]
    assert [today[part] for part in ("topic", "partition", "key", "headers")] == [
        golden[part] for part in ("topic", "partition", "key", "headers")
    ]


def test_a_later_example_is_written_as_it_was_promised() -> None:
    for topic in TOPICS:
        for transition in LATER.keys() & topic.transitions.keys():
            golden = json.loads(file_of(topic, transition, "2.record").read_text(encoding="utf-8"))
            today = json.loads(as_text(golden_record(topic, transition, later=True)))
            assert _as_far_as(golden, today) == golden


@pytest.mark.parametrize(("topic", "transition"), EVERY)
def test_a_fact_comes_back_as_it_went(topic: Topic[Any], transition: str) -> None:
    record = golden_record(topic, transition)
    event = event_of(topic, record.value, record.headers)
    assert event is not None
    assert event.fact == EXAMPLES[transition]


@pytest.mark.parametrize(("topic", "transition"), EVERY)
def test_schemas_only_grow(topic: Topic[Any], transition: str) -> None:
    promised = json.loads(file_of(topic, transition, "schema").read_text(encoding="utf-8"))
    _only_grew(promised, schema_of(topic, transition), transition)


def _only_grew(promised: dict[str, Any], today: dict[str, Any], where: str) -> None:
    assert set(today.get("required", ())) == set(promised.get("required", ())), f"{where}: required fields changed"
    for name, spec in promised.get("properties", {}).items():
        assert _meaning(today["properties"][name]) == _meaning(spec), f"{where}.{name} changed its meaning"
    for name, spec in promised.get("$defs", {}).items():
        _only_grew(spec, today["$defs"][name], f"{where}.{name}")


def _meaning(spec: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in spec.items() if key not in {"title", "description"}}


def _as_far_as(promised: Any, today: Any) -> Any:  # noqa: ANN401 - of JSON
    """Today's value without what has been added to it since, at any depth."""
    match promised:
        case dict():
            return {name: _as_far_as(value, today[name]) for name, value in promised.items()}
        case list():
            return [*map(_as_far_as, promised, today), *today[len(promised) :]]
        case _:
            return today
