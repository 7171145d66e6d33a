"""A Chromium for the browser tests, unpacked from an npm package with the libraries and fonts that it lacks."""

import platform
import shutil
import sys

from deploy.local.paths import BROWSER, HERE, MODULES
from deploy.local.setup.command import run
from deploy.local.setup.node import LOCKED, node
from deploy.local.setup.step import Step

PACKAGE = MODULES / "@sparticuz" / "chromium"

FONTS_CONF = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""
"""The package's own file names a folder of another machine."""


def steps() -> tuple[Step, ...]:
    """None where the package has no browser for this machine: tests then use the one BLUELAMP_BROWSER names."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return ()
    script = HERE / "setup" / "inflate.mjs"
    products = (BROWSER / "chromium", BROWSER / "fonts.conf")
    return (Step("browser", "a browser for the tests", (*LOCKED, script, FONTS_CONF), products, _unpack),)


def _unpack() -> None:
    coming = BROWSER.with_name("browser.coming")
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    archives = sorted((PACKAGE / "bin").iterdir())
    run(
        [node(), HERE / "setup" / "inflate.mjs", PACKAGE / "build" / "lambdafs.js", *archives],
        env={"TMPDIR": str(coming)},
        remedy="Check the space on the disk, then run `make setup` again.",
    )
    shutil.rmtree(BROWSER, ignore_errors=True)
    coming.replace(BROWSER)
    (BROWSER / "fonts.conf").write_text(FONTS_CONF.format(fonts=BROWSER / "fonts", cache=BROWSER / "font-cache"))
