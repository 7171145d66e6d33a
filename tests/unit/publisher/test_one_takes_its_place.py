"""Two people change one post at the same moment: one new post takes its place, and the other is told which."""

from collections.abc import Sequence

import pytest

from shared.contracts.post_changed import Delivery, State
from shared.contracts.post_requested import Command, Edit, Settle, Withdraw
from tests.unit.publisher.posts import NOW, WORLD, approves, asks, in_state, minutes, rule, submits

Book = dict[str, Delivery]


def heard(commands: Sequence[Command], *known: Delivery) -> tuple[Book, list[str | None]]:
    """The account after these commands, in their order, and why each was refused."""
    book, refused = {each.id: each for each in known}, []
    for command in commands:
        ruling = rule(book.get(command.delivery), command, NOW, WORLD, *book.values())
        refused.append(ruling.refused)
        if ruling.delivery:
            book[ruling.delivery.id] = ruling.delivery
    return book, refused


def edits(anew: str, by: str = "officer", version: int | None = None) -> list[Command]:
    """What the desk writes in one transaction when somebody sends another version of d1."""
    edit = asks(Edit, by, replaced_by=anew, version=version)
    return [edit, submits(f"As {anew} has it", by=by, delivery=anew, replaces="d1")]


def settles(anew: str, by: str, outcome: str = "not_posted") -> list[Command]:
    """The same for somebody who looked on the platform."""
    settle = asks(Settle, by, outcome=outcome, replaced_by=anew)
    return [settle, submits(by=by, delivery=anew, replaces="d1")]


@pytest.mark.parametrize("state", ["submitted", "approved", "returned", "missed"])
def test_of_two_who_edit_one_post_the_second_is_void_and_names_the_first(state: State) -> None:
    book, refused = heard([*edits("d2"), *edits("d3", "boss")], in_state(state))
    told = "It was edited meanwhile: see d2, which took its place."
    assert (book["d1"].state, book["d1"].replaced_by) == ("void", "d2")
    assert (book["d2"].state, book["d3"].state, book["d3"].reason) == ("submitted", "void", told)
    assert refused == [None, None, f"It cannot be edited. {told}", None]
    assert rule(book["d3"], approves(book["d3"], "boss")).refused


def test_of_two_who_say_that_it_is_not_there_one_makes_another_try() -> None:
    book, refused = heard([*settles("d2", "approver"), *settles("d3", "boss")], in_state("unknown"))
    assert (book["d1"].state, book["d1"].replaced_by) == ("abandoned", "d2")
    assert (book["d2"].state, book["d3"].state) == ("submitted", "void")
    assert refused[2] == "It cannot be settled. It was settled meanwhile: see d2, which took its place."


def test_who_says_that_it_is_not_there_after_it_was_given_up_makes_no_post() -> None:
    given_up = asks(Settle, "approver", outcome="abandoned", replaced_by="d9")
    book, refused = heard([given_up, *settles("d2", "boss")], in_state("unknown"))
    assert refused[1] == "It cannot be settled. It was given up: write another."
    assert book["d1"].replaced_by is None
    assert (book["d2"].state, book["d2"].reason) == (
        "void",
        "The one that it should replace was not given up for it: see d1.",
    )


def test_who_edits_what_was_withdrawn_in_the_same_moment_does_not_bring_it_back() -> None:
    book, refused = heard([asks(Withdraw, "boss"), *edits("d2")], in_state("submitted"))
    assert refused[1] == "It cannot be edited. It is void: write another."
    assert book["d2"].state == "void"


@pytest.mark.parametrize("state", ["void", "refused", "abandoned"])
def test_what_is_over_is_written_anew_once_and_stays_what_it_was(state: State) -> None:
    before = in_state(state)
    commands = [*edits("d2", version=before.version), *edits("d3", "boss", version=before.version)]
    book, refused = heard(commands, before)
    kept = {"replaced_by": "d2", "commands": book["d1"].commands, "refusals": book["d1"].refusals}
    assert book["d1"] == before.model_copy(update=kept)
    assert [each is None for each in refused] == [True, True, False, True]
    assert (book["d2"].state, book["d3"].state) == ("submitted", "void")


def test_read_again_from_nothing_the_same_one_takes_its_place() -> None:
    commands = [submits(), *edits("d2"), *edits("d3", "boss")]
    late = [each.model_copy(update={"at": NOW - minutes(5)}) for each in commands]
    book, _ = heard(late)
    assert [book[each].state for each in ("d1", "d2", "d3")] == ["void", "missed", "void"]


@pytest.mark.parametrize("before", ["d9", "d2"])
def test_one_that_replaces_what_nobody_knows_is_void(before: str) -> None:
    made = rule(None, submits(delivery="d2", replaces=before)).delivery
    assert made
    assert (made.state, made.reason.partition(":")[0]) == (
        "void",
        "The one that it should replace is not known on this account",
    )
