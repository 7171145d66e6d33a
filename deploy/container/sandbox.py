"""`python -m deploy.container.sandbox`: what the sandbox's containers need once, secrets and sign-in links."""

import sys

from deploy.local.layout import Layout
from deploy.local.run.endpoints import sign_in_links
from deploy.local.run.ground import prepare_folders
from shared.settings import read_settings


def main() -> int:
    """Make the secrets that are missing, and say how the demo's people sign in."""
    layout = read_settings(Layout)
    prepare_folders(layout)
    for person, link in sign_in_links(layout).items():
        sys.stdout.write(f"{person}: {link}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
