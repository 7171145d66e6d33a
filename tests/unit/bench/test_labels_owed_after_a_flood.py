"""What the bench says of labels that were made without the encoder: how many, and how many still are."""

from bench.owed import Again, Tally
from services.triage.domain.judging import WITHOUT_ENCODER
from shared.contracts.labels import Basis
from shared.contracts.mention_triaged import Triaged
from shared.contracts.record import Event
from tests.contracts.examples import EXAMPLES


def labelled(name: str, method: str) -> Event[Triaged]:
    fact = EXAMPLES["mention.triaged"]
    assert isinstance(fact, Triaged)
    basis = Basis(kind="machine", method=method, model="aaaa")
    return Event("mention.triaged", fact.model_copy(update={"id": name, "basis": basis}), {})


def test_labels_without_the_encoder_are_owed_until_they_come_with_it() -> None:
    tally = Tally()
    for event in (labelled("x:1", "m"), labelled("x:2", "m" + WITHOUT_ENCODER), labelled("x:3", "m" + WITHOUT_ENCODER)):
        tally.take(event)
    tally.take(labelled("x:2", "m"))

    assert (len(tally.labelled), len(tally.brief), tally.owed) == (3, 2, {"x:3"})


def test_the_line_says_what_is_left_or_that_nothing_is() -> None:
    assert "900 labels without the encoder, 100 of them still owed 65 s after" in Again(900, 100, 65.0).line()
    assert "all made again 40 s after" in Again(900, 0, 40.0).line()
    assert "no labels owed" in Again(0, 0, 3.0).line()
