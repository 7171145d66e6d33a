"""Letters in words for an operator's terminal: nothing that came from outside can steer it."""

from collections.abc import Iterable, Iterator

from operations.dead.letter import Letter

REASON_WIDTH = 100
"""A list stays one line a letter on a wide terminal; `show` has the whole reason."""

HEX_WIDTH = 16


def plain(text: str) -> str:
    """The text with everything that is not printable written as an escape."""
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in text)


def in_a_list(letters: Iterable[Letter]) -> Iterator[str]:
    """One line each: id, when, error, reason, size."""
    for letter in letters:
        reason = plain(letter.about("reason"))
        short = reason if len(reason) <= REASON_WIDTH else f"{reason[:REASON_WIDTH]}…"
        error = plain(letter.about("error"))
        yield f"{plain(letter.id)}  {plain(letter.died_at)}  {len(letter.value or b''):>7} B  {error}: {short}"


def in_full(letter: Letter) -> Iterator[str]:
    """Everything about one letter, the bytes as text where they are text, else as hexadecimal."""
    yield f"letter   {plain(letter.id)}"
    for name in ("topic", "partition", "offset", "key", "service", "at", "error", "reason"):
        yield f"{name:<8} {plain(letter.about(name))}"
    yield "headers"
    for name, content in letter.came:
        yield f"  {plain(name)}: {plain(content.decode(errors='backslashreplace'))}"
    if letter.about("tombstone") == "1" or letter.value is None:
        yield "value    none: it was a tombstone"
        return
    yield f"value    {len(letter.value)} bytes"
    yield from _content(letter.value)


def _content(value: bytes) -> Iterator[str]:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        for start in range(0, len(value), HEX_WIDTH):
            part = value[start : start + HEX_WIDTH]
            yield f"  {start:08x}  {part.hex(' '):<{3 * HEX_WIDTH}} {''.join(map(_mark, part))}"
    else:
        yield from (f"  {plain(line)}" for line in text.split("\n"))


def _mark(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F else "."  # noqa: PLR2004 - the printable part of ASCII
