"""A wrong setting is named before anything starts; secrets come from files only."""

from pathlib import Path

import pytest

from shared.errors import Misconfigured
from shared.settings import CommonSettings, read_settings


def test_a_wrong_setting_is_named_and_ends_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BLUELAMP_REPLICATION", "many")
    with pytest.raises(SystemExit) as ended:
        read_settings(CommonSettings)
    assert ended.value.code == 78
    said = capsys.readouterr().err
    assert "BLUELAMP_REPLICATION" in said
    assert "many" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("given", ["foo", "", "host:", ":9092", "host:port", "host:0", "host:99999", "a:1,", "x://a:1"])
def test_brokers_without_host_and_port_are_named(
    given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BLUELAMP_KAFKA", given)
    with pytest.raises(SystemExit):
        read_settings(CommonSettings)
    said = capsys.readouterr().err
    assert "BLUELAMP_KAFKA" in said
    assert "is no host:port" in said


@pytest.mark.parametrize("given", ["kafka:9092", "a:1, b.example:65535", "[::1]:9092"])
def test_brokers_are_taken_as_they_are_given(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_KAFKA", given)
    assert CommonSettings().kafka == given


def test_the_sandbox_never_talks_to_a_real_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_SANDBOX", "1")
    with pytest.raises(ValueError, match="BLUELAMP_X_ORIGIN"):
        CommonSettings()
    monkeypatch.setenv("BLUELAMP_X_ORIGIN", "http://127.0.0.1:8403")
    assert CommonSettings().sandbox


def test_a_secret_is_a_file(tmp_path: Path) -> None:
    settings = CommonSettings(secrets=tmp_path)
    (tmp_path / "x_bearer_token").write_text("abc\n", encoding="utf-8")
    assert settings.secret("x_bearer_token") == "abc"


def test_a_missing_or_empty_secret_is_named_with_its_file(tmp_path: Path) -> None:
    settings = CommonSettings(secrets=tmp_path)
    with pytest.raises(Misconfigured, match=r"x_bearer_token cannot be read.*BLUELAMP_SECRETS"):
        settings.secret("x_bearer_token")
    (tmp_path / "x_bearer_token").write_text(" \n", encoding="utf-8")
    with pytest.raises(Misconfigured, match="is empty"):
        settings.secret("x_bearer_token")


@pytest.mark.parametrize("origin", ["https://api.x.com", "http://10.0.0.1", "http://[2001:db8::1]:80", "", "nothing"])
def test_the_sandbox_meets_no_platform_that_is_not_on_this_machine_or_beside_it(
    monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    monkeypatch.setenv("BLUELAMP_SANDBOX", "true")
    for beside in ("http://sandbox-x:8403", "http://[::1]:8403", "http://localhost:1"):
        monkeypatch.setenv("BLUELAMP_X_ORIGIN", beside)
        assert CommonSettings().x_origin == beside
    monkeypatch.setenv("BLUELAMP_X_ORIGIN", origin)
    with pytest.raises(ValueError, match="BLUELAMP_X_ORIGIN"):
        CommonSettings()


def test_pictures_lie_in_the_installations_folder_unless_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BLUELAMP_HOME", str(tmp_path))
    assert CommonSettings().media == tmp_path / "media"
    monkeypatch.setenv("BLUELAMP_MEDIA", "/elsewhere")
    assert CommonSettings().media == Path("/elsewhere")
