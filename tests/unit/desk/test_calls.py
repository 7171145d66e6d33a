"""The JSON calls: the same rules, audit and errors as the pages; nothing half-done, nothing done twice."""

import re

import httpx
import pytest

from tests.support.desk import PaperDesk, labels, mention, raised, triaged


def _question(desk: PaperDesk, *, account: str = "x_hastings", district: str = "hastings") -> str:
    said = mention("Where do I hand in a lost wallet?", desk.clock(), account=account)
    desk.add(said, triaged(said, labels("question", district=district)))
    return said.id


def _alarm(desk: PaperDesk) -> str:
    said = mention("Man with a knife", desk.clock())
    desk.add(said, triaged(said, labels("emergency")), raised(said))
    return said.id


async def test_a_mention_is_described_whole(desk: PaperDesk) -> None:
    known = _question(desk)
    async with desk.signed_in() as client:
        (shown,) = (await client.get("/api/mentions")).json()
    assert shown["id"] == known
    expected = {"account": "x_hastings", "tags": ["question"], "urgency": "routine", "district": "hastings"}
    assert shown.items() >= (expected | {"claimed_by": None, "state": "open", "recovered": False}).items()
    assert {"platform_id", "text", "received_at", "reasons"} <= shown.keys()


async def test_the_way_of_a_mention(desk: PaperDesk) -> None:
    known = _question(desk)
    async with desk.signed_in() as client:
        assert (await client.post(f"/api/mentions/{known}/claim")).json()["claimed_by"] == "officer"
        assert (await client.post(f"/api/mentions/{known}/notes", json={"text": "Told her 101"})).status_code == 200
        corrected = await client.post(f"/api/mentions/{known}/labels", json={"tags": ["praise"]})
        assert corrected.json()["tags"] == ["praise"]
        closed = await client.post(f"/api/mentions/{known}/close", json={"reason": "redirected"})
        assert closed.json()["state"] == "closed"
        assert (await client.post(f"/api/mentions/{known}/reopen")).json()["state"] == "claimed"
        assert (await client.post(f"/api/mentions/{known}/release")).json()["state"] == "open"
    assert desk.topics.transitions() == [
        "claim.changed",
        "note.added",
        "labels.corrected",
        "mention.closed",
        "mention.closed",
        "claim.changed",
    ]
    acts = [entry.act for entry in desk.audited()]
    assert acts == [f"mention.{act}" for act in ("claim", "note", "correct", "close", "reopen", "release")]


async def test_the_way_of_an_alert(desk: PaperDesk) -> None:
    known = _alarm(desk)
    async with desk.signed_in() as client:
        assert (await client.post(f"/api/alerts/{known}/acknowledge")).json()["state"] == "acknowledged"
        passed = await client.post(f"/api/alerts/{known}/pass-on", json={"reference": "SBX-1"})
        assert (passed.json()["state"], passed.json()["reference"]) == ("passed_on", "SBX-1")
        assert (await client.post(f"/api/alerts/{known}/close", json={"reason": "patrol there"})).json()["closed_by"]
        assert (await client.get("/api/alerts")).json() == []
        again = await client.post(f"/api/alerts/{known}/close", json={"reason": "twice"})
        assert again.status_code == 409
    assert desk.topics.transitions() == ["alert.acknowledged", "alert.passed_on", "alert.closed"]


async def test_passing_on_at_once_has_seen_it_too(desk: PaperDesk) -> None:
    known = _alarm(desk)
    async with desk.signed_in() as client:
        await client.post(f"/api/alerts/{known}/pass-on", json={"reference": "SBX-1"})
    assert desk.topics.transitions() == ["alert.acknowledged", "alert.passed_on"]


async def test_an_alert_that_a_colleague_has_stays_theirs(desk: PaperDesk) -> None:
    known = _alarm(desk)
    async with desk.signed_in() as officer, desk.signed_in("supervisor") as supervisor:
        await officer.post(f"/api/alerts/{known}/acknowledge")
        assert (await officer.post(f"/api/alerts/{known}/acknowledge")).status_code == 200
        refused = await supervisor.post(f"/api/alerts/{known}/acknowledge")
    assert refused.status_code == 409
    assert "Officer Tester" in refused.json()["title"]
    assert desk.topics.transitions() == ["alert.acknowledged"]


