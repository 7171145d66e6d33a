"""The sandbox's secrets are made at the first start, and those that came later at the next one."""

from pathlib import Path

from deploy.local.layout import Layout
from deploy.local.run.ground import prepare_folders
from deploy.sandbox.x.accounts import load_accounts


def test_every_account_gets_a_token_that_names_its_user_and_keeps_it(tmp_path: Path) -> None:
    layout = Layout(home=tmp_path)
    prepare_folders(layout)
    user = next(each.id for each in load_accounts() if each.handle == "sbx_btn_hove")
    made = {each.name: each.read_text() for each in layout.secrets.iterdir()}
    assert made["x_access_token_x_brighton_and_hove"].partition("-")[0] == str(user)
    assert len({made["x_app_key"], made["x_app_secret"], made["x_access_token_secret_x_brighton_and_hove"]}) == 3
    assert {oct(each.stat().st_mode & 0o777) for each in layout.secrets.iterdir()} == {"0o600"}
    prepare_folders(layout)
    assert {each.name: each.read_text() for each in layout.secrets.iterdir()} == made


def test_a_home_from_before_gets_what_is_missing_or_empty(tmp_path: Path) -> None:
    layout = Layout(home=tmp_path)
    layout.secrets.mkdir(parents=True)
    (layout.secrets / "x_bearer_token").write_text("as it was")
    (layout.secrets / "x_app_key").touch()
    prepare_folders(layout)
    assert (layout.secrets / "x_bearer_token").read_text() == "as it was"
    assert (layout.secrets / "x_app_key").read_text()
    assert (layout.secrets / "x_access_token_x_hastings").is_file()
