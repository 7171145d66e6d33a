// Keeps "12 min ago" and "in 5 min" true while a page stays open; the exact time beside it never changes.
(() => {
  "use strict";
  const says = (seconds) => {
    if (seconds < 10) return "just now";
    if (seconds < 60) return `${Math.floor(seconds)} s ago`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
    const days = Math.floor(seconds / 86400);
    return `${days} day${days > 1 ? "s" : ""} ago`;
  };
  const ahead = (seconds) => {
    if (seconds <= 0) return "due now";
    if (seconds < 60) return "in less than a minute";
    if (seconds < 3600) return `in ${Math.floor(seconds / 60)} min`;
    if (seconds < 86400) return `in ${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
    const days = Math.floor(seconds / 86400);
    return `in ${days} day${days > 1 ? "s" : ""}`;
  };
  const refresh = () => {
    const now = Date.now();
    for (const part of document.querySelectorAll("[data-ago], [data-ahead]")) {
      const since = (now - Date.parse(part.parentElement.dateTime)) / 1000;
      const said = "ago" in part.dataset ? says(since) : ahead(-since);
      if (part.textContent !== said) part.textContent = said;
    }
  };
  setInterval(refresh, 5000);
})();
