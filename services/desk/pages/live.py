"""Live updates over server-sent events: new and changed rows of an inbox, alarms on every page, news for the rest."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from services.desk.domain.alert import Group, sounding_at, sounds
from services.desk.domain.inbox import Filters, Tab, tab_of
from services.desk.domain.refusal import Refused
from services.desk.pages.filters import filters_of
from services.desk.pages.site import Reader, Site, SiteHere, Visitor, alarm, holds_seen
from services.desk.readmodel import mentions, staff
from services.desk.readmodel.changes import News
from services.desk.readmodel.labelling import labelling, told_now
from shared.rules.seeing import desks_of

router = APIRouter(include_in_schema=False)

LISTEN_S = 10.0
"""At the latest after this the page hears how the desk itself fares, and a person who left is shown out."""
SETTLE_S = 0.08
"""A burst comes as one piece of news; nobody notices a tenth of a second."""
SETTLE_BUSY_S = 0.4
"""While many come at once: a browser draws in peace, and a row is sent with its labels rather than twice."""
BUSY_ROWS = 15
MOST_ROWS = 40
"""Rows of one piece of news; the page says how many more there are."""


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: an inbox as it is filtered, or another page, which fetches itself again."""

    tab: Tab | None
    filters: Filters
    mention: str
    """The one that it is about; empty where it is about many."""
    post: str = ""
    """The same of posts."""
    numbers: str = ""
    """The district whose numbers it shows; `*` for all of them."""

    def concerns(self, news: News) -> bool:
        """Whether the page may look different now."""
        if self.numbers:
            return news.numbers or bool(news.posts)
        if self.post:
            return self.post in news.posts or news.channels or news.holds
        return bool(news) and (not self.mention or self.mention in (*news.mentions, *news.alerts))


@router.get("/live")
async def live(request: Request, site: SiteHere, visitor: Reader) -> EventSourceResponse:
    """A stream for one open page."""
    asked = request.query_params
    tab = tab_of(asked.get("tab")) if asked.get("page") == "inbox" else None
    view = View(
        tab,
        filters_of(asked, site.office.registry),
        asked.get("mention", ""),
        asked.get("post", ""),
        asked.get("numbers", ""),
    )
    return EventSourceResponse(stream(site, visitor, view), ping=15)


async def stream(site: Site, visitor: Visitor, view: View) -> AsyncIterator[ServerSentEvent]:
    """What changes for this visitor, until they are gone or the desk stops; of other districts not even an id."""
    changes, settle = site.office.model.changes, SETTLE_S
    with changes.listener(visitor.acting.viewer.desks, view.numbers) as listener:
        yield _alarm_event(site, visitor)
        while True:
            news = await listener.take(within=LISTEN_S, settle=settle)
            if changes.closed or not _still_here(site, visitor):
                return
            settle = SETTLE_BUSY_S if len(news.mentions) > BUSY_ROWS else SETTLE_S
            if news.alerts or news.holds or not news:
                yield _alarm_event(site, visitor)
            if view.tab and news.mentions:
                yield await _rows_event(site, visitor, view, view.tab, news)
            elif view.concerns(news):
                yield _event("changed", {"soon": bool(news.alerts or news.posts or news.numbers or news.holds)})


def _alarm_event(site: Site, visitor: Visitor) -> ServerSentEvent:
    """The banner as it stands, without anybody's words, and which alerts sound."""
    groups: list[Group] = alarm(site, visitor.acting)
    since = sounding_at(site.office.now())
    sounding = [
        alert.id
        for group in groups
        for alert in group.alerts
        if alert.raised.raised_at > since and sounds(alert, group.alerts)
    ]
    html = site.environment.get_template("_alarm.html").render(
        waiting_alerts=groups,
        stands=holds_seen(site, visitor.acting),
        names=site.office.names,
        now=site.office.now(),
        registry=site.office.registry,
        freshness=site.freshness,
        labelling=labelling(site.office.model.store.db, site.office.now()),
        triage=told_now(site.office.model.store.db, site.office.now()),
    )
    return _event("alarm", {"html": html, "waiting": sum(group.unseen for group in groups), "sounding": sounding})


async def _rows_event(site: Site, visitor: Visitor, view: View, tab: Tab, news: News) -> ServerSentEvent:
    office, viewer = site.office, visitor.acting.viewer
    db, now, ids = office.model.store.db, office.now(), list(news.mentions)
    seen = [
        item for part in _parts(ids) for item in mentions.among(db, viewer, part, tab="all", filters=Filters(), now=now)
    ]
    fits = {
        item.id
        for part in _parts(ids)
        for item in mentions.among(db, viewer, part, tab=tab, filters=view.filters, now=now)
    }
    seen.sort(key=lambda item: item.mention.received_at, reverse=True)
    shown, rest = seen[:MOST_ROWS], seen[MOST_ROWS:]
    try:
        await office.saw(visitor.acting, shown)
    except Refused as refusal:
        return _event("refused", {"title": refusal.title, "detail": refusal.detail})
    here = {item.id for item in seen}
    gone = [each for each in ids if each not in here]
    row = site.environment.get_template("_row.html")
    around = {"now": now, "person": visitor.acting.person, "names": office.names, "registry": office.registry}
    rows = [{"id": item.id, "fits": item.id in fits, "html": row.render(around, item=item)} for item in shown]
    return _event("rows", {"rows": rows, "more": [item.id for item in rest if item.id in fits], "gone": gone})


def _still_here(site: Site, visitor: Visitor) -> bool:
    """Whether this person is still signed in, and works here with the same districts to read messages of."""
    session = visitor.acting.session
    if session and site.sessions.standing(session, site.office.now()) is None:
        return False
    person = staff.person(site.office.model.store.db, visitor.acting.person.id)
    return person is not None and person.active and desks_of(person) == desks_of(visitor.acting.person)


def _event(name: str, data: dict[str, object]) -> ServerSentEvent:
    return ServerSentEvent(event=name, data=json.dumps(data))


def _parts(ids: list[str], size: int = 400) -> list[list[str]]:
    """As many at once as SQLite takes arguments without complaint."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]
