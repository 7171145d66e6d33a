"""Posts as a calendar: a week or a month, each post on its day in London, each state in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from services.desk.domain.calendar import Sheet, Span, clocks_change, sheet
from services.desk.domain.delivery import DeskDelivery
from services.desk.pages.site import Site, Visitor, render
from services.desk.readmodel import deliveries
from shared.clock import LONDON
from shared.contracts.post_changed import State
from shared.registry import Account

MOST = 1_000
"""Posts of one sheet: a force that has more in a month sees so many, and is told."""

SHOWN: Sequence[State] = (
    "submitted", "approved", "returned", "missed", "sending", "posted", "refused", "unknown",
    "deleting", "deleted", "delete_unknown",
)  # fmt: skip
"""What was called off or given up stands in no calendar."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the sheet, with its posts in the order of their times."""

    date: date
    posts: tuple[DeskDelivery, ...]
    within: bool
    change: str | None
    """Where the clocks go forward or back in its night."""


def page(request: Request, site: Site, visitor: Visitor, account: str, accounts: Sequence[Account]) -> Response:
    """The sheet that the address asks for; this week where it asks for none."""
    asked, today = request.query_params, site.office.now().astimezone(LONDON).date()
    span: Span = "month" if asked.get("span") == "month" else "week"
    shown = sheet(span, _day(asked.get("from", "")) or today)
    found = deliveries.listed(
        site.office.model.store.db,
        visitor.acting.viewer,
        states=SHOWN,
        account=account,
        due_from=shown.begins,
        due_until=shown.ends,
        next_first=True,
        limit=MOST + 1,
    )

    def address(**values: str) -> str:
        said = {"view": "calendar", "span": span, "account": account, "from": shown.first.isoformat()} | values
        return f"/posts?{urlencode({name: value for name, value in said.items() if value})}"

    return render(
        request,
        visitor,
        "calendar.html",
        sheet=shown,
        days=_days(shown, found[:MOST]),
        more=len(found) > MOST,
        any=bool(found),
        at=at,
        today=today,
        account=account,
        accounts=accounts,
        address=address,
    )


def at(item: DeskDelivery) -> datetime:
    """When it went out, else when it is due, else when it was sent for approval."""
    return item.delivery.posted_at or item.due_at or item.delivery.submitted_at


def _days(shown: Sheet, found: Sequence[DeskDelivery]) -> list[Day]:
    posts: Mapping[date, list[DeskDelivery]] = {day: [] for day in shown.days}
    for item in found:
        posts[at(item).astimezone(LONDON).date()].append(item)
    return [Day(day, tuple(listed), shown.within(day), clocks_change(day)) for day, listed in posts.items()]


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
