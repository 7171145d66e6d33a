"""`python -m deploy.container.healthy PORT`: is the process of this container ready? For health checks of compose."""

import sys
import urllib.error
import urllib.request

ANSWER_S = 3.0
"""Health endpoints answer in milliseconds."""


def main(port: str) -> int:
    """0 when it says that it is ready; else 1, with why, which `docker inspect` shows."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=ANSWER_S):
            return 0
    except (OSError, urllib.error.HTTPError) as error:
        sys.stdout.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
