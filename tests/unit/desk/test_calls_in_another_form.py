"""A call that brings no JSON, or no UTF-8, or broken JSON hears which of these it is and what to send."""

import pytest

from tests.support.desk import PaperDesk

POST = '{"deliveries": [{"account": "x_hastings", "text": "Café"}]}'
AS_JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("browser", [True, False])
async def test_what_is_not_sent_as_json_hears_to_send_json(desk: PaperDesk, kind: str, *, browser: bool) -> None:
    async with desk.signed_in(browser=browser) as client:
        answer = await client.post("/api/posts", content=POST, headers={"content-type": kind})
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Send JSON" in answer.json()["detail"]
    assert desk.topics.written == []


async def test_a_call_without_a_body_may_say_what_it_likes_of_it(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = await client.post("/api/mentions/x:1/claim", headers=headers)
    assert answer.status_code == 404


async def test_other_bytes_than_utf_8_are_named(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        answer = await client.post("/api/posts", content=POST.encode("latin-1"), headers=AS_JSON)
    assert answer.status_code == 400
    assert answer.json()["title"] == "What was sent is not in UTF-8."
    assert f"the byte at {POST.index('é') + 1} " in answer.json()["detail"]


async def test_broken_json_hears_what_is_wrong_and_where(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        answer = await client.post("/api/posts", content='{"deliveries": [}', headers=AS_JSON)
    assert answer.status_code == 422
    assert answer.json()["title"] == "What was sent is not JSON."
    assert answer.json()["detail"] == "Expecting value, at character 17."
