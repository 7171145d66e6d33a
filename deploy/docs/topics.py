"""The page of all topics: diagram, overview, and the fields of each."""

from typing import Any

from pydantic import BaseModel

from shared.contracts import DEAD_LETTERS, REPLAYS, TOPICS, Topic

HEAD = """# Topics

Generated from `shared/contracts` by `make docs`; do not edit.

Every record is a CloudEvent in Kafka's binary mode: headers `ce_id`, `ce_type` (the transition), `ce_source`,
`ce_time`, `ce_specversion`, `content-type`, perhaps `traceparent`; the value is JSON. The key is the id of the entity;
the partition is murmur2 of the ordering scope (`shared/contracts/partition.py`). Fields may be added; ignore what you
do not know. Anything else that changes becomes a new topic `.v<n>` beside the old one. Start at the earliest offset,
read committed records only.
"""


def topics_page() -> str:
    """The page, whole."""
    return "\n".join((HEAD, _diagram(), _overview(), *(_details(topic) for topic in TOPICS), _dead_letters()))


def _diagram() -> str:
    lines = ["```mermaid", "flowchart LR"]
    for topic in TOPICS:
        node = topic.name.replace(".", "_")
        lines.append(f'  {node}(["{topic.name}"])')
        lines.extend(f"  {_node(writer)} --> {node}" for writer in topic.writers)
        lines.extend(f"  {node} --> {_node(reader)}" for reader in topic.readers)
    return "\n".join((*lines, "```", ""))


def _node(name: str) -> str:
    return f'{name.replace(" ", "_")}["{name}"]'


def _overview() -> str:
    rows = ["| topic | what | written by | read by | partitions | kept |", "| --- | --- | --- | --- | --- | --- |"]
    rows.extend(
        f"| [{topic.name}](#{topic.name.replace('.', '')}) | {topic.what} | {', '.join(topic.writers)} "
        f"| {', '.join(topic.readers)} | {topic.partitions} | {_kept(topic)} |"
        for topic in TOPICS
    )
    return "\n".join((*rows, ""))


def _kept(topic: Topic[Any]) -> str:
    return f"{topic.kept.cleanup}, {topic.kept.days} days" if topic.kept.days else f"{topic.kept.cleanup}, for ever"


def _details(topic: Topic[Any]) -> str:
    models: dict[type[BaseModel], list[str]] = {}
    for transition, model in topic.transitions.items():
        models.setdefault(model, []).append(transition)
    parts = [f"## {topic.name}", ""]
    for fact, transitions in models.items():
        parts.append(f"**{', '.join(f'`{name}`' for name in transitions)}**: {_first_line(fact)}")
        parts.extend(("", "| field | type | |", "| --- | --- | --- |"))
        parts.extend(_field_rows(fact))
        parts.append("")
    return "\n".join(parts)


def _field_rows(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    required = set(schema.get("required", ()))
    return [
        f"| `{name}` | {_type(spec)} | {'' if name in required else 'optional'} |"
        for name, spec in schema["properties"].items()
    ]


def _type(spec: dict[str, Any]) -> str:
    if "$ref" in spec:
        return str(spec["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in spec:
        return " or ".join(_type(option) for option in spec["anyOf"])
    if "enum" in spec:
        return " · ".join(f"`{value}`" for value in spec["enum"])
    if spec.get("type") == "array":
        return f"list of {_type(spec.get('items', {'type': 'anything'}))}"
    return str(spec.get("format") or spec.get("type", "anything"))


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _dead_letters() -> str:
    names = ", ".join(f"`{letters.name}`" for letters in DEAD_LETTERS)
    return (
        f"## Dead letters\n\n{names}: records that a service could not handle, as they came, with the reason; "
        "see `shared/contracts/dead.py`. `bluelamp dead replay` puts one on "
        f"{', '.join(f'`{replays.name}`' for replays in REPLAYS)}, which that service alone reads.\n"
    )