async def test_the_first_to_claim_has_it(desk: PaperDesk) -> None:
    known = _question(desk)
    async with desk.signed_in() as officer, desk.signed_in("approver") as approver:
        assert (await officer.post(f"/api/mentions/{known}/claim")).status_code == 200
        refused = await approver.post(f"/api/mentions/{known}/claim")
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "Ask them, or wait until their claim runs out."


async def test_claim_next_gives_each_their_own(desk: PaperDesk) -> None:
    first, second = _question(desk), _question(desk)
    async with desk.signed_in() as officer, desk.signed_in("approver") as approver:
        theirs = (await officer.post("/api/mentions/claim-next")).json()["id"]
        mine = (await approver.post("/api/mentions/claim-next")).json()["id"]
        none_left = await approver.post("/api/mentions/claim-next")
    assert {theirs, mine} == {first, second}
    assert none_left.status_code == 409


async def test_another_districts_mention_is_refused_with_a_reason_and_on_record(desk: PaperDesk) -> None:
    known = _question(desk, account="x_crawley", district="crawley")
    async with desk.signed_in() as client:
        for answer in (
            await client.get(f"/api/mentions/{known}"),
            await client.post(f"/api/mentions/{known}/claim"),
            await client.post(f"/api/mentions/{known}/notes", json={"text": "x"}),
        ):
            assert answer.status_code == 403
            assert answer.json()["title"] == "This mention belongs to Crawley."
            assert "wallet" not in answer.text
        assert (await client.get(f"/mentions/{known}")).status_code == 403
        assert (await client.get("/api/mentions")).json() == []
    assert [(entry.outcome, entry.on) for entry in desk.audited()] == [("refused", (known,))] * 4
    assert desk.topics.written == []


