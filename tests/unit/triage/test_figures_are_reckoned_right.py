"""The figures that are told of the labeller follow from the labels, counted by hand here."""

from shared.contracts.labels import Labels, Tag
from tests.unit.triage.cases import Case
from tests.unit.triage.figures import Share, figures_of


def case(*tags: Tag, district: str = "crawley", concern: str | None = None) -> Case:
    return Case("1", "words", "crawley", None, {"tags": list(tags), "district": district, "concern": concern})


def labels(*tags: Tag, district: str = "crawley", concern: str | None = None, alert: bool = False) -> Labels:
    return Labels(
        tags=tags,
        concern=concern,
        urgency="none",
        needs_reply=False,
        district=district,
        language="en",
        sentiment="neutral",
        alert=alert,
    )


def test_danger_that_was_missed_and_alarms_for_nothing_both_count() -> None:
    got = figures_of(
        [
            (case("emergency"), labels("emergency", alert=True)),
            (case("emergency"), labels("chat")),
            (case("chat"), labels("question", alert=True)),
            (case("chat"), labels("chat", alert=True)),
        ]
    )
    assert (got.recall, got.precision) == (Share(1, 2), Share(1, 3))


def test_each_tag_counts_the_same_in_the_macro_f1() -> None:
    got = figures_of([(case("chat"), labels("chat")), (case("chat"), labels("chat")), (case("praise"), labels("spam"))])
    assert got.macro_f1 == (1 + 0 + 0) / 3


def test_an_unknown_district_is_not_right_and_not_wrong() -> None:
    got = figures_of(
        [
            (case("chat"), labels("chat")),
            (case("chat"), labels("chat", district="unknown")),
            (case("chat"), labels("chat", district="lewes")),
            (case("chat", district="unknown"), labels("chat")),
        ]
    )
    assert (got.district, got.wrong_districts) == (Share(1, 4), 2)


def test_a_concern_is_right_only_where_a_person_named_the_same() -> None:
    got = figures_of(
        [
            (case("community_concern", concern="noise"), labels("community_concern", concern="noise")),
            (case("community_concern", concern="noise"), labels("community_concern", concern="drugs")),
            (case("chat"), labels("chat", concern="drugs")),
        ]
    )
    assert got.concern == Share(1, 2)


def test_nothing_of_nothing_is_no_figure() -> None:
    assert (str(Share(0, 0)), str(Share(1, 2))) == ("none", "0.50 (1 of 2)")
