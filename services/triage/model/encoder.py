"""The encoder: a small language model that runs here, on one core, and gives the same numbers for the same words."""

import re
import unicodedata
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from services.triage.domain.sense import Sense

LONGEST = 96
"""Tokens of a message that are read; a post of X has 40."""
LONGEST_ANSWERED = 56
"""Tokens of the message that it answers."""
MOST_LETTERS = 4_000
"""Letters that are looked at before they are cut to tokens: far more than fit."""
END = 102
"""The token that ends a text, as the encoder was taught."""
KNIFE = "\N{HOCHO}"
"""By its Unicode name, which is Japanese, the encoder would not know it."""
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]")


def plain(text: str) -> str:
    """A message as the encoder was taught to read it: links and handles are words, and so are emoji."""
    text = _HANDLE.sub("@user", _LINK.sub("link", text[:MOST_LETTERS])).replace("\u2019", "'")
    return _EMOJI.sub(lambda found: f" {_name_of(found.group())} ", text)


def _name_of(emoji: str) -> str:
    return "knife" if emoji == KNIFE else unicodedata.name(emoji, "").lower()


def tokens_of(tokenizer: Tokenizer, text: str, answered: str | None) -> tuple[list[int], list[int]]:
    """The numbers of a message's tokens, and for each whether it belongs to the message (0) or the answered one (1)."""
    message = _cut(tokenizer.encode(plain(text)).ids, LONGEST)
    if not answered:
        return message, [0] * len(message)
    before = _cut(tokenizer.encode(plain(answered)).ids[1:], LONGEST_ANSWERED)
    return message + before, [0] * len(message) + [1] * len(before)


def _cut(ids: list[int], longest: int) -> list[int]:
    return ids if len(ids) <= longest else [*ids[: longest - 1], END]


def read_tokenizer(file: Path) -> Tokenizer:
    """The tokenizer, without the padding and cutting that its file asks for."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class Encoder:
    """Reads one message at a time: its numbers would depend on its neighbours in a batch."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = read_tokenizer(folder / "tokenizer.json")
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])

    def read(self, text: str, answered: str | None) -> Sense:
        """What it makes of a message."""
        ids, kinds = tokens_of(self._tokenizer, text, answered)
        given = {
            "ids": np.array([ids], np.int64),
            "kinds": np.array([kinds], np.int64),
        }
        logits, vector = self._session.run(["logits", "vector"], given)
        return Sense(logits[0], vector[0])
