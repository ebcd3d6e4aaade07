"""Settings: documented, named when wrong, silent about secrets."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.settings import Database, Settings, SettingsError, read

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.invented-invented-invented-inve"  # noqa: S105
EXAMPLE = (Path(__file__).parents[2] / ".env.example").read_text("utf-8")


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    return TOKEN


def test_the_example_explains_every_setting_and_no_other() -> None:
    assert set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)) == {name.upper() for name in Settings.model_fields}


def test_the_values_of_the_example_can_be_used_as_they_stand(tmp_path: Path) -> None:
    shown = re.sub(r"^#([A-Z_]+=)", r"\1", EXAMPLE, flags=re.MULTILINE).replace("DISCORD_TOKEN=", f"DISCORD_TOKEN={TOKEN}")
    (tmp_path / ".env").write_text(shown, "utf-8")
    settings = read(Settings)
    assert settings.curators == {80351110224678912, 80351110224678913}
    assert settings.database_url.startswith("postgresql://")


def test_the_defaults_of_the_example_are_the_defaults(token: str, tmp_path: Path) -> None:
    plain = read(Settings)
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    for name in shown.keys() - {"DATABASE_URL", "OPERATOR", "CURATORS"}:
        assert type(value := getattr(plain, name.lower()))(shown[name]) == value, name


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HTTP_PORT", "80a", "a port from 1 to 65535"),
        ("HTTP_PORT", "70000", "a port from 1 to 65535"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
        ("LOG_FORMAT", "xml", "console, json, or auto"),
        ("LOCALE", "klingon", "a locale like en, de or pt_BR"),
        ("CURATORS", "12, Jane", "ids of people"),
        ("CURATORS", "-4", "ids of people"),
        ("DATABASE_URL", "mysql://root@localhost/x", "sqlite:///FILE or postgresql://"),
        ("DATABASE_URL", "pledgebot.db", "sqlite:///FILE or postgresql://"),
        ("DATABASE_URL", "postgresql:///x", "sqlite:///FILE or postgresql://"),
        ("DATABASE_URL", "postgresql://u:p@h:port/x", "host or port can't be read"),
        ("DATABASE_URL", "postgresql://u:p/w@h/x", "host or port can't be read"),
        ("DATABASE_URL", "sqlite://x.db", "three slashes"),
        ("RETENTION_DAYS", "0", "a number of days from 1"),
        ("PERSON_PER_MINUTE", "0", "a number above 0"),
        ("QUESTIONS_WAITING", "-1", "a whole number from 0"),
        ("DISCORD_TOKEN", "two words", "the bot's token"),
        ("DISCORD_TOKEN", f"Bot {TOKEN}", "“Bot” stands before it: put the token alone"),
    ],
)
def test_a_bad_value_is_named_with_what_it_should_be(name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read(Settings)
    (line,) = caught.value.lines
    assert line.startswith(f"{name}: ")
    assert said in line
    assert "\n" not in line


def test_all_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "x")
    monkeypatch.setenv("LOG_LEVEL", "x")
    with pytest.raises(SettingsError) as caught:
        read(Settings)
    assert [line.split(":")[0] for line in caught.value.lines] == ["DISCORD_TOKEN", "HTTP_PORT", "LOG_LEVEL"]


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hunter2@db.example/pledgebot")
    shown = repr(settings := read(Settings)) + str(settings)
    assert token not in shown
    assert "hunter2" not in shown
    monkeypatch.setenv("DISCORD_TOKEN", f"{token} {token}")
    monkeypatch.setenv("DATABASE_URL", "mysql://me:hunter2@db.example/pledgebot")
    with pytest.raises(SettingsError) as caught:
        read(Settings)
    with pytest.raises(ValueError, match="discord_token") as raw:
        Settings()
    for said in (str(caught.value), str(raw.value)):
        assert token not in said
        assert "hunter2" not in said


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, token: str) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=from.the.file\nLOCALE=de\nSOMETHING_ELSE=1\n", "utf-8")
    settings = read(Settings)
    assert (settings.discord_token.get_secret_value(), settings.locale) == (token, "de")


def test_an_empty_line_is_a_setting_that_is_not_set(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("CURATORS", " ")
    settings = read(Settings)
    assert (settings.database_url, settings.curators) == ("sqlite:///pledgebot.db", frozenset())


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", ".env: it is no text in UTF-8: save it in that encoding"),
        (b"LOCALE=de\nDISCORD_TOKEN my.secret.token\n", ".env: line 2 is not of the form NAME=value"),
        (None, ".env: it can't be read: Is a directory"),
    ],
)
def test_a_file_that_can_not_be_read_is_named(tmp_path: Path, content: bytes | None, said: str, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / ".env").mkdir() if content is None else (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        read(Settings)
    assert caught.value.lines == [said]
    assert not caplog.text


def test_a_file_that_windows_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(f"\ufeffDISCORD_TOKEN={TOKEN}\r\nLOCALE=de\r\n".encode())
    assert (read(Settings).discord_token.get_secret_value(), read(Settings).locale) == (TOKEN, "de")


def test_a_misspelt_name_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKN={TOKEN}\nHTTP_PROT=80\nLOGLEVEL=INFO\nLOCAL_HOST=x\n", "utf-8")
    with pytest.raises(SettingsError) as caught:
        read(Settings)
    *misspelt, missing = caught.value.lines
    assert misspelt == [
        "DISCORD_TOKN: there is no such setting; did you mean DISCORD_TOKEN?",
        "HTTP_PROT: there is no such setting; did you mean HTTP_PORT?",
        "LOGLEVEL: there is no such setting; did you mean LOG_LEVEL?",
    ]
    assert missing.startswith("DISCORD_TOKEN: it is not set.")


def test_of_the_environment_a_misspelt_name_is_told_only_where_nothing_works_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKENS", TOKEN)
    monkeypatch.setenv("LOGLEVEL", "somebody else's")
    with pytest.raises(SettingsError, match=r"^DISCORD_TOKENS: .* mean DISCORD_TOKEN\?\nDISCORD_TOKEN: it is not set"):
        read(Settings)
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    assert read(Settings).log_level == "INFO"


def test_a_migration_needs_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(Database).database_url == "sqlite:///pledgebot.db"


def test_a_bad_start_is_exit_status_2_and_no_stack_trace(tmp_path: Path) -> None:
    environment = {"PATH": "", "HTTP_PORT": "x", "DISCORD_TOKEN": f"{TOKEN} x"}
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "run"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "HTTP_PORT: 'x'" in done.stderr
    assert "DISCORD_TOKEN: " in done.stderr
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr + done.stdout


def test_the_invite_asks_for_the_least(token: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["invite"]) == 0
    out = capsys.readouterr().out
    server, person = re.findall(r"https://\S+", out)
    assert "client_id=123456789012345678&" in server
    assert "integration_type=0&scope=bot+applications.commands&permissions=274878008320" in server
    assert "integration_type=1&scope=applications.commands" in person
    assert token not in out


def test_the_invite_takes_an_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["invite", "--application-id", "42"]) == 0
    assert "client_id=42&" in capsys.readouterr().out


def test_the_invite_says_where_the_token_has_no_id(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "invented")
    assert cli.main(["invite"]) == 2
    assert "--application-id" in capsys.readouterr().err


@pytest.mark.usefixtures("token")
def test_a_bot_is_made_before_there_is_a_loop() -> None:
    from bot.app import create_bot

    bot = create_bot(Settings())
    assert bot.settings.database_url == "sqlite:///pledgebot.db"
    assert not Path("pledgebot.db").exists()
