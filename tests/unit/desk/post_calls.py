"""Calls about posts, as the tests of the desk make them."""

from typing import Any

import httpx

from tests.support.desk import PaperDesk

TEXT = "A man has been arrested on suspicion of theft after a report in Queens Road."


async def sent(
    client: httpx.AsyncClient, text: str = TEXT, account: str = "x_hastings", **more: object
) -> httpx.Response:
    """Sent for approval; more or other fields of the call as given."""
    body = {"deliveries": [{"account": account, "text": text}], **more}
    return await client.post("/api/posts?wait=2", json=body)


async def submitted(
    desk: PaperDesk, text: str = TEXT, *, by: str = "officer", account: str = "x_hastings"
) -> dict[str, Any]:
    """The delivery that was sent for approval and taken by the publisher."""
    async with desk.signed_in(by) as client:
        answer = await sent(client, text, account)
    assert answer.status_code == 201, answer.text
    (delivery,) = answer.json()["deliveries"]
    found: dict[str, Any] = delivery
    return found


async def asked(
    desk: PaperDesk,
    delivery: str,
    verb: str,
    body: dict[str, Any] | None = None,
    *,
    by: str = "approver",
    wait: int = 2,
) -> httpx.Response:
    """A decision on a delivery."""
    async with desk.signed_in(by) as client:
        return await client.post(f"/api/deliveries/{delivery}/{verb}?wait={wait}", json=body)


def seen(delivery: dict[str, Any]) -> dict[str, Any]:
    """What an approval names."""
    return {"hash": delivery["hash"], "version": delivery["version"]}
