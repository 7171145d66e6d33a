"""The report as one page that needs nothing else: it is made of the JSON alone, so that the two never differ."""

from collections.abc import Mapping, Sequence
from math import floor
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from learning.evaluation.headline import NAMES
from learning.evaluation.looks import how_measured
from learning.evaluation.plots import Axis, Place, Series, plot

HERE = Path(__file__).parent
MOST_LOAD = 0.4
"""Where the axis of load ends: nobody looks at more."""
TENTHS = (0, 0.2, 0.4, 0.6, 0.8, 1)

OF_CURVE = {"danger_auc": "danger, area under the curve (AUC)", "macro_f1": "tags, macro-F1"}
"""How figures of the learning curve are called; the others by their own names."""


def page_of(report: Mapping[str, Any]) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "number": number,
        "interval": interval,
        "counted": counted,
        "words": words,
        "curve_name": curve_name,
    }
    style = Markup((HERE / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    template = environment.get_template("page.html")
    return template.render(
        report=report,
        style=style,
        names=NAMES,
        how=how_measured(report),
        loads={part: _loads(part, each) for part, each in report["alerts"].items()},
        reliability=_reliability(report["calibration"]),
        learning=_learning(report["learning_curve"]),
        confused={field: _confused(pairs) for field, pairs in report["confusion"].items()},
    )


def number(value: float | None) -> str:
    """Three places, cut and not rounded up."""
    return "-" if value is None else f"{floor(value * 1000 + 1e-6) / 1000:.3f}"


def interval(figure: Mapping[str, Any]) -> str:
    """Between which values a figure may well lie."""
    return "" if figure["low"] is None else f"{figure['low']:.2f} to {figure['high']:.2f}"


def counted(figure: Mapping[str, Any]) -> str:
    """So many of so many."""
    return "" if figure["count"] is None else f"{figure['count']:,} of {figure['of']:,}"


def words(name: str) -> str:
    """A label's name without its underscores."""
    return name.replace("_", " ")


def curve_name(name: str) -> str:
    """What a figure of the learning curve is called."""
    return OF_CURVE.get(name, words(name))


def _loads(part: str, alerts: Mapping[str, Any]) -> Markup:
    x = Axis("messages that people look at, of all", 0, MOST_LOAD, (0, 0.05, 0.1, 0.2, 0.3, 0.4))
    y = Axis("dangers among them", 0, 1, TENTHS)
    series = [Series(name, each["points"]) for name, each in alerts["curves"].items()]
    shipped = alerts["shipped"]
    if shipped["recall"]["value"] is not None:
        series.append(Series("the threshold that ships", [(shipped["load"], shipped["recall"]["value"])], dots=True))
    return plot(f"Dangers found against load, {part} part, 1 message in 20 telling of danger", x, y, series)


def _reliability(calibration: Mapping[str, Any] | None) -> Markup | None:
    if calibration is None:
        return None
    series = [
        Series(name, [(each["said"], each["were"]) for each in calibration[name]["bins"]], dots=True)
        for name in ("danger", "all tags")
    ]
    x, y = (Axis(name, 0, 1, TENTHS) for name in ("probability that is said", "share that were so"))
    return plot("What probabilities say, and how often it was so", x, y, series, diagonal=True)


def _learning(curve: Sequence[Mapping[str, Any]]) -> Markup | None:
    if not curve:
        return None
    most = max(each["lines"] for each in curve)
    x = Axis("lines learnt from", 0, most, [each["lines"] for each in curve], percent=False)
    y = Axis("figure", 0, 1, TENTHS)
    series = [Series(curve_name(name), *_points(curve, name), dots=True) for name in curve[0]["figures"]]
    return plot("What more lines bring", x, y, series)


def _points(curve: Sequence[Mapping[str, Any]], name: str) -> tuple[list[Place], list[Place]]:
    """A figure at each number of lines, and between which values it may well lie there."""
    figures = [(each["lines"], each["figures"][name]) for each in curve]
    return [(lines, each["value"]) for lines, each in figures], [(each["low"], each["high"]) for _, each in figures]


def _confused(pairs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A table of counts, and the commonest mistakes in a list."""
    wanted, given = (sorted({each[side] or "none" for each in pairs}) for side in ("wanted", "given"))
    counts = {(each["wanted"], each["given"] or "none"): each["lines"] for each in pairs}
    wrong = [each for each in pairs if each["wanted"] != each["given"]]
    return {
        "wanted": wanted,
        "given": given,
        "counts": counts,
        "worst": sorted(wrong, key=lambda each: -each["lines"])[:12],
    }
