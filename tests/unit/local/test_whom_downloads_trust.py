"""Downloads trust the machine's own certificates, unless somebody said otherwise."""

import ssl
from pathlib import Path

import pytest

from deploy.local.setup.trust import of_this_machine


def paths(monkeypatch: pytest.MonkeyPatch, cafile: Path | None, capath: Path | None) -> None:
    found = ssl.DefaultVerifyPaths(str(cafile) if cafile else "", str(capath) if capath else "", "", "", "", "")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: found)
    for name in ("REQUESTS_CA_BUNDLE", "NODE_USE_SYSTEM_CA"):
        monkeypatch.delenv(name, raising=False)


def test_a_bundle_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths(monkeypatch, tmp_path / "bundle.pem", None)
    assert of_this_machine() == {"NODE_USE_SYSTEM_CA": "1", "REQUESTS_CA_BUNDLE": str(tmp_path / "bundle.pem")}


def test_a_folder_of_certificates_is_used_unless_it_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths(monkeypatch, None, tmp_path)
    assert "REQUESTS_CA_BUNDLE" not in of_this_machine()
    (tmp_path / "0a1b2c3d.0").touch()
    assert of_this_machine()["REQUESTS_CA_BUNDLE"] == str(tmp_path)


def test_what_somebody_set_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths(monkeypatch, tmp_path / "bundle.pem", None)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/the/forces/own.pem")
    assert of_this_machine() == {"NODE_USE_SYSTEM_CA": "1"}
