"""The command line. `run`, `doctor`, `invite` are for the Discord bot; the others need no token.

Heavy libraries are imported by the command that needs them.
"""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from bot.usage import CommandError, UsageError

if TYPE_CHECKING:
    from bot.ask import Mind
    from bot.conversation import Conversation
    from bot.reminders.calendar import Entry
    from knowledge.intake.documents import Document


_FULL = (errno.ENOSPC, errno.EDQUOT)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} ({self.prog} --help shows how)")


class _Version(argparse.Action):
    """Looked up on demand: it takes as long as a tenth of a whole start."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(nargs=0, **keywords)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"pledgebot {version('pledgebot')}")
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. No stack trace leaves here, and a reader who hangs up is no error."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except (UsageError, CommandError) as error:
        print(f"pledgebot: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        _hang_up()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # noqa: BLE001 - the last line before the user, who is owed a sentence and no stack trace
        if isinstance(fault, OSError) and fault.errno in _FULL:
            print("pledgebot: the disk is full", file=sys.stderr)
            _hang_up()
            return 1
        from bot.conversation import report

        report(fault)
        return 1
    return status


def _hang_up() -> None:
    """Nobody takes what is left to print: it must not be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    from bot.curation import safe, terminal

    parser = _Parser(prog="pledgebot", description="Answers questions about NATO allies' commitments.", allow_abbrev=False)
    parser.add_argument("--version", action=_Version, help="print which pledgebot this is")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command", prog="pledgebot")

    ask = commands.add_parser("ask", help="answer one question, or several that lean on each other", allow_abbrev=False)
    ask.add_argument("question", nargs="*", metavar="QUESTION", help="a question; those behind it are follow-ups")
    ask.add_argument("--json", action="store_true", help="print each reply as one JSON object on one line")
    ask.add_argument("--batch", metavar="FILE.jsonl", help='rows {"id", "text", "context", "now"} to answer ("-": standard input)')
    ask.set_defaults(run=_ask)

    explain = commands.add_parser("explain", help="show how a question is understood", allow_abbrev=False)
    explain.add_argument("question", nargs="+", metavar="QUESTION", help="the last one is explained, after those before it")
    explain.set_defaults(run=_explain)

    chat = commands.add_parser("chat", help="a conversation in the terminal", allow_abbrev=False)
    chat.set_defaults(run=_chat)
    for command in (ask, explain, chat):
        command.add_argument("--now", metavar="YYYY-MM-DD", help="the day on which it is asked (default: today)")
        command.add_argument("--locale", default="en", help="how numbers and dates are written (default: en)")

    intake = commands.add_parser("intake", help="show what an article says that could be taken in", allow_abbrev=False)
    intake.add_argument("file", metavar="FILE", help=".txt, .md, .html, .pdf or .docx")
    intake.add_argument("--publisher", default="", help="who published it")
    intake.add_argument("--date", metavar="YYYY-MM-DD", help="when it was published (default: today)")
    intake.add_argument("--url", default="", help="where it stands")
    intake.add_argument("--json", action="store_true", help="print the document and each candidate as one JSON object a line")
    terminal.add_save(intake)
    intake.set_defaults(run=_intake)
    terminal.register(commands, _wake)

    calendar = commands.add_parser("calendar", help="write the summits and deadlines ahead as a calendar file (.ics)", allow_abbrev=False)
    calendar.add_argument("--output", metavar="FILE", help="write it here; what moved since the file was written gets a higher SEQUENCE")
    calendar.add_argument("--now", metavar="YYYY-MM-DD", help="the day from which on they are ahead (default: today)")
    calendar.set_defaults(run=_calendar)

    check = commands.add_parser("check", help="load and check the data and the lexicons", allow_abbrev=False)
    check.set_defaults(run=_check)

    run = commands.add_parser("run", help="start the Discord bot", allow_abbrev=False)
    run.set_defaults(run=_run)
    doctor = commands.add_parser("doctor", help="check everything that the Discord bot needs", allow_abbrev=False)
    doctor.set_defaults(run=_doctor)
    invite = commands.add_parser("invite", help="print the links that add the bot to a server or to an account", allow_abbrev=False)
    invite.add_argument("--application-id", type=int, metavar="ID", help="the application's id (default: the one in DISCORD_TOKEN)")
    invite.set_defaults(run=_invite)
    migrate = commands.add_parser("migrate", help="bring the database up to date", allow_abbrev=False)
    migrate.set_defaults(run=_migrate)
    safe.register(commands)
    return parser


