"""The Python environments of the peers, apart from the product's own, each installed from its lock with hashes."""

from pathlib import Path

from deploy.local.environment import Environment
from deploy.local.paths import LOCAL, ROOT, VENV

HERE = Path(__file__).resolve().parent
PRODUCT = Environment(VENV, ROOT / "requirements.lock")
PEERS = Environment(LOCAL / "bench-venv" / "peers", HERE / "requirements.lock")
QUIXSTREAMS = Environment(LOCAL / "bench-venv" / "quixstreams", HERE / "quixstreams.lock")


def install_peers() -> None:
    """Installs what the peers need; the product's own environment is `make setup`'s."""
    for environment in (PEERS, QUIXSTREAMS):
        environment.install()
