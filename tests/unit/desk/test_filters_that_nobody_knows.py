"""A filter that is misspelt must not look like an empty inbox: calls name what is known, pages show everything."""

import pytest

from tests.support.desk import PaperDesk, labels, mention, triaged

UNKNOWN = ("claimed", "state", "tag", "district", "concern", "platform")
KNOWN = {
    "claimed": ("nobody", "me", "others"),
    "state": ("open", "claimed", "closed", "needs_answer", "done"),
    "tag": ("spam", "emergency"),
    "district": ("hastings", "unknown", "outside"),
    "concern": ("noise",),
    "platform": ("x",),
}


@pytest.mark.parametrize("name", UNKNOWN)
async def test_an_unknown_value_is_refused_to_calls_and_passed_over_on_pages(desk: PaperDesk, name: str) -> None:
    said = mention("Where is the station?", desk.clock())
    desk.add(said, triaged(said, labels("question")))
    async with desk.signed_in() as client:
        refused = await client.get("/api/mentions", params={name: "bogus"})
        assert refused.status_code == 422
        assert refused.json()["title"] == f"bogus is no {name} to filter by."
        assert all(known in refused.json()["detail"] for known in KNOWN[name])
        assert said.text in (await client.get("/inbox", params={name: "bogus"})).text
        assert len((await client.get("/api/mentions", params={name: ""})).json()) == 1


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in KNOWN.items() for value in values])
async def test_what_is_known_filters(desk: PaperDesk, name: str, value: str) -> None:
    async with desk.signed_in() as client:
        assert (await client.get("/api/mentions", params={name: value})).status_code == 200
