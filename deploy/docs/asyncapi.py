"""docs/asyncapi.yaml: the topics that other systems read, as AsyncAPI 3.0 with Kafka's bindings, an example of each."""

import json
from io import StringIO
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from ruamel.yaml import YAML

from shared.contracts import Topic
from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.concern_changed import CONCERN_CHANGED
from shared.contracts.district_measured import DEFINITIONS, DISTRICT_MEASURED
from shared.settings import CHECKOUT

READ_BY_OTHERS: tuple[Topic[Any], ...] = (CONCERN_CHANGED, ALERT_CHANGED, DISTRICT_MEASURED)
"""The topics whose readers are not ours."""

GOLDEN = CHECKOUT / "tests" / "contracts" / "golden"
"""The examples are the golden records: bytes that today's code writes, and every later one reads."""

HEAD = "# Generated from shared/contracts by `make docs`; do not edit.\n"

KAFKA_BINDING = "0.5.0"

ABOUT = (
    "What Blue Lamp tells other systems of the force and the dashboards of its districts. Every record is a CloudEvent "
    "in Kafka's binary mode with a JSON value. Read committed records from the earliest offset; for each key the last "
    "record counts, and one without a value removes it. Fields may be added: ignore what you do not know. Anything "
    "else that changes becomes a new topic `.v<n>` beside the old one."
)


def asyncapi_page() -> str:
    """The page, whole."""
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 120
    page = StringIO()
    yaml.dump(asyncapi(), page)
    return HEAD + page.getvalue()


def asyncapi() -> dict[str, Any]:
    """The document, as the schema of AsyncAPI has it."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Blue Lamp", "version": "1", "description": ABOUT},
        "defaultContentType": "application/json",
        "servers": {
            "kafka": {
                "host": "{bootstrap}",
                "protocol": "kafka",
                "description": "The force's cluster; `make run` writes its address into endpoints.json.",
                "variables": {"bootstrap": {"default": "127.0.0.1:8401"}},
            }
        },
        "channels": {_channel_name(topic): _channel(topic) for topic in READ_BY_OTHERS},
        "operations": {f"send_{_channel_name(topic)}": _operation(topic) for topic in READ_BY_OTHERS},
        "components": {"messages": _messages(), "schemas": _schemas(), "messageTraits": {"cloudEvent": _cloud_event()}},
    }


def _channel_name(topic: Topic[Any]) -> str:
    return topic.name.replace(".", "_")


def _channel(topic: Topic[Any]) -> dict[str, Any]:
    return {
        "address": topic.name,
        "description": topic.what,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in topic.transitions},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": _configuration(topic),
                "bindingVersion": KAFKA_BINDING,
            }
        },
    }


def _configuration(topic: Topic[Any]) -> dict[str, Any]:
    config = topic.kept.as_config()
    found: dict[str, Any] = {
        "cleanup.policy": config["cleanup.policy"].split(","),
        "retention.ms": int(config["retention.ms"]),
    }
    if "delete.retention.ms" in config:
        found["delete.retention.ms"] = int(config["delete.retention.ms"])
    return found


def _operation(topic: Topic[Any]) -> dict[str, Any]:
    return {
        "action": "send",
        "summary": topic.what,
        "channel": {"$ref": f"#/channels/{_channel_name(topic)}"},
        "messages": [{"$ref": f"#/channels/{_channel_name(topic)}/messages/{name}"} for name in topic.transitions],
    }


def _messages() -> dict[str, Any]:
    return {name: _message(topic, name) for topic in READ_BY_OTHERS for name in topic.transitions}


def _message(topic: Topic[Any], transition: str) -> dict[str, Any]:
    model = topic.transitions[transition]
    golden = json.loads((GOLDEN / topic.name / f"{transition}.record.json").read_text(encoding="utf-8"))
    return {
        "name": transition,
        "summary": (model.__doc__ or "").strip().splitlines()[0],
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "payload": {"$ref": f"#/components/schemas/{model.__name__}"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": KAFKA_BINDING}},
        "examples": [{"name": "golden", "headers": dict(golden["headers"]), "payload": golden["value"]}],
    }


def _schemas() -> dict[str, Any]:
    models: dict[type[BaseModel], None] = {
        model: None for topic in READ_BY_OTHERS for model in topic.transitions.values()
    }
    _, whole = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    found: dict[str, Any] = {name: _tolerant(schema) for name, schema in whole["$defs"].items()}
    for name, meaning in DEFINITIONS.items():
        about = found["Measured"]["properties"]["measure"]
        about["description"] = f"{about.get('description', '')}{name}: {meaning} "
    return found


def _tolerant(schema: dict[str, Any]) -> dict[str, Any]:
    """As readers have to take it: a later version may have more fields."""
    return {name: value for name, value in schema.items() if name != "additionalProperties"}


def _cloud_event() -> dict[str, Any]:
    named = {
        "ce_id": "Unique together with ce_source; a record that came twice has the same.",
        "ce_type": "The transition that the record tells.",
        "ce_source": "Which service of Blue Lamp said it.",
        "ce_time": "When it was said, RFC 3339 in UTC.",
        "ce_specversion": "1.0",
        "content-type": "application/json",
    }
    return {
        "headers": {
            "type": "object",
            "required": list(named),
            "properties": {
                **{name: {"type": "string", "description": about} for name, about in named.items()},
                "traceparent": {"type": "string", "description": "The trace it belongs to, where there is one."},
            },
        }
    }
