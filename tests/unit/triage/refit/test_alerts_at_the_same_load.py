"""New heads alert for nothing as often as those before, so that only the dangers that they find differ."""

from dataclasses import replace

import pytest

from services.triage.model.loading import load_learnt, read_card
from services.triage.refit.authored import read_authored
from services.triage.refit.figures import figures_of, told_of
from services.triage.refit.matching import at_the_load_of
from services.triage.refit.night import AUTHORED, Means


@pytest.mark.parametrize("load", [0, 0.1, 0.5, 1])
def test_the_threshold_follows_from_what_was_borne_before(means: Means, load: float) -> None:
    heads = load_learnt(means.folder).whole
    held = read_authored(means.folder / AUTHORED, read_card(means.folder).model).held
    harmless = [row for row in held if "emergency" not in row.given.tags]
    chances = sorted((float(heads.probabilities(row.whole)[0]) for row in harmless), reverse=True)
    borne = round(load * len(harmless))
    before = replace(heads, alert_at=chances[borne - 1] if borne else 1.0)
    borne_load = figures_of(told_of(before, held, brief=False))["alert_load"]
    assert borne_load >= load - 0.01  # equal messages alert together
    after = at_the_load_of(before, replace(heads, alert_at=0.0), held, brief=False)
    assert figures_of(told_of(after, held, brief=False))["alert_load"] == pytest.approx(borne_load)


def test_where_tags_alone_alert_as_much_nothing_else_does(means: Means) -> None:
    heads = load_learnt(means.folder).whole
    held = read_authored(means.folder / AUTHORED, read_card(means.folder).model).held
    quiet = replace(heads, alert_at=1.0)
    loud = replace(heads, alert_at=0.0, tags_at={**heads.tags_at, "emergency": 0.0})
    assert at_the_load_of(quiet, loud, held, brief=False).alert_at == 1.0