def _ask(options: argparse.Namespace) -> int:
    if options.batch and (options.question or not options.json):
        raise UsageError("--batch goes with --json and without a QUESTION")
    if not (options.batch or options.question):
        raise UsageError("a QUESTION is missing")
    if options.json:
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    return _batch(options) if options.batch else _questions(options)


def _questions(options: argparse.Namespace) -> int:
    conversation = _conversation(options)
    for number, question in enumerate(options.question):
        answer = conversation.ask(question)
        if options.json:
            from bot.render import json

            print(json.line(answer, question, None, options.locale))
        else:
            from bot.render import terminal

            print("\n" if number else "", end="")
            terminal.show(answer, options.locale)
    return 0


def _batch(options: argparse.Namespace) -> int:
    """Answer row by row; a file is read to its end first, so that a bad line stops it before anything is printed."""
    from bot import batch
    from bot.conversation import Conversation
    from bot.render import json

    start = _conversation(options)
    try:
        rows = batch.rows(_lines(options.batch))
        for row in rows if options.batch == "-" else list(rows):
            conversation = Conversation(start.mind, row.now or start.today, options.locale)
            for earlier in row.context:
                conversation.ask(earlier)
            print(json.line(conversation.ask(row.text), row.text, row.id, options.locale), flush=options.batch == "-")
    except batch.BadLineError as error:
        raise UsageError(f"{options.batch}: {error}") from None
    return 0


def _lines(path: str) -> Iterator[str]:
    try:
        if path == "-":
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
            yield from sys.stdin
        else:
            with Path(path).open(encoding="utf-8-sig", errors="replace") as handle:
                yield from handle
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


def _explain(options: argparse.Namespace) -> int:
    from bot.render.explain import explain

    conversation = _conversation(options)
    for question in options.question:
        conversation.ask(question)
    if conversation.turns:
        print(explain(conversation.mind, conversation.turns[-1]))
    return 0


def _chat(options: argparse.Namespace) -> int:
    from bot.chat import chat

    return chat(_conversation(options))


def _intake(options: argparse.Namespace) -> int:
    from bot.render import intake
    from knowledge.intake.candidates import extract
    from knowledge.intake.documents import read
    from knowledge.intake.refusal import MAX_BYTES, RefusedError

    today = date.today()  # noqa: DTZ011 - the day where the user is
    published = _day(options.date, "--date") if options.date else today
    if published > today:
        raise UsageError(f"--date: {published} is in the future")
    try:
        with Path(options.file).open("rb") as handle:
            document = read(handle.read(MAX_BYTES + 1), Path(options.file).name)
    except OSError as error:
        raise UsageError(f"{options.file}: {error.strerror}") from None
    except RefusedError as error:
        raise CommandError(f"{options.file}: {error}") from None
    if options.save:
        return _kept(options, document, published)
    found = extract(document.text, _wake().knowledge.as_known_on(today), published)
    about = intake.About(options.publisher, published, options.url)
    if options.json:
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    for line in (intake.json_lines if options.json else intake.lines)(document, found, about):
        print(line)
    return 0


def _kept(options: argparse.Namespace, document: Document, published: date) -> int:
    from bot.curation import operator
    from bot.curation.queue import About

    about = About(options.publisher, published, options.title, options.url, options.grade)
    return operator.keep(_wake(), options.server, document, about)

