"""The image of the product is built, where this machine has something that builds images."""

import shutil
import subprocess

import pytest

from shared.settings import CHECKOUT

PROBES = {"docker": ["docker", "info"], "buildah": ["buildah", "info"]}
"""What answers only where the program can do its work: docker's needs a daemon."""

IMAGE_S = 900
"""Two base images and seventy packages come over the network."""


def works(builder: str) -> bool:
    if not shutil.which(builder):
        return False
    return subprocess.run(PROBES[builder], capture_output=True, check=False).returncode == 0  # noqa: S603 - fixed words


@pytest.mark.timeout(IMAGE_S)
def test_the_image_is_built() -> None:
    builder = next((each for each in PROBES if works(each)), None)
    if builder is None:
        pytest.skip("NOT RUN: neither docker (with its daemon) nor buildah works on this machine")
    build = [builder, "build", "--tag", "bluelamp:test", "."]
    done = subprocess.run(build, cwd=CHECKOUT, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    assert done.returncode == 0, done.stderr[-2000:]
