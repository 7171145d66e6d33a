"""What speaks against new heads: never a danger lost beyond noise, also not one a night."""

from collections.abc import Mapping

from services.triage.refit.gate import Measured, reasons_against

FINE = {"danger_recall": 0.98, "alert_load": 0.1, "tags": 0.85, "urgency": 0.9, "needs_reply": 0.9, "concern": 0.8}


def measured(
    found: tuple[int, int, int] = (196, 196, 196),
    *,
    after: Mapping[str, float] | None = None,
    before: Mapping[str, float] | None = None,
    shipped: Mapping[str, float] | None = None,
) -> Measured:
    """Figures; `found` counts the dangers of the new heads, of those in force and of the shipped ones."""
    counted = dict(zip(("after", "before", "shipped"), found, strict=True))
    return Measured({**FINE, **(after or {})}, {**FINE, **(before or {})}, {**FINE, **(shipped or {})}, counted, 200)


def test_the_same_figures_pass() -> None:
    assert list(reasons_against(measured())) == []


def test_one_danger_in_two_hundred_is_noise_and_two_are_not() -> None:
    assert list(reasons_against(measured((195, 196, 196)))) == []
    (reason,) = reasons_against(measured((194, 196, 196)))
    assert reason == "it would alert 194 of 200 dangers, and 196 are alerted now"


def test_dangers_lost_one_a_night_are_counted_from_the_shipped_heads() -> None:
    assert len(list(reasons_against(measured((194, 195, 196))))) == 1


def test_more_alerts_for_nothing_are_refused_by_growth_and_by_the_limit() -> None:
    assert list(reasons_against(measured(after={"alert_load": 0.119}))) == []
    assert "12.1% of harmless messages would alert" in next(reasons_against(measured(after={"alert_load": 0.121})))
    near = {"alert_load": 0.195}
    assert "the limit is 20%" in next(reasons_against(measured(before=near, after={"alert_load": 0.205})))


def test_a_limit_that_the_shipped_heads_break_already_does_not_bind() -> None:
    many = {"alert_load": 0.3}
    assert list(reasons_against(measured(before=many, shipped=many, after={"alert_load": 0.3}))) == []


def test_every_other_figure_may_fall_by_noise_and_no_further() -> None:
    for name, noise in (("tags", 0.01), ("urgency", 0.01), ("needs_reply", 0.01), ("concern", 0.02)):
        assert list(reasons_against(measured(after={name: FINE[name] - noise * 0.9}))) == []
        (reason,) = reasons_against(measured(after={name: FINE[name] - noise * 1.1}))
        assert reason.startswith(f"{name} would fall")


def test_small_falls_do_not_add_up_night_by_night() -> None:
    worn = {"tags": FINE["tags"] - 0.019}
    (reason,) = reasons_against(measured(before=worn, after={"tags": FINE["tags"] - 0.025}))
    assert reason.startswith("tags would fall")
