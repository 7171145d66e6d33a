"""Contributions come twice, late and in any order; what they amount to is always the same."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.metrics.aggregator.board import Board
from services.metrics.domain.measures import Name, measures_for
from services.metrics.domain.measures_index import Cell, Contributions, cells_of
from services.metrics.domain.measures_reading import Reading
from shared.contracts.contribution_changed import Contribution
from shared.contracts.district_measured import DISTRICT_MEASURED
from tests.unit.metrics.contributions import ALWAYS, followers, index_of

BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = date(2026, 6, 1)
AMOUNT = st.none() | st.integers(0, 1_000)
DISTRICTS = st.sampled_from([(), ("hastings",), ("rother",), ("hastings", "rother")])


def days_amounts(account: str, day: int, word: int) -> st.SearchStrategy[Contribution]:
    at = BEGIN + timedelta(days=day)
    return st.builds(
        lambda count, districts: Contribution(
            entity=f"account:{account}|{at.date()}",
            account=account,
            platform="x",
            districts=districts,
            day=str(at.date()),
            as_of=at + timedelta(minutes=word),
            amounts={"followers": count},
        ),
        AMOUNT,
        DISTRICTS,
    )


def a_post(number: int, day: int, word: int) -> st.SearchStrategy[Contribution]:
    at = BEGIN + timedelta(days=day)
    return st.builds(
        lambda counts, districts: Contribution(
            entity=f"post:{number}",
            account="x_hastings",
            platform="x",
            districts=districts,
            day=str(at.date()),
            as_of=at + timedelta(minutes=word),
            amounts={"posts": 1, "likes": counts[0], "replies": counts[1], "reposts": counts[2]},
        ),
        st.tuples(AMOUNT, AMOUNT, AMOUNT),
        DISTRICTS,
    )


WORD = st.integers(0, 5)
TOLD = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["x_hastings", "x_second"]), st.integers(0, 20), WORD).flatmap(
            lambda each: days_amounts(*each)
        ),
        st.tuples(st.integers(0, 5), st.integers(0, 20), WORD).flatmap(lambda each: a_post(*each)),
    ),
    max_size=25,
    unique_by=lambda each: (each.entity, each.as_of),  # two words of one moment: the one told later stands
)


@st.composite
def told_twice_over(draw: st.DrawFn) -> tuple[list[Contribution], list[list[Contribution]]]:
    """Contributions, and the same in another order, with repeats, in batches."""
    told = draw(TOLD)
    again = draw(st.permutations(told + (draw(st.lists(st.sampled_from(told))) if told else [])))
    cuts = sorted(draw(st.lists(st.integers(0, len(again)), max_size=4)))
    return told, [again[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(again)], strict=True)]


def from_scratch(told: list[Contribution]) -> dict[tuple[Cell, Name], Reading]:
    """By the plainest reading of the contract: of each entity the newest, all else forgotten."""
    newest: dict[str, Contribution] = {}
    for each in sorted(told, key=lambda each: each.as_of):
        newest[each.entity] = each
    cells = {cell for each in newest.values() for cell in cells_of(each)}
    return {
        (cell, name): reading
        for cell in cells
        for name, reading in measures_for(
            [each for each in newest.values() if cell in cells_of(each)], {"x_hastings"}, ALWAYS
        ).items()
    }


def as_read(board: Board, index: Contributions, batches: list[list[Contribution]]) -> dict[str, bytes]:
    """What a plain consumer holds in the end, the last value of each key."""
    read: dict[str, bytes] = {}
    for batch in batches:
        changed = {cell for each in batch for cell in index.take(each)}
        for record in board.differences(index, changed, TODAY):
            if record.value is None:
                del read[record.key.decode()]  # never a tombstone for what was not there
            else:
                assert read.get(record.key.decode()) != record.value, "only what changed is written"
                read[record.key.decode()] = record.value
    return read


def a_board() -> Board:
    active = frozenset({"x_hastings"})
    return Board(DISTRICT_MEASURED, "sussex", {Cell(each, "x"): active for each in ("hastings", "rother", "force")})


@given(told_twice_over())
def test_any_order_with_repeats_ends_in_the_same_measures(
    example: tuple[list[Contribution], list[list[Contribution]]],
) -> None:
    told, batches = example
    index = Contributions()
    read = as_read(a_board(), index, batches)
    expected = from_scratch(told)
    assert read.keys() == {f"{cell.district}|{cell.platform}|{name.measure}|{name.period}" for cell, name in expected}
    for (cell, name), reading in expected.items():
        value = read[f"{cell.district}|{cell.platform}|{name.measure}|{name.period}"]
        fact = DISTRICT_MEASURED.transitions["district.measured"].model_validate_json(value)
        assert (fact.value, fact.as_of, fact.complete) == reading  # type: ignore[attr-defined] # it is a Measured


def test_of_two_words_of_one_moment_the_one_told_later_stands() -> None:
    first, corrected = followers("2026-05-01", 600), followers("2026-05-01", 601)
    for told, standing in (([first, corrected], corrected), ([corrected, first], first)):
        assert list(index_of(told).of(Cell("hastings", "x"))) == [standing]


def test_an_older_word_changes_nothing() -> None:
    index = index_of([followers("2026-05-01", 600, later=60)])
    assert not index.take(followers("2026-05-01", 590))
    assert not index.take(followers("2026-05-01", 600, later=60)), "nor does a repeat"
