"""The conversation in the terminal: the first screen, the commands, line editing with history."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bot.answer import Answer, Chart, Outcome
from bot.conversation import Conversation
from bot.questions import kinds
from bot.render import terminal

_EXAMPLES = 6
_HELP = """\
/sources       the sources of the last answer
/working       how it was computed
/chart [FILE]  a picture of it (PNG)
/quit          leave (or Ctrl-D)

A number picks one of the questions offered. Questions that work:"""
_QUIT = ("/quit", "/exit", "/q")


def chat(conversation: Conversation) -> int:
    """Talk until the user leaves; returns the exit status."""
    print(welcome(conversation))
    last: Answer | None = None
    for line in _lines():
        said = _option(line.strip(), last)
        if not said:
            continue
        if said.lower().split()[0] in _QUIT:
            break
        print("\n" if sys.stdout.isatty() and sys.stdin.isatty() else "", end="")
        if said.isascii() and said.isdigit() and len(said) < 3 and last and last.options:
            print(f"There is no {said} among the questions offered.")
        elif said.startswith("/"):
            _command(said, last, conversation)
        else:
            last = conversation.ask(said)
            terminal.show(last, conversation.locale)
        print(flush=True)
    return 0


def welcome(conversation: Conversation) -> str:
    """The first screen: what can be asked, with examples that work today."""
    edition = conversation.mind.knowledge.as_known_on(conversation.today).edition
    figures = f" The figures: {edition.short} edition." if edition else ""
    return "\n".join(
        (
            "Ask what NATO's allies promised, what they spend and what they said: every answer is computed,",
            f"with its source, its year and its working.{figures}",
            "",
            "For example:",
            *(f"  {example}" for example in examples(conversation)),
            "",
            "A follow-up may lean on what was said before. /help shows the commands, /quit leaves.",
            "",
        )
    )


def examples(conversation: Conversation) -> list[str]:
    """Questions of different kinds that are answered on the day, spread over all kinds."""
    asked = Conversation(conversation.mind, conversation.today, conversation.locale)
    working = []
    for kind in kinds().values():
        for example in kind.examples:
            asked.turns.clear()
            if asked.ask(example).outcome == Outcome.ANSWER:
                working.append(example)
                break
    step = max(1, len(working) / _EXAMPLES)
    return [working[int(number * step)] for number in range(min(_EXAMPLES, len(working)))]


def _option(said: str, last: Answer | None) -> str:
    """A bare number picks one of the questions offered last."""
    if last and said.isascii() and said.isdigit() and 1 <= int(said) <= len(last.options):
        return last.options[int(said) - 1]
    return said


# --- commands


def _command(said: str, last: Answer | None, conversation: Conversation) -> None:
    name, _, argument = said.partition(" ")
    run = {"/help": _help, "/sources": _sources, "/working": _working, "/chart": _chart}.get(name.lower())
    if run is None:
        print(f"There is no {name}; /help shows what there is.")
    elif last is None and run is not _help:
        print("Nothing has been answered yet.")
    else:
        run(last, argument.strip(), conversation)


def _help(_last: Answer | None, _argument: str, conversation: Conversation) -> None:
    print(_HELP)
    print("\n".join(f"  {example}" for example in examples(conversation)))


def _sources(last: Answer | None, _argument: str, conversation: Conversation) -> None:
    sources = last.sources if last else ()
    lines = (f"{source.id}: {terminal.citation(source, conversation.locale)}" for source in sources)
    print("\n".join(lines) or "The last reply rests on no source: it states no fact.")


def _working(last: Answer | None, _argument: str, _conversation: Conversation) -> None:
    if last is None:
        return
    print("\n".join(last.derivation) or "Nothing was computed: the figures are as published.")
    print(f"Read as: {last.reading}")


def _chart(last: Answer | None, argument: str, conversation: Conversation) -> None:
    if last is None or last.chart is None:
        print("The last answer has no chart; a ranking or a trend has one.")
        return
    from bot import chart

    path = _picture(last.chart, _unquoted(argument))
    if path.suffix.lower() != ".png":
        print(f"{path.name}: the picture is a PNG; give it a name that ends in .png")
        return
    try:
        with _busy("Drawing …"):
            picture = chart.png(last.chart, conversation.locale)
        if not argument:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)
    except OSError as error:
        print(f"The picture could not be written: {error.strerror}: {error.filename}")
    else:
        print(f"Written to {path.absolute()}")


def _picture(chart: Chart, argument: str) -> Path:
    """Where the picture goes: where told; into a folder, or where nothing is told beside the history, under the title of the chart."""
    path = Path(re.sub(r"^~(?=/|$)", lambda _: str(Path.home()), argument))
    if argument and not path.is_dir():
        return path if path.suffix else path.with_suffix(".png")
    name = re.sub(r"[^a-z0-9]+", "-", chart.title.lower()).strip("-")[:60]
    return (path if argument else _state() / "charts") / f"{name or 'chart'}.png"


def _unquoted(text: str) -> str:
    """What stands between quotation marks, as people write a name with blanks."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


# --- the terminal


def _lines() -> Iterator[str]:
    """What is typed, line by line; where nobody types, the lines of standard input."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield from sys.stdin
        return
    read = _prompt()
    while True:
        try:
            yield read()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _prompt() -> Callable[[], str]:
    """A line editor that remembers earlier conversations, or only this one where nothing can be written."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    history: History = InMemoryHistory()
    try:
        _state().mkdir(parents=True, exist_ok=True)
        with (_state() / "history").open("a"):
            history = FileHistory(str(_state() / "history"))
    except OSError:
        pass
    commands = WordCompleter(["/sources", "/working", "/chart", "/help", "/quit"], sentence=True)
    session: PromptSession[str] = PromptSession("› ", history=history, completer=commands, complete_while_typing=False)
    session.auto_suggest = AutoSuggestFromHistory()
    return session.prompt


def _state() -> Path:
    """The user's folder for what programs keep between runs (XDG)."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "pledgebot"


def _busy(text: str) -> AbstractContextManager[object]:
    """A spinner where somebody watches."""
    return terminal.console().status(text) if sys.stdout.isatty() else nullcontext()
