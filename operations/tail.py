"""`bluelamp tail TOPIC`: a topic's records as any plain consumer sees them, as JSON lines."""

import base64
import json
import select
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, TextIO

from aiokafka import ConsumerRecord

from operations.exits import UNAVAILABLE, USAGE, Stopped
from operations.surroundings import Surroundings
from operations.verb import Verb
from shared.kafka.reader import Reader


def add_arguments(parser: ArgumentParser) -> None:
    """The topic, and whether to stop at its end."""
    parser.add_argument("topic", help="a topic's name; `.v1` may be left out")
    parser.add_argument("--once", action="store_true", help="end at the end instead of following")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Print the topic from its beginning; ends at the end, at Ctrl-C, or when nobody reads the output any more."""
    async with Reader(surroundings.kafka) as reader:
        await reader.open([topic_named(arguments.topic, await reader.names())])
        async for records in reader.to_end() if arguments.once else _followed(reader, sys.stdout):
            write(records, sys.stdout)
    return 0


def topic_named(given: str, there: Sequence[str]) -> str:
    """The topic that is meant; stops the verb, naming those that are there, where it is none of them."""
    if found := next((name for name in (given, f"{given}.v1") if name in there), None):
        return found
    if not there:
        raise Stopped("Kafka has no topics yet.", remedy="Make them with `bluelamp topics apply`.", status=UNAVAILABLE)
    close = get_close_matches(given, there, n=1)
    hint = f"Did you mean {close[0]}? " if close else ""
    raise Stopped(f"There is no topic {given!r}.", remedy=f"{hint}There are: {', '.join(there)}.", status=USAGE)


def write(records: Iterable[ConsumerRecord], output: TextIO) -> None:
    """One JSON object a line, at once."""
    output.writelines(f"{as_text(as_line(record))}\n" for record in records)
    output.flush()


def as_text(line: dict[str, Any]) -> str:
    """One line of JSON, every script readable, with nothing in it that would steer a terminal."""
    text = json.dumps(line, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(line)


def as_line(record: ConsumerRecord) -> dict[str, Any]:
    """What is known of one record; bytes that are no text stand as `{"base64": …}`."""
    headers = {name: _text(value) for name, value in record.headers}
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "at": datetime.fromtimestamp(record.timestamp / 1000, UTC).isoformat(timespec="milliseconds"),
        "key": _text(record.key),
        "type": headers.get("ce_type"),
        "id": headers.get("ce_id"),
        "headers": headers,
        "value": _value(record.value),
    }


def _text(content: bytes | None) -> str | dict[str, str] | None:
    if content is None:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}


def _value(content: bytes | None) -> Any:  # noqa: ANN401 - whatever JSON holds
    if content is None:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return _text(content)


async def _followed(reader: Reader, output: TextIO) -> AsyncIterator[list[ConsumerRecord]]:
    while not _closed(output):
        if records := await reader.batch():
            yield records


def _closed(output: TextIO) -> bool:
    """Whether the other end of a pipe went away: a quiet topic would else keep this process for ever."""
    try:
        pipe = output.fileno()
    except (OSError, ValueError):
        return False  # not a file of the system's: a test's own
    watch = select.poll()
    watch.register(pipe, 0)
    return any(happened & select.POLLERR for _, happened in watch.poll(0))


VERB = Verb(
    "tail",
    "print a topic's records as JSON lines, and follow",
    add_arguments,
    run,
    when_interrupted=0,
)
