"""Each kind of rule does what the force's guide says of it, and a mistake in one is named with file, rule and what."""

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.errors import Misconfigured
from shared.rules.guidance import Around, Draughted, Guidance, check, guidance_of
from shared.rules.guidance.likeness import slips

HEAD = """
[lists]
greens = ["kale", "spinach"]
[names]
given = ["Anna"]
never = ["road", "the"]
followed_by = ["was arrested"]
public = ["pc"]
[[rule]]
id = "a_rule"
level = "asks"
reason = "Say something else instead of this."
source = "The book of rules"
"""
AROUND = Around(datetime(2026, 11, 22, tzinfo=UTC))


def guidance(rest: str) -> Guidance:
    content = (HEAD + rest).encode()
    return guidance_of("guidance.toml", tomllib.loads(content.decode()), content, ["hastings"])


def found(rest: str, text: str, **more: Any) -> list[str]:  # noqa: ANN401 - the fields of Draughted, of several types
    return [text[each.start : each.end] for each in check(Draughted("x", text, **more), guidance(rest), AROUND)]


@pytest.mark.parametrize(
    ("phrases", "text", "said"),
    [
        ('[["thie*"]]', "Two thieves ran.", ["thieves"]),
        ('[["(the|a|) cat"]]', "Cat!", ["Cat"]),
        ('[["(the|a) (old (black|white)|young) cat"]]', "The old white cat.", ["The old white cat"]),
        ('[["aged <10-17>"]]', "Aged 17.", ["Aged 17"]),
        ('[["aged <10-17>"]]', "Aged 18.", []),
        ('[["<name> left"]]', "Anna Brown left.", ["Anna Brown left"]),
        ('[["aged <10-17>"]]', "Aged fifteen.", ["Aged fifteen"]),
        ('[["<10-17> yo"]]', "A 15yo left.", ["15yo"]),
        ('[["<given> left"]]', "Anna left.", ["Anna left"]),
        ('[["<given> left"]]', "anna left.", []),
        ('[["<name> left"]]', "Anna B left.", ["Anna B left"]),
        ('[["<name> left"]]', "Anna Road left.", []),
        ('[["<name> left"]]', "PC Anna Brown left.", []),
        ('[["dont"]]', "Don\u2019t!", ["Don\u2019t"]),
        ('[["cafe"]]', "The Caf\u00e9.", ["Caf\u00e9"]),
        ('[["woman"]]', "A woman's bag.", ["woman's"]),
        ('[["@greens"]]', "Spinach today.", ["Spinach"]),
        ('[["road safety"]]', "#RoadSafety", ["RoadSafety"]),
    ],
)
def test_the_notation_of_phrases(phrases: str, text: str, said: list[str]) -> None:
    assert found(f'kind = "words"\nall = {phrases}', text) == said


def test_words_have_to_be_near_each_other() -> None:
    rule = 'kind = "words"\nall = [["red"], ["car"]]\nwithin = 3'
    assert found(rule, "A car, dark red.") == ["car, dark red"]
    assert found(rule, "A red and very old car.") == []


def test_words_of_one_sentence() -> None:
    rule = 'kind = "words"\nall = [["red"], ["car"]]\none_sentence = true'
    assert found(rule, "It is red. The car left.") == []
    assert found(rule, "A red car left.") == ["red car"]


def test_what_lifts_a_rule() -> None:
    rule = 'kind = "words"\nall = [["shout"]]\nnegated_by = ["not"]\ndespite = ["hesitate"]\nbut_not = ["shout out"]\n'
    assert found(rule, "Do shout.") == ["shout"]
    assert found(rule, "Do not ever shout.") == []
    assert found(rule, "Do not, shout.") == ["shout"]
    assert found(rule, "Do not hesitate to shout.") == ["shout"]
    assert found(rule, "A shout out to all.") == []
    assert found(rule + 'unless = ["please"]', "Shout, please.") == []
    assert found(rule + "questions = false", "Did you shout?") == []


def test_a_rule_is_for_posts_or_replies_districts_and_days() -> None:
    rule = 'kind = "words"\nall = [["kale"]]\n'
    assert found(rule + 'applies_to = "replies"', "Kale.") == []
    assert found(rule + 'applies_to = "replies"', "Kale.", is_reply=True) == ["Kale"]
    assert found(rule + 'applies_to = "posts"', "Kale.", is_reply=True) == []
    assert found(rule + "enabled = false", "Kale.") == []
    assert found(rule + 'districts = ["hastings"]', "Kale.") == []
    assert found(rule + "during = [{first = 2026-11-22, last = 2026-11-22}]", "Kale.") == ["Kale"]
    assert found(rule + "during = [{first = 2026-11-23, last = 2026-11-30}]", "Kale.") == []
    assert found(rule + "during = []", "Kale.") == []


