"""Plots as drawings inside the page: no script, no picture to fetch; every number stands in a table beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 96, 34, 16, 66
"""What the axes and their names take."""
MARK = 5
"""Half the size of a mark."""
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows, from where to where."""

    name: str
    low: float
    high: float
    ticks: Sequence[float]
    percent: bool = True

    def share(self, value: float) -> float:
        """How far along the axis a value lies; more than 1 beyond its end."""
        return (value - self.low) / (self.high - self.low)

    def tick(self, value: float) -> str:
        """A value as it stands at the axis."""
        return f"{value * 100:.0f} %" if self.percent else f"{value:,.0f}"


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a plot; told apart by colour, dashes and marks, so that no one of them is needed."""

    name: str
    points: Sequence[Place]
    spreads: Sequence[tuple[float, float]] = ()
    """For each point between which values it may well lie, where that is known."""
    dots: bool = False


def plot(title: str, x: Axis, y: Axis, series: Sequence[Series], *, diagonal: bool = False) -> Markup:
    """The drawing with its legend."""
    lines = [_line(place, each, x, y) for place, each in enumerate(series)]
    if diagonal:
        lines.insert(0, Markup('<path class="even" d="{}"/>').format(_path([(0, 0), (1, 1)], x, y)))
    legend = Markup("").join(
        Markup('<li><svg viewBox="0 0 40 12" aria-hidden="true">{}</svg>{}</li>').format(
            _sample(place, each), each.name
        )
        for place, each in enumerate(series)
    )
    return Markup(
        '<figure><figcaption>{}</figcaption><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
        '<ul class="legend">{}</ul></figure>'
    ).format(title, WIDTH, HEIGHT, f"{title}; the numbers stand in the table", _grid(x, y), _within(lines), legend)


def _within(lines: Sequence[Markup]) -> Markup:
    """The lines, cut off where the axes end; a mark on the edge stays whole."""
    width, height = WIDTH - LEFT - RIGHT + 2 * MARK, HEIGHT - TOP - BOTTOM + 2 * MARK
    box = f"{LEFT - MARK} {TOP - MARK} {width} {height}"
    inner = Markup('<svg x="{}" y="{}" width="{}" height="{}" viewBox="{}">{}</svg>')
    return inner.format(LEFT - MARK, TOP - MARK, width, height, box, Markup("").join(lines))


def _line(place: int, series: Series, x: Axis, y: Axis) -> Markup:
    drawn = Markup('<path class="series s{}" d="{}"/>').format(place, _path(series.points, x, y))
    if not series.dots:
        return drawn
    for (along, _), (low, high) in zip(series.points, series.spreads, strict=False):
        path = _path([(along, low), (along, high)], x, y)
        drawn += Markup('<path class="spread s{}" d="{}"/>').format(place, path)
    return drawn + Markup("").join(
        Markup('<circle class="dot s{}" cx="{}" cy="{}" r="{}"/>').format(place, *_at(point, x, y), MARK)
        for point in series.points
    )


def _sample(place: int, series: Series) -> Markup:
    line = Markup('<path class="series s{}" d="M0 6H40"/>').format(place)
    return line + Markup('<circle class="dot s{}" cx="20" cy="6" r="4"/>').format(place) if series.dots else line


def _grid(x: Axis, y: Axis) -> Markup:
    drawn = []
    for tick in x.ticks:
        along = _at((tick, y.low), x, y)[0]
        drawn.append(f'<path class="grid" d="M{along} {TOP}V{HEIGHT - BOTTOM}"/>')
        drawn.append(f'<text x="{along}" y="{HEIGHT - BOTTOM + 24}" text-anchor="middle">{x.tick(tick)}</text>')
    for tick in y.ticks:
        up = _at((x.low, tick), x, y)[1]
        drawn.append(f'<path class="grid" d="M{LEFT} {up}H{WIDTH - RIGHT}"/>')
        drawn.append(f'<text x="{LEFT - 8}" y="{up + 5}" text-anchor="end">{y.tick(tick)}</text>')
    middle = (LEFT + WIDTH - RIGHT) // 2
    drawn.append(f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{escape(x.name)}</text>')
    half = (TOP + HEIGHT - BOTTOM) // 2
    drawn.append(f'<text transform="translate(20 {half}) rotate(-90)" text-anchor="middle">{escape(y.name)}</text>')
    return Markup("".join(drawn))  # noqa: S704 - made of numbers and escaped names


def _path(points: Sequence[Place], x: Axis, y: Axis) -> str:
    return "M" + "L".join("{} {}".format(*_at(point, x, y)) for point in points)


def _at(point: Place, x: Axis, y: Axis) -> Place:
    return (
        round(LEFT + x.share(point[0]) * (WIDTH - LEFT - RIGHT), 1),
        round(HEIGHT - BOTTOM - y.share(point[1]) * (HEIGHT - TOP - BOTTOM), 1),
    )
