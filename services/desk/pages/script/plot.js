// Plots of the tables on Numbers, by uPlot: the table is the data, so that both always say the same.
(() => {
  "use strict";
  const DAY = 86400;
  const plots = new Map();
  const area = (place) => place.querySelector(".bl-plot__area");
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const shortDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  const byId = (id) => document.getElementById(id);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // The tables have the newest first; a plot goes from left to right. What has no value is null: a gap, never a zero.
  const read = (place) => {
    const rows = [...document.querySelectorAll(`#${place.dataset.table} tbody tr`)].reverse();
    const cells = rows.map((row) => row.querySelector(`[data-measure="${place.dataset.measure}"]`));
    return {
      days: rows.map((row) => Date.parse(`${row.dataset.day}T00:00:00Z`) / 1000),
      values: cells.map((cell) => (cell.querySelector("data") ? Number(cell.querySelector("data").value) : null)),
      said: rows.map((row, at) => `${row.querySelector("th").textContent}: ${cells[at].textContent.trim()}`),
    };
  };

  const wide = (self, low, high) => {
    const room = Math.max((high - low) * 0.02, DAY / 2);
    return [low - room, high + room];
  };

  const high = (zero) => (self, low, most) => {
    if (low === null) return [0, 1];
    if (zero) return [0, Math.max(most * 1.15, 1)];
    const room = Math.max((most - low) * 0.1, 1);
    return [low - room, most + room];
  };

  // Only days that are in the table are named below the plot, the newest among them: a week is named by its Monday.
  const named = (days) => (self) => {
    const each = Math.ceil(days.length / Math.max(2, Math.floor(self.width / 90)));
    return days.filter((day, at) => (days.length - 1 - at) % each === 0);
  };

  const options = (place, days, said) => {
    const [line, text, grid] = ["--govuk-link-colour", "--govuk-secondary-text-colour", "--bl-line"].map(colour);
    const axis = { stroke: text, font: "13px system-ui, sans-serif", grid: { stroke: grid, width: 1 }, ticks: { show: false } };
    const dense = said.length * 10 > area(place).clientWidth;
    const words = place.querySelector(".bl-plot__said");
    return {
      width: area(place).clientWidth,
      height: area(place).clientHeight,
      padding: [14, 24, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } },
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
      scales: { x: { time: true, range: wide }, y: { range: high("zero" in place.dataset) } },
      axes: [
        { ...axis, size: 30, splits: named(days), values: (self, at) => at.map((each) => shortDay.format(each * 1000)) },
        { ...axis, size: 54, values: (self, at) => at.map((each) => each.toLocaleString("en-GB")) },
      ],
      series: [{}, { stroke: line, width: 2, spanGaps: false, points: { show: true, size: dense ? 3 : 6, fill: line, stroke: line } }],
      hooks: {
        setCursor: [(self) => {
          words.textContent = self.cursor.idx === null || self.cursor.idx === undefined ? "" : said[self.cursor.idx];
        }],
      },
    };
  };

  const draw = (place) => {
    plots.get(place)?.destroy();
    plots.delete(place);
    const { days, values, said } = read(place);
    const none = values.every((value) => value === null);
    place.classList.toggle("bl-plot--none", none);
    place.dataset.points = values.filter((value) => value !== null).length;
    place.dataset.gaps = values.filter((value) => value === null).length;
    if (none) {
      area(place).textContent = "Nothing to plot yet.";
      return;
    }
    plots.set(place, new uPlot(options(place, days, said), [days, values], area(place)));
  };

  const sized = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      const plot = plots.get(target);
      const { clientWidth: width, clientHeight: height } = area(target);
      if (plot && plot.width !== width) plot.setSize({ width, height });
    }
  });

  const all = () => {
    // uPlot itself does not start where a browser names a language that is none: the tables are there all the same.
    if (typeof window.uPlot !== "function") {
      for (const place of document.querySelectorAll("[data-plot]")) place.hidden = true;
      return;
    }
    for (const [place, plot] of plots) {
      if (place.isConnected) continue;
      plot.destroy();
      plots.delete(place);
      sized.unobserve(place);
    }
    for (const place of document.querySelectorAll("[data-plot]")) {
      draw(place);
      sized.observe(place);
    }
  };

  // The page's part is replaced when numbers change: whoever reads down a table stays where they were.
  let kept = null;
  document.addEventListener("bluelamp:replacing", () => {
    const frames = [...document.querySelectorAll(".bl-scroll[id]")];
    kept = { focus: document.activeElement?.id, frames: frames.map((each) => [each.id, each.scrollTop, each.scrollLeft]) };
  });
  document.addEventListener("bluelamp:replaced", () => {
    all();
    for (const [id, top, left] of kept?.frames || []) byId(id)?.scrollTo(left, top);
    if (kept?.focus) byId(kept.focus)?.focus({ preventScroll: true });
    kept = null;
  });
  night.addEventListener("change", all);
  all();
})();
