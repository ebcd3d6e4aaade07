"""`pledgebot knowledge …`: what moderators do on Discord, for operators at a terminal and for scripts.

The arguments stand here; what is done with them in `bot.curation.operator`, loaded by the command that needs it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.ask import Mind

_FIELDS = "NAME=TEXT (a list with commas, NAME= for nothing) or NAME:=JSON"


def register(commands: Any, wake: Callable[[], Mind]) -> None:
    """Add the command to those of the program; `wake` makes the shipped knowledge."""
    knowledge = commands.add_parser("knowledge", help="look at what is known, and change it", allow_abbrev=False)
    actions = knowledge.add_subparsers(required=True, metavar="ACTION", dest="action", prog="pledgebot knowledge")

    def action(name: str, summary: str, *, changes: bool = False) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = actions.add_parser(name, help=summary, allow_abbrev=False)
        parser.add_argument("--server", type=int, default=0, metavar="ID", help="what this server sees (default: what everybody sees)")
        if changes:
            parser.add_argument("--author", type=int, default=0, metavar="ID", help="whose change it is, by the id on Discord")
            parser.add_argument("--yes", action="store_true", help="save without asking")
        parser.set_defaults(run=lambda options: _run(options, wake))
        return parser

    for name, summary in (("add", "add a fact"), ("amend", "change fields of a fact")):
        _fact(parser := action(name, summary, changes=True))
        parser.add_argument("fields", nargs="*", metavar="FIELD", help=_FIELDS)
        parser.add_argument("--json", action="store_true", help="read the fields from standard input, as a JSON object")
        parser.add_argument("--reason", default="", help="why, in a sentence")
    for name, summary in (
        ("retract", "withdraw a fact as wrong"),
        ("supersede", "say that a fact was so, and isn't any longer"),
        ("dispute", "say that a fact is disputed"),
        ("restore", "take back that a fact was withdrawn, superseded or disputed"),
    ):
        _fact(parser := action(name, summary, changes=True))
        parser.add_argument("--reason", required=name != "restore", default="", help="why, in a sentence")
        if name == "supersede":
            parser.add_argument("--by", metavar="ID", help="the fact that took its place")
    _fact(action("show", "show a fact and how it stands"))

    history = action("history", "show the changes, the newest first")
    history.add_argument("table", nargs="?", metavar="TABLE", help="only those of a table")
    history.add_argument("id", nargs="?", metavar="ID", help="only those of a fact")
    history.add_argument("--author", type=int, metavar="ID", help="only those of a moderator, by the id on Discord")
    _page(history, "changes", "the newest number to show", "before")
    undo = action("undo", "take changes back, with those that rest on them", changes=True)
    undo.add_argument("numbers", nargs="+", type=int, metavar="NUMBER", help="of a change, as the history shows it")
    undo.add_argument("--reason", default="", help="why, in a sentence")
    past = action("as-of", "ask, or look at a fact, as of a moment or a change")
    past.add_argument("when", metavar="WHEN", help="YYYY-MM-DD (its end), YYYY-MM-DDTHH:MM (UTC), or a change's number")
    past.add_argument("question", nargs="*", metavar="QUESTION", help="what to ask then")
    past.add_argument("--fact", nargs=2, metavar=("TABLE", "ID"), help="a fact to show")

    queue = action("queue", "show what waits for a decision")
    queue.add_argument("--kind", action="append", default=[], choices=("quote", "reported", "figure", "position", "summit"))
    _page(queue, "candidates", "the last number seen", "after")
    for name, summary in (("accept", "take candidates in"), ("refuse", "refuse candidates")):
        parser = action(name, summary, changes=True)
        parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="of a candidate, as the queue shows it")
        parser.add_argument("--document", type=int, metavar="NUMBER", help="all that wait of a document")
        parser.add_argument("--reason", default="", help="why, in a sentence")
    correct = action("correct", "correct a candidate before it is taken in", changes=True)
    correct.add_argument("number", type=int, metavar="NUMBER", help="of a candidate, as the queue shows it")
    correct.add_argument("fields", nargs="+", metavar="FIELD", help=f"{_FIELDS}; words=… takes another stretch of the text")

    table = action("table", "take in a table of figures", changes=True)
    table.add_argument("file", metavar="FILE", help=".xlsx or .csv: NATO's own layout, or columns ally, year, indicator, value")
    table.add_argument("--edition", required=True, metavar="ID", help="of a known edition, or of a new one, like nato-2027")
    table.add_argument("--published", metavar="YYYY-MM-DD", help="when a new edition was published")
    for name, summary in (("name", "what a new edition is called"), ("title", "what the source is called"), ("url", "where it stands")):
        table.add_argument(f"--{name}", default="", help=summary)
    table.add_argument("--publisher", default="NATO", help="who published it (default: NATO)")
    action("stale", "show what is out of date")


def add_save(intake: argparse.ArgumentParser) -> None:
    """The arguments by which `pledgebot intake` puts what it finds into the queue."""
    intake.add_argument("--save", action="store_true", help="keep the candidates in the queue (pledgebot knowledge queue)")
    intake.add_argument("--title", default="", help="what the article is called (default: its first line)")
    intake.add_argument("--grade", default="C", choices=("A", "B", "C", "D"), help="from A, an original, to D (default: C)")
    intake.add_argument("--server", type=int, default=0, metavar="ID", help="for this server's moderators (default: for the curators)")


def _fact(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="TABLE", help="like statements, pledges, figures, sources")
    parser.add_argument("id", metavar="ID", help="of the fact; a figure's is EDITION/INDICATOR/SUBJECT/YEAR")


def _page(parser: argparse.ArgumentParser, what: str, summary: str, option: str) -> None:
    parser.add_argument("--limit", type=int, default=25, help=f"how many {what} to show (default: 25)")
    parser.add_argument(f"--{option}", type=int, metavar="NUMBER", help=summary)


def _run(options: argparse.Namespace, wake: Callable[[], Mind]) -> int:
    from bot.curation.operator import run

    return run(options, wake())
