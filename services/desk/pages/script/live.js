// Live updates over server-sent events. Without this script every page still works: it is loaded again.
(() => {
  "use strict";
  const MOST_ROWS = 200;
  const title = document.title;
  let source = null;
  let listening = "";
  let unseen = new Set();
  let pause = 1000;
  let refreshing = null;
  let fetching = false;
  let again = false;
  let wasCut = false;

  const byId = (id) => document.getElementById(id);
  const node = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
  };

  const setTitle = (waiting) => {
    document.title = waiting ? `(${waiting}) Alert – ${title}` : title;
  };

  const alarm = (news) => {
    const place = byId("alarm");
    // An unchanged banner is left alone: screen readers would read it out again.
    const stripped = (html) => html.replace(/<span data-ago[^>]*>[^<]*<\/span>/g, "").replace(/\s+/g, " ").trim();
    if (place && place.dataset.last !== stripped(news.html)) {
      place.dataset.last = stripped(news.html);
      place.innerHTML = news.html;
    }
    setTitle(news.waiting);
    window.blueLampAlarm(news.sounding);
  };

  // The button stays the same one while its words change: it may be under somebody's finger.
  const say = (count, text) => {
    const bar = byId("new");
    if (!bar) return;
    if (!count) return bar.replaceChildren();
    let button = bar.querySelector("button");
    if (!button) {
      button = document.createElement("button");
      button.type = "button";
      button.className = "bl-new__button";
      button.addEventListener("click", () => refresh(true));
      bar.append(button);
    }
    if (button.textContent !== text) button.textContent = text;
    return undefined;
  };

  // A list that somebody reads must not move under their eyes: where the page is scrolled, the position is kept.
  const keepingPlace = (change) => {
    const anchor = [...document.querySelectorAll("#rows > li")].find((row) => row.getBoundingClientRect().bottom > 60);
    const keep = window.scrollY > 40 && anchor;
    const before = keep ? anchor.getBoundingClientRect().top : 0;
    change();
    if (keep && anchor.isConnected) window.scrollBy(0, anchor.getBoundingClientRect().top - before);
  };

  const replaceRow = (old, fresh) => {
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (focused) fresh.querySelector("a")?.focus();
  };

  const addRows = (news, list, newestFirst) => {
    let added = 0;
    for (const row of [...news.rows].reverse()) {
      const old = byId(`m-${row.id}`);
      if (old) replaceRow(old, node(row.html));
      else if (row.fits && newestFirst) {
        const fresh = node(row.html);
        fresh.classList.add("bl-row--arriving");
        list.prepend(fresh);
        added += 1;
      } else if (row.fits) unseen.add(row.id);
      if (old || newestFirst) unseen.delete(row.id);
    }
    if (added) byId("empty")?.remove();
    while (list.children.length > MOST_ROWS && window.scrollY < 400) list.lastElementChild.remove();
  };

  const rows = (news) => {
    const list = byId("rows");
    const inbox = byId("inbox");
    if (!list || !inbox) return;
    const newestFirst = inbox.dataset.tab === "all" && inbox.dataset.page === "1";
    keepingPlace(() => addRows(news, list, newestFirst));
    for (const id of news.gone) {
      const old = byId(`m-${id}`);
      if (old) old.textContent = "This message was removed.";
    }
    for (const id of news.more) if (!byId(`m-${id}`)) unseen.add(id);
    const count = unseen.size;
    if (count) say(count, `${count} new: show ${count === 1 ? "it" : "them"}`);
  };

  const busy = (part) =>
    part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea, summary") ||
    [...part.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")].some((field) =>
      field.type === "radio" ? field.checked !== field.defaultChecked : field.value) ||
    part.querySelector("details[open]");

  // One fetch at a time; what changed meanwhile is fetched after it, so that the page never stays behind.
  const refresh = async (asked) => {
    if (!byId("live")) return window.location.reload();
    if (!asked && busy(byId("live"))) return say(1, "Something changed: show it");
    if (fetching) {
      again = true;
      return undefined;
    }
    fetching = true;
    try {
      // A form that was refused is answered at the form's own address, which shows nothing by itself.
      const address = new URL(byId("live").dataset.address || window.location.href, window.location.href);
      address.searchParams.delete("done");
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
      if (!fresh) return window.location.reload();
      const part = byId("live");
      if (part && (asked || !busy(part))) {
        document.dispatchEvent(new Event("bluelamp:replacing"));
        part.replaceWith(document.adoptNode(fresh));
        document.dispatchEvent(new Event("bluelamp:replaced"));
        say(0);
      }
    } catch {
      // The desk is away for a moment: the stream comes again, and with it the next refresh.
    } finally {
      fetching = false;
    }
    if (again) {
      again = false;
      refresh(asked);
    }
    return undefined;
  };

  const changed = (news) => {
    const part = byId("live");
    if (!part) return;
    if (refreshing) return;
    // On Today and Alerts many mentions may pass by: the page is fetched again at most every second and a half.
    refreshing = setTimeout(() => {
      refreshing = null;
      refresh(false);
    }, news.soon || part.dataset.mention ? 50 : 1500);
  };

  const close = () => {
    source?.close();
    source = null;
  };

  const open = () => {
    const query = (byId("inbox") || document.body).dataset.live;
    if (!query || (source && query === listening)) return;
    close();
    listening = query;
    unseen = new Set();
    source = new EventSource(`/live?${query}`);
    source.addEventListener("open", () => {
      pause = 1000;
      document.documentElement.dataset.live = "on";
      // What happened before somebody listened, or while the desk was away, is told by nobody: the page looks itself.
      if (wasCut ? byId("live") : "moving" in (byId("live")?.dataset || {})) refresh(false);
      wasCut = false;
    });
    source.addEventListener("alarm", (event) => alarm(JSON.parse(event.data)));
    source.addEventListener("rows", (event) => rows(JSON.parse(event.data)));
    source.addEventListener("changed", (event) => changed(JSON.parse(event.data)));
    source.addEventListener("refused", (event) => say(1, JSON.parse(event.data).title));
    source.addEventListener("error", () => {
      document.documentElement.dataset.live = "off";
      wasCut = true;
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      setTimeout(open, pause);
      pause = Math.min(pause * 2, 15000);
    });
  };

  // One tab of a browser keeps listening while it is hidden, so that alerts sound; the others rest until they are seen,
  // because a browser opens only six connections to one place.
  let keeper = false;
  const rest = () => {
    if (document.visibilityState === "visible") {
      const wasResting = !source;
      open();
      if (wasResting && listening) refresh(false);
    } else if (!keeper) close();
  };
  navigator.locks?.request("bluelamp-listener", () => {
    keeper = true;
    if (!source) open();
    return new Promise(() => {});
  });
  document.addEventListener("visibilitychange", rest);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  document.addEventListener("htmx:afterSettle", open);
  const every = byId("live")?.dataset.every;
  if (every) setInterval(() => document.visibilityState === "visible" && refresh(false), every * 1000);
  open();
})();
