"""A real headless browser, and axe's judgement of a page.

Uses the Chromium that `make setup` unpacked; BLUELAMP_BROWSER names another one's binary instead (as on macOS).
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from deploy.local.paths import BROWSER, MODULES
from deploy.local.setup.node import node

AXE = MODULES / "axe-core" / "axe.min.js"

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

ARGUMENTS = (
    "--no-sandbox",  # users without root on a bare machine have none
    "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB
    "--font-render-hinting=none",
)


@dataclass(frozen=True)
class Violation:
    """One rule of axe's that a page breaks, and where."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]


async def axe(page: Page) -> list[Violation]:
    """The serious and critical violations on the page as it stands; the page's CSP must not forbid the script.

    Open it in a context with `bypass_csp=True`, as `page` does.
    """
    if not await page.evaluate("() => 'axe' in window"):
        await page.add_script_tag(path=AXE)
    options = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
    found: dict[str, Any] = await page.evaluate("options => axe.run(document, options)", options)
    return [
        Violation(each["id"], each["impact"], each["help"], tuple(str(node["target"]) for node in each["nodes"]))
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


@pytest.fixture
async def browser(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    """A browser for one test."""
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node()))  # Playwright's own needs a library that may be missing
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=_binary(), args=list(ARGUMENTS), env={**os.environ, **_surroundings()}
        )
        yield started
        await started.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A phone's page (360 px wide); `page.set_viewport_size` makes it wide."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True, locale="en-GB")
    yield await context.new_page()
    await context.close()


def _binary() -> Path:
    own = os.environ.get("BLUELAMP_BROWSER")
    return Path(own) if own else BROWSER / "chromium"


def _surroundings() -> dict[str, str]:
    """The libraries and fonts that a bare machine lacks."""
    if "BLUELAMP_BROWSER" in os.environ:
        return {}
    return {"LD_LIBRARY_PATH": str(BROWSER / "al2023" / "lib"), "FONTCONFIG_FILE": str(BROWSER / "fonts.conf")}
