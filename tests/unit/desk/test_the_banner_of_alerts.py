"""The banner counts alerts as the page of alerts does, and names each district once."""

import re

from tests.support.desk import PaperDesk, mention, raised


async def _banner(desk: PaperDesk) -> list[str]:
    """Its numbers and places, without the times."""
    async with desk.signed_in("supervisor") as client:
        page = (await client.get("/inbox")).text
    said = re.search(r"(\d+ alerts?) not acknowledged</strong>.*?</ul>", page, re.DOTALL)
    assert said
    places = (each.partition("·")[0].strip() for each in re.findall(r"<li>(.*?)</li>", said[0]))
    return [said[1], *places]


def _raise(desk: PaperDesk, district: str, *, times: int = 1, conversation: str | None = None) -> None:
    for _ in range(times):
        desk.clock.pass_by(seconds=1)
        said = mention("Help", desk.clock(), conversation=conversation)
        desk.add(said, raised(said, district=district))


async def test_its_parts_add_up_to_its_total_however_alerts_are_grouped(desk: PaperDesk) -> None:
    _raise(desk, "wealden")
    _raise(desk, "rother", times=2)
    _raise(desk, "lewes")
    _raise(desk, "hastings", times=3)
    _raise(desk, "hastings", times=3, conversation="x:1")
    assert await _banner(desk) == ["10 alerts", "Hastings (6)", "Lewes", "Rother (2)", "and 1 elsewhere"]


async def test_one_alert_is_one_place(desk: PaperDesk) -> None:
    _raise(desk, "lewes")
    assert await _banner(desk) == ["1 alert", "Lewes"]