@pytest.mark.parametrize("text", ["kale", "KALE", "k4le", "k@le", "k.a.l.e", "k a l e", "k\u00e1le", "kaaale", "k*le"])
def test_a_blocked_word_is_found_however_it_is_spelt(text: str) -> None:
    assert found('kind = "blocked"\nwords = ["kale"]', f"We like {text}!") == [text]


@pytest.mark.parametrize("text", ["kaleidoscope", "Pekale", "k and ale", "ale", "kal e2"])
def test_a_blocked_word_inside_another_is_none(text: str) -> None:
    assert found('kind = "blocked"\nwords = ["kale"]', f"We like {text}!") == []


@pytest.mark.parametrize(
    ("rest", "named"),
    [
        ('kind = "wrods"', "rule a_rule.*wrods"),
        ('kind = "words"', r"rule a_rule: words all: Field required"),
        ('kind = "words"\nall = [["(a|b"]]', "rule a_rule.*bracket is not closed"),
        ('kind = "words"\nall = [["a) b"]]', "where no bracket is open"),
        ('kind = "words"\nall = [["(a|)"]]', "may be no word at all"),
        ('kind = "words"\nall = [["<nobody>"]]', "<nobody>.*is no word"),
        ('kind = "words"\nall = [["@reds"]]', "rule a_rule: there is no list reds"),
        ('kind = "words"\nall = [["a"]]\nwihtin = 3', "rule a_rule.*wihtin"),
        ('kind = "words"\nall = [["a"]]\ndistricts = ["hasting"]', "rule a_rule names districts.*hasting"),
        ('kind = "words"\nall = [["a"]]\nduring = [{first = 2026-02-01, last = 2026-01-01}]', "before it begins"),
        ('kind = "pattern"\npatterns = ["(a"]', "rule a_rule.*no regular expression"),
        ('kind = "pattern"\npatterns = ["(a+)+b"]', "rule a_rule.*could take too long"),
        ("kind = \"pattern\"\npatterns = ['(a)\\1']", "references"),
        ('kind = "pattern"\npatterns = ["a?"]', "fits where nothing stands"),
        ('kind = "count"\nof = "commas"\nat_most = 1', "rule a_rule.*of"),
        ('kind = "count"\nof = "emoji"\nat_most = -1', "rule a_rule.*at_most"),
        ('kind = "blocked"\nwords = ["a"]\n[[rule]]\nid = "a_rule"', "rule a_rule"),
        ('kind = "blocked"\nwords = ["a"]\n[other]', "part that is not known: other"),
    ],
)
def test_a_mistake_is_named_with_file_and_rule(rest: str, named: str) -> None:
    with pytest.raises(Misconfigured, match=rf"(?s)guidance\.toml.*{named}|guidance\.toml has a {named}"):
        guidance(rest)


def test_the_same_id_twice_is_refused() -> None:
    twice = 'kind = "blocked"\nwords = ["a"]\n' + HEAD[HEAD.index("[[rule]]") :] + 'kind = "blocked"\nwords = ["b"]'
    with pytest.raises(Misconfigured, match="a_rule stands there twice"):
        guidance(twice)


@pytest.mark.parametrize("content", ['rule = ["a"]', 'lists = "a"', '[rule]\nid = "a"'])
def test_a_file_of_another_shape_is_refused(content: str) -> None:
    with pytest.raises(Misconfigured, match=r"its rules begin with \[\[rule\]\]"):
        guidance_of("guidance.toml", tomllib.loads(content), content.encode(), [])


def test_another_byte_is_another_version() -> None:
    one, other = guidance('kind = "blocked"\nwords = ["a"]'), guidance('kind = "blocked"\nwords = ["b"]')
    assert one.version != other.version
    assert len(one.version) == 64


@pytest.mark.parametrize(
    ("one", "other", "between"),
    [("101", "101", 0), ("101", "1101", 1), ("999", "911", 2), ("101", "110", 1), ("a", "abcd", 3)],
)
def test_slips_of_a_finger(one: str, other: str, between: int) -> None:
    assert slips(one, other) == between
