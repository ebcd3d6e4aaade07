"""What the Discord bot is told from outside: environment variables, or a file `.env` in the working directory.

`.env.example` explains each of them; a test holds the two in step.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_DATABASES = ("sqlite", "sqlite+aiosqlite", "postgres", "postgresql", "postgresql+asyncpg")
S = TypeVar("S", bound="Database")
_SECRET = ("discord_token", "database_url")


class SettingsError(Exception):
    """Settings that the bot can't start with; `lines` has one sentence for each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _numbers(value: Any) -> Any:
    """Ids as they are written in one line: with commas or blanks between them."""
    return frozenset(re.split(r"[\s,]+", value.strip()) if value.strip() else ()) if isinstance(value, str) else value


Ids = Annotated[frozenset[Annotated[int, Field(gt=0)]], NoDecode, BeforeValidator(_numbers)]


class Database(BaseSettings):
    """Where the records are kept: all that a migration has to know."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field("sqlite:///pledgebot.db", repr=False, description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, value: str) -> str:
        value = value.strip()
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError:  # whose words may hold the password
            raise ValueError("its host or port can't be read (a password's / : @ # ? have to be written %2F %3A %40 %23 %3F)") from None
        if parts.scheme not in _DATABASES:
            raise ValueError(f"there is no support for {parts.scheme}:" if parts.scheme else "that is no address of a database")
        if parts.scheme.startswith("sqlite") and parts.netloc:
            raise ValueError("three slashes stand before a file, four before one with its whole path")
        if not parts.scheme.startswith("sqlite") and not parts.hostname:
            raise ValueError("the host is missing")
        return value


class Settings(Database):
    """All settings; a field's description says what its value should be."""

    discord_token: SecretStr = Field(description="the bot's token, from the page Bot of https://discord.com/developers/applications")
    locale: str = Field("en", description="a locale like en, de or pt_BR")
    operator: str = Field("", max_length=200, description="a name and how to reach you, at most 200 characters")
    curators: Ids = Field(frozenset(), description="Discord's ids of people (numbers), with commas between them")

    http_host: str = Field("127.0.0.1", min_length=1, description="an address of this machine, 127.0.0.1 unless you know better")
    http_port: int = Field(8710, ge=0, le=65535, description="a port from 1 to 65535, or 0 for none")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: Literal["auto", "console", "json"] = Field("auto", description="console, json, or auto (console at a terminal)")
    retention_days: int = Field(30, ge=1, le=3650, description="a number of days from 1 to 3650")

    person_burst: int = Field(20, ge=1, description="a whole number from 1 on")
    person_per_minute: float = Field(20, gt=0, description="a number above 0")
    channel_burst: int = Field(60, ge=1, description="a whole number from 1 on")
    channel_per_minute: float = Field(120, gt=0, description="a number above 0")
    questions_at_once: int = Field(32, ge=1, le=1000, description="a whole number from 1 to 1000")
    questions_waiting: int = Field(200, ge=0, le=100_000, description="a whole number from 0 to 100000")
    patience_seconds: float = Field(20, gt=0, le=600, description="a number of seconds above 0, at most 600")
    requests_per_second: int = Field(50, ge=1, description="50, unless Discord granted your bot more")

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _any_case(cls, value: Any, info: Any) -> Any:
        if not isinstance(value, str):
            return value
        return value.strip().upper() if info.field_name == "log_level" else value.strip().lower()

    @field_validator("discord_token")
    @classmethod
    def _a_token(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value().strip()
        if re.match(r"(?i)(bot|bearer)\s", token):
            raise ValueError(f"“{token.split()[0]}” stands before it: put the token alone")
        if not token or re.search(r"\s", token):
            raise ValueError("that is no token: it is one word")
        return SecretStr(token)

    @field_validator("locale")
    @classmethod
    def _a_locale(cls, value: str) -> str:
        if value == "en":
            return value
        from babel import Locale, UnknownLocaleError

        try:
            return str(Locale.parse(value.strip().replace("-", "_")))
        except (ValueError, UnknownLocaleError):
            raise ValueError("there is no such locale") from None


def read(shape: type[S], env_file: str = ".env") -> S:
    """The settings from outside; SettingsError names each variable that is wrong, what is wrong and what it should be."""
    named = _names(Path(env_file))
    faults = list(_misspelt(named, shape))
    try:
        found = shape(_env_file=env_file)  # the rest comes from the environment
    except ValidationError as error:
        faults += [_line(fault) for fault in error.errors()]
    if faults:
        raise SettingsError(faults)
    return found


def _names(env_file: Path) -> set[str]:
    """Whose values stand in the file, in small letters; SettingsError where it can't be read."""
    from dotenv.parser import parse_stream

    if not env_file.exists():
        return set()
    try:
        lines = [*parse_stream(StringIO(env_file.read_text("utf-8-sig")))]
    except UnicodeDecodeError:
        raise SettingsError([f"{env_file}: it is no text in UTF-8: save it in that encoding"]) from None
    except OSError as error:
        raise SettingsError([f"{env_file}: it can't be read: {error.strerror}"]) from None
    if broken := [line.original.line for line in lines if line.error]:
        raise SettingsError([f"{env_file}: line {number} is not of the form NAME=value" for number in broken])
    return {line.key.lower() for line in lines if line.key}


def _misspelt(named: set[str], shape: type[Database]) -> Iterator[str]:
    """Names that are no setting's but nearly one's that is not set: all that stand in the file; of the environment, which is everybody's,
    those that are nearly one without which nothing works."""
    around = {name.lower() for name in os.environ}
    for name, field in shape.model_fields.items():
        if name not in named | around:
            for near in get_close_matches(name, (named | around if field.is_required() else named) - shape.model_fields.keys(), 1, 0.8):
                yield f"{near.upper()}: there is no such setting; did you mean {name.upper()}?"


def _line(fault: Any) -> str:
    field = str(fault["loc"][0])
    shown = "" if field in _SECRET or "input" not in fault else f"{str(fault['input'])[:40]!r}: "
    if fault["type"] == "missing":
        wrong = "it is not set"
    elif fault["type"] == "value_error":
        wrong = shown + str(fault["ctx"]["error"])
    else:
        wrong = shown + fault["msg"][:1].lower() + fault["msg"][1:]
    return f"{field.upper()}: {wrong}. It should be {Settings.model_fields[field].description}."