async def test_what_is_unknown_is_not_found(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        for path in ("/api/mentions/x:1", "/api/nothing", "/mentions/x:1"):
            assert (await client.get(path)).status_code == 404
        assert (await client.post("/api/alerts/x:1/acknowledge")).status_code == 404


@pytest.mark.parametrize(
    ("call", "body", "says"),
    [
        ("close", {"reason": "bored"}, "answered"),
        ("notes", {"text": " "}, "Write what a colleague should know"),
        ("labels", {"tags": ["suspect"]}, "Choose from"),
        ("notes", {"words": "x"}, "text: it is missing; words: there is no such field."),
        ("notes", [1], "body: it has to be an object."),
        ("labels", {"tags": "spam"}, "tags: it has to be a list."),
    ],
)
async def test_what_was_sent_wrong_is_named(desk: PaperDesk, call: str, body: object, says: str) -> None:
    known = _question(desk)
    async with desk.signed_in() as client:
        answer = await client.post(f"/api/mentions/{known}/{call}", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]
    assert desk.topics.written == []


async def test_an_unreachable_broker_leaves_nothing_half_done(desk: PaperDesk) -> None:
    known = _question(desk)
    desk.topics.away = True
    async with desk.signed_in() as client:
        refused = await client.post(f"/api/mentions/{known}/claim")
        assert refused.status_code == 503
        assert "Nothing was changed" in refused.json()["detail"]
        assert (await client.get(f"/api/mentions/{known}")).json()["state"] == "open"
        desk.topics.away = False
        assert (await client.post(f"/api/mentions/{known}/claim")).json()["state"] == "claimed"
    outcomes = [(entry.outcome, entry.why) for entry in desk.audited()]
    assert outcomes == [("done", ""), ("refused", "not carried out: Kafka could not be reached"), ("done", "")]


async def test_acknowledged_again_by_its_owner_is_a_view(desk: PaperDesk) -> None:
    known = _alarm(desk)
    async with desk.signed_in() as client:
        for _ in range(2):
            assert "knife" in (await client.post(f"/api/alerts/{known}/acknowledge")).json()["text"]
    assert [entry.act for entry in desk.audited()] == ["alert.acknowledge", "alert.view"]


async def test_nobody_acts_before_all_is_read_that_colleagues_have_done(desk: PaperDesk) -> None:
    question, alarm = _question(desk), _alarm(desk)
    desk.freshness.caught_up = False
    async with desk.signed_in() as client:
        for call in (f"mentions/{question}/claim", f"alerts/{alarm}/acknowledge", "mentions/claim-next"):
            refused = await client.post(f"/api/{call}")
            assert refused.status_code == 503
            assert "try again in a minute" in refused.json()["detail"]
        assert (await client.get("/api/alerts")).status_code == 200
        assert desk.topics.written == []
        async with desk.signed_in("not_read_yet") as unread:
            unknown = await unread.get("/api/alerts")
        assert (unknown.status_code, unknown.json()["title"]) == (503, "The desk is still reading who works here.")
        desk.freshness.caught_up = True
        assert (await client.post(f"/api/mentions/{question}/claim")).status_code == 200


async def test_accounts_are_those_of_ones_districts(desk: PaperDesk) -> None:
    async with desk.signed_in() as officer, desk.signed_in("supervisor") as supervisor:
        mine = (await officer.get("/api/accounts")).json()
        every = (await supervisor.get("/api/accounts")).json()
    assert [(account["id"], account["may_post"]) for account in mine] == [("x_hastings", True)]
    assert len(every) == len(desk.registry.accounts)


async def _form_of(client: httpx.AsyncClient, page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', (await client.get(page)).text)
    assert found
    return found[1]


async def test_a_form_needs_its_own_sessions_token(desk: PaperDesk) -> None:
    known = _question(desk)
    async with desk.signed_in(browser=True) as client, desk.signed_in("approver", browser=True) as other:
        theirs = await _form_of(other, f"/mentions/{known}")
        for forged in ({}, {"csrf": "x"}, {"csrf": theirs}):
            assert (await client.post(f"/mentions/{known}/claim", data=forged)).status_code == 403
        assert desk.topics.written == []
        own = await _form_of(client, f"/mentions/{known}")
        done = await client.post(f"/mentions/{known}/claim", data={"csrf": own})
    assert done.headers["location"] == f"/mentions/{known}?done=claimed"


@pytest.mark.parametrize("sent_by", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_another_site_cannot_make_a_browser_call(desk: PaperDesk, sent_by: dict[str, str]) -> None:
    known = _question(desk)
    async with desk.signed_in(browser=True) as client:
        for kind in ("application/json", "text/plain"):
            forged = await client.post(
                f"/api/mentions/{known}/notes", content='{"text": "x"}', headers=sent_by | {"Content-Type": kind}
            )
            assert forged.status_code == (403 if kind == "application/json" else 415)
        assert desk.topics.written == []
        token = await _form_of(client, f"/mentions/{known}")
        mine = await client.post(
            f"/api/mentions/{known}/notes",
            json={"text": "x"},
            headers={"Origin": "http://desk", "X-CSRF-Token": token},
        )
        assert mine.status_code == 200


async def test_a_program_may_call_with_the_links_cookie(desk: PaperDesk) -> None:
    known = _question(desk)
    async with desk.signed_in(browser=True) as client:
        assert (await client.post(f"/api/mentions/{known}/claim")).status_code == 200


async def test_the_description_names_every_call_of_the_seams(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        paths = (await client.get("/api/openapi.json")).json()["paths"]
    assert {
        "/api/accounts",
        "/api/mentions",
        "/api/mentions/{mention}/claim",
        "/api/mentions/{mention}/notes",
        "/api/mentions/{mention}/close",
        "/api/mentions/{mention}/labels",
        "/api/alerts/{alert}/acknowledge",
        "/api/alerts/{alert}/pass-on",
        "/api/alerts/{alert}/close",
        "/api/status",
    } <= paths.keys()
    assert not any(path.startswith("/mentions") for path in paths)