def _calendar(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from bot.reminders import calendar
    from bot.reminders.occasions import occasions

    today = _day(options.now, "--now") if options.now else date.today()  # noqa: DTZ011 - the day where the user is
    view = _wake().knowledge.as_known_on(today)
    wanted = [one for one in occasions(view).values() if one.kind in calendar.GENERAL and not one.news]
    try:
        found = calendar.entries(wanted, _before(options.output), today)
        text = calendar.written(found, datetime.now(UTC), calendar.notes(view, wanted))
        if options.output:
            fresh = Path(f"{options.output}.new")  # a disk that is full costs nothing of what was there
            fresh.write_bytes(text)
            fresh.replace(options.output)
            print(f"{options.output}: {len(found)} {'event' if len(found) == 1 else 'events'}")
        else:
            sys.stdout.buffer.write(text)
    except OSError as error:
        raise UsageError(f"{options.output}: {error.strerror}") from None
    for one in wanted:
        if one.start is None or one.yearly:
            print(f"Not in it, as only “{one.when}” is known: {one.name}", file=sys.stdout if options.output else sys.stderr)
    return 0


def _before(path: str | None) -> dict[str, Entry]:
    """What the file at a path says, which is to be written anew; nothing where there is none."""
    from bot.reminders import calendar

    if path is None or not Path(path).exists():
        return {}
    try:
        return calendar.read(Path(path).read_bytes())
    except ValueError:
        raise UsageError(f"{path}: is there and is no calendar file; name another") from None


def _day(text: str, option: str) -> date:
    from bot.batch import day

    try:
        return day(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def _check(_: argparse.Namespace) -> int:
    from bot.mind import read
    from knowledge.load import DataError

    try:
        base, vocabulary = read()
    except DataError as error:
        print("\n".join(error.faults))
        raise CommandError(f"{error.count} in the data") from None
    for name, rows in vars(base).items():
        if hasattr(rows, "__len__"):
            print(f"{len(rows):6} {name.replace('_', ' ')}")
    print(f"{sum(len(series.cells) for series in base.series.values()):6} figures")
    print(f"{vocabulary.phrases:6} phrases")
    return 0


# --- the Discord bot


def _run(_: argparse.Namespace) -> int:
    from bot.run import StartError, run
    from bot.settings import Settings, SettingsError, read

    try:
        return run(read(Settings))
    except SettingsError as error:
        raise UsageError(_settings(error.lines)) from None
    except StartError as error:
        raise CommandError(str(error)) from None


def _doctor(_: argparse.Namespace) -> int:
    from bot.doctor import examine

    return examine()


def _invite(options: argparse.Namespace) -> int:
    from bot.invite import application, links
    from bot.settings import Settings, SettingsError, read

    try:
        number = options.application_id or application(read(Settings).discord_token.get_secret_value())
    except SettingsError as error:
        raise UsageError(_settings(error.lines)) from None
    if number is None:
        raise UsageError(
            "the token doesn't tell the application's id: name it with --application-id ID (it stands on the page General Information)"
        )
    for purpose, link in links(number):
        print(f"{purpose}:\n  {link}")
    return 0


def _migrate(_: argparse.Namespace) -> int:
    from bot.settings import Database, SettingsError, read
    from bot.store import Unavailable, Unusable, migrate

    try:
        changed, revision = migrate(read(Database).database_url)
    except SettingsError as error:
        raise UsageError(_settings(error.lines)) from None
    except Unusable as error:
        raise UsageError(f"DATABASE_URL: {error}") from None
    except Unavailable as error:
        raise CommandError(str(error)) from None
    print(f"The database is {'now' if changed else 'already'} at revision {revision}.")
    return 0


def _settings(lines: Sequence[str]) -> str:
    return "\n".join((".env or the environment can't be used (.env.example explains each setting):", *(f"  {line}" for line in lines)))


def _conversation(options: argparse.Namespace) -> Conversation:
    from bot.conversation import Conversation

    today = _day(options.now, "--now") if options.now else date.today()  # noqa: DTZ011 - the day where the user is
    return Conversation(_wake(), today, _locale(options.locale))


def _locale(name: str) -> str:
    if name == "en":
        return name
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(name.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        raise UsageError(f"--locale: {name[:40]!r} is no locale; write it like en, de or pt_BR") from None


def _wake() -> Mind:
    """The knowledge; the collector rests meanwhile, as all of it stays."""
    gc.disable()
    from bot.mind import wake
    from knowledge.load import DataError

    try:
        return wake()
    except DataError as error:
        raise CommandError(f"the data has {error.count}; `pledgebot check` says which") from None
    finally:
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
