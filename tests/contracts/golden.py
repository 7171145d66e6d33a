"""Golden records: bytes as some version wrote them. `python -m tests.contracts.golden` adds those that are missing."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from shared.contracts import TOPICS, Topic
from shared.contracts.record import Record, record_of
from tests.contracts.examples import EXAMPLES, LATER
from tests.contracts.mention_example import AT

FOLDER = Path(__file__).parent / "golden"


def golden_record(topic: Topic[Any], transition: str, *, later: bool = False) -> Record:
    """The record that today's code makes of the example, or of the later one."""
    fact = (LATER if later else EXAMPLES)[transition]
    return record_of(topic, transition, fact, id="0195e2b6-golden", source="test", time=AT)


def as_text(record: Record) -> str:
    """A record as readable JSON."""
    value = json.loads(record.value) if record.value is not None else None
    headers = [[name, content.decode()] for name, content in record.headers]
    whole = {
        "topic": record.topic,
        "partition": record.partition,
        "key": record.key.decode(),
        "headers": headers,
        "value": value,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def schema_of(topic: Topic[Any], transition: str) -> dict[str, Any]:
    """The schema that readers of this transition rely on."""
    return TypeAdapter(topic.transitions[transition]).json_schema()


def file_of(topic: Topic[Any], transition: str, kind: str) -> Path:
    """Where a golden file lies; a later example of one is put beside it with a number."""
    return FOLDER / topic.name / f"{transition}.{kind}.json"


def main() -> None:
    """Write golden files that do not exist yet; none is ever replaced, they are for ever."""
    for topic in TOPICS:
        for transition in topic.transitions:
            texts = {
                "record": as_text(golden_record(topic, transition)),
                "schema": json.dumps(schema_of(topic, transition), indent=1) + "\n",
            }
            if transition in LATER:
                texts["2.record"] = as_text(golden_record(topic, transition, later=True))
            for kind, text in texts.items():
                file = file_of(topic, transition, kind)
                if not file.exists():
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
