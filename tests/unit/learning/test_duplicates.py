"""Lines that resemble each other: which one goes, and what stays on purpose."""

from pathlib import Path

import pytest

from learning.duplicates import find_duplicates, jaccard, main, shingles_of
from learning.mentions import Authored, read_part
from tests.unit.learning.lines import line

ROOF = "There's a lad sat right on the edge of the multi storey roof"


def _write(folder: Path, part: str, author: str, lines: list[Authored]) -> None:
    (folder / part).mkdir(exist_ok=True)
    text = "".join(f"{each.model_dump_json()}\n" for each in lines)
    (folder / part / f"{author}.jsonl").write_text(text, encoding="utf-8")


def test_alikeness_is_the_share_of_all_shingles_that_both_have() -> None:
    assert jaccard(frozenset("abc"), frozenset("bcd")) == 2 / 4


def test_case_signs_handles_digits_and_emoji_do_not_make_a_line_new() -> None:
    again = line("b-1", f"@sbx_hastings {ROOF.upper()}!!! 3 times 😱").model_copy(
        update={"text": f"@x {ROOF.upper()}!! 😱"}
    )

    assert shingles_of(line("a-1", ROOF)) == shingles_of(again)


def test_a_line_with_a_typing_mistake_is_the_same_line_and_another_scene_is_not() -> None:
    lines = [
        line("a-1", ROOF),
        line("b-1", ROOF.replace("multi storey", "mutli storey")),
        line("c-1", "There's a dog sat right in the middle of the road"),
    ]

    assert [(pair.line, pair.like) for pair in find_duplicates(lines)] == [("b-1", "a-1")]


def test_lines_without_a_word_are_compared_as_they_stand() -> None:
    lines = [line("a-1", "😱😱"), line("b-1", "🎉"), line("c-1", "😱😱")]

    assert [pair.line for pair in find_duplicates(lines)] == ["c-1"]


def test_few_words_are_the_same_only_under_the_same_message() -> None:
    about_a_dog = "Your missing spaniel was seen near the allotments this morning"
    lines = [
        line("a-1", "he's back", answered="Thanks for telling us about your ex, please add it online"),
        line("b-1", "he's back", answered=about_a_dog),
        line("c-1", "hes back", answered=about_a_dog),
    ]

    assert [(pair.line, pair.like) for pair in find_duplicates(lines)] == [("c-1", "b-1")]


def test_what_one_hand_wrote_alike_and_labelled_apart_stays_and_other_hands_do_not() -> None:
    lines = [line("a-1", ROOF, "emergency"), line("a-2", f"{ROOF} 😂"), line("b-1", f"{ROOF} lol", "chat")]

    assert [pair.line for pair in find_duplicates(lines)] == ["b-1"]


def test_the_test_line_stays_and_what_would_be_learnt_from_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = line("t1-2", "Is the front desk at Hove open on Sundays?", "question")
    _write(tmp_path, "test", "t1", [line("t1-1", ROOF.lower()), other])
    _write(tmp_path, "train", "a1", [line("a1-1", ROOF), line("a1-2", "Two lads racing round the car park again")])

    assert main(["--data", str(tmp_path)]) == 1
    assert main(["--data", str(tmp_path), "--remove"]) == 0

    assert [each.id for each in read_part("test", tmp_path)] == ["t1-1", "t1-2"]
    assert [each.id for each in read_part("train", tmp_path)] == ["a1-2"]
    assert "a1-1 is like t1-1" in (said := capsys.readouterr().out)
    assert "multi storey" not in said, "no line is ever printed"
    assert main(["--data", str(tmp_path)]) == 0
