"""`pledgebot knowledge …` and `pledgebot intake --save`: what operators do at a terminal, on both databases."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from bot import cli
from knowledge.load import load
from tests.intake.workbooks import nato

TEXT = """Harbour news
“The ferries are our frigates, and they sail with or without the minister,” NATO chief Mark Rutte said.
German Defence Minister Boris Pistorius said the yards in Kiel would need ten more years for the corvettes.
"""
SPAIN = ("figures", "nato-2026/share/ESP/2025")


class Said(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Awaitable[Said]]


class Keyboard(StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a database of its own, with `typed` on standard input, or by somebody at the `keys`."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    async def command(*arguments: object, typed: str = "", keys: str | None = None) -> Said:
        monkeypatch.setattr("sys.stdin", StringIO(typed) if keys is None else Keyboard(keys))
        status = await asyncio.to_thread(cli.main, list(map(str, arguments)))
        return Said(status, *capsys.readouterr())

    return command


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(TEXT, "utf-8")
    return path


async def test_a_fact_is_amended_after_a_preview_and_the_change_is_undone(run: Run) -> None:
    looked = await run("knowledge", "amend", *SPAIN, "value=2.05", "--reason", "NATO's erratum")
    assert looked.status == 1
    assert "  value: 2 → 2.05\n" in looked.out
    assert "after:  Spain spends 2.05% of GDP" in looked.out
    assert "nothing was saved: add --yes to save it" in looked.err
    assert "As it was shipped." in (await run("knowledge", "show", *SPAIN)).out
    saved = await run("knowledge", "amend", *SPAIN, "value=2.05", "--reason", "NATO's erratum", "--yes")
    assert (saved.status, saved.out.splitlines()[-1]) == (0, "Saved as change 1.")
    shown = await run("knowledge", "show", *SPAIN)
    assert '"value": "2.05"' in shown.out
    assert "As of change 1." in shown.out
    assert "amend figures nato-2026/share/ESP/2025, at a terminal: NATO's erratum" in (await run("knowledge", "history", *SPAIN)).out
    undone = await run("knowledge", "undo", "1", "--yes")
    assert "  value: 2.05 → 2\n" in undone.out
    assert '"value": "2"' in (await run("knowledge", "show", *SPAIN)).out
    assert "(takes back 1)" in (await run("knowledge", "history")).out
    assert "2.05" in (await run("knowledge", "as-of", "1", "What did Spain spend in 2025?")).out
    assert "2.00" in (await run("knowledge", "as-of", "2", "What did Spain spend in 2025?")).out
    assert '"value": "2.05"' in (await run("knowledge", "as-of", "1", "--fact", *SPAIN)).out


async def test_somebody_at_the_keys_is_asked(run: Run) -> None:
    for keys in ("n\n", "\n", ""):
        said = await run("knowledge", "amend", *SPAIN, "value=2.05", keys=keys)
        assert (said.status, "Save? [y/N]" in said.out) == (0, True)
        assert "Nothing was saved." in said.out
    assert "Saved as change 1." in (await run("knowledge", "amend", *SPAIN, "value=2.05", keys="y\n")).out


async def test_undoing_takes_what_rests_on_it_along(run: Run) -> None:
    source = ["title=Harbour news", "publisher=The Pilot", "published_on=2026-07-06", "grade=C"]
    await run("knowledge", "add", "sources", "pilot", *source, "--yes")
    fields = {"speaker": "rutte", "role": "", "on": "2026-07-06", "place": "", "text": "Ferries sail.", "topics": [], "sources": ["pilot"]}
    added = await run("knowledge", "add", "statements", "s-pilot", "--json", "--yes", typed=json.dumps(fields))
    assert "Who said" in added.out or "What did Mark Rutte say" in added.out
    retracted = await run("knowledge", "retract", "sources", "pilot", "--reason", "a hoax", "--yes")
    assert (retracted.status, "statements s-pilot would refer to nothing" in retracted.err) == (1, True)
    undone = await run("knowledge", "undo", "1", "--yes")
    assert "To be taken back, with what rests on it:" in undone.out
    assert undone.out.splitlines()[-1] == "Saved as changes 3 to 4."
    assert (await run("knowledge", "show", "statements", "s-pilot")).status == 1


async def test_wrong_superseded_and_disputed_are_told_apart(run: Run) -> None:
    for action, standing in (("dispute", "disputed"), ("supersede", "superseded"), ("retract", "wrong")):
        said = await run("knowledge", action, "statements", "s004", "--reason", "the paper took it back", "--yes")
        assert f"→ {standing}: the paper took it back" in said.out
    assert '"standing": "wrong"' in (await run("knowledge", "show", "statements", "s004")).out
    assert "wrong: the paper took it back → in force" in (await run("knowledge", "restore", "statements", "s004", "--yes")).out


async def test_a_servers_own_facts_stay_its_own(run: Run) -> None:
    await run("knowledge", "amend", *SPAIN, "value=2.05", "--server", "500", "--yes")
    assert '"value": "2.05"' in (await run("knowledge", "show", *SPAIN, "--server", "500")).out
    for elsewhere in ([], ["--server", "501"]):
        assert '"value": "2"' in (await run("knowledge", "show", *SPAIN, *elsewhere)).out
    assert (await run("knowledge", "undo", "1", "--server", "501", "--yes")).status == 1
    assert "There are no changes." in (await run("knowledge", "history", "--server", "501")).out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["amend", *SPAIN, "value=120", "--yes"], 1, "120"),
        (["amend", *SPAIN, "valeu=2", "--yes"], 1, "did you mean value?"),
        (["amend", *SPAIN, "value", "--yes"], 2, "write NAME=TEXT or NAME:=JSON"),
        (["amend", *SPAIN, "value:={", "--yes"], 2, "is no JSON"),
        (["amend", *SPAIN, "--yes"], 2, "there is no FIELD"),
        (["amend", "figurs", "x", "value=2", "--yes"], 2, "there is no table 'figurs'"),
        (["add", "statements", "../../etc", "text=x", "--yes"], 1, "'../../etc' can't be"),
        (["add", "pledges", "p1", "subject=ESPP", "on=2026-07-01", "kind=plan", "text=x", "sources=nato-def-exp-2026", "--yes"], 1,
         "did you mean ESP (Spain)?"),
        (["add", "statements", "s1", "--json", "--yes"], 2, "standard input is no JSON"),
        (["add", "sources", "s1", "title=x", "publisher=x", "grade=C", "url=javascript:alert(1)", "--yes"], 1, "is no address"),
        (["add", "sources", "s1", "title=x", "publisher=x", "grade=C", "url=https://x.org/>) [evil](<https://evil.org", "--yes"], 1,
         "is no address"),
        (["retract", "statements", "s004", "--yes"], 2, "--reason"),
        (["retract", "statements", "s004", "--reason", " ", "--yes"], 1, "reason: it is missing"),
        (["supersede", "statements", "s004", "--by", "s999", "--reason", "x", "--yes"], 1, "there is no 's999' among the statements"),
        (["show", "statements", "s04"], 1, "did you mean s004"),
        (["undo", "7", "--yes"], 1, "there is no change 7 to undo here"),
        (["as-of", "yesterday", "Who is Rutte?"], 2, "is neither a day"),
        (["accept", "3", "--yes"], 1, "none of these waits"),
        (["accept", "--yes"], 2, "--document NUMBER"),
        (["correct", "3", "role=x"], 1, "candidate 3 is not in this queue"),
        (["table", "missing.csv", "--edition", "nato-2027"], 2, "No such file"),
        (["table", ".", "--edition", "nato-2027"], 2, "Is a directory"),
        (["shrink"], 2, "invalid choice"),
    ],
)  # fmt: skip
async def test_what_can_not_be_done_says_what_would_do(run: Run, arguments: list[str], status: int, said: str) -> None:
    found = await run("knowledge", *arguments)
    assert found.status == status
    assert said in found.err
    assert "Traceback" not in found.err
    assert "There are no changes." in (await run("knowledge", "history")).out


async def test_an_article_waits_in_the_queue_and_is_taken_in(run: Run, article: Path) -> None:
    kept = await run("intake", article, "--publisher", "The Pilot", "--date", "2026-07-06", "--save")
    assert kept.out == "Document 1 is kept: 2 candidates wait (pledgebot knowledge queue).\n"
    assert "Document 1 is known already: 2 candidates" in (await run("intake", article, "--date", "2026-07-06", "--save")).out
    await run("intake", article, "--publisher", "The Pilot", "--date", "2026-07-06", "--save")
    queue = await run("knowledge", "queue")
    assert queue.out.startswith("Waiting: 1 quote, 1 reported; 0 reports (/reports list); ")
    assert "Document 1: Harbour news · The Pilot · 2026-07-06" in queue.out
    assert "     1 quote · rutte, NATO chief\n       The ferries are our frigates" in queue.out
    assert "SECRETARY" in (await run("knowledge", "correct", "1", "role=SECRETARY")).out
    wrong = await run("knowledge", "correct", "1", "words=The ferries are our cruisers")
    assert "letter for letter; there is “The ferries are our" in wrong.err
    looked = await run("knowledge", "accept", "--document", "1")
    assert "     1 becomes statements the-pilot-2026-07-06-" in looked.out
    assert "after:  Mark Rutte said it, on 6 July 2026" in looked.out
    assert looked.status == 1
    saved = await run("knowledge", "accept", "1", "--yes")
    assert saved.out.splitlines()[-1] == "Saved as changes 1 to 2."
    assert (await run("knowledge", "refuse", "2", "--reason", "old news")).out == "Refused: 1.\n"
    assert "no candidates" in (await run("knowledge", "queue")).out
    assert "Ferries" in (await run("knowledge", "as-of", "2", "Who said the ferries are our frigates?")).out.title()


async def test_a_table_is_saved_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    base = load()
    path = tmp_path / "def-exp-2026-12-en.xlsx"
    path.write_bytes(
        nato(base, "nato-2026", lambda _, subject, year, value: float(value) * (1.5 if (subject, year) == ("ESP", 2025) else 1))
    )
    arguments = ["knowledge", "table", path, "--edition", "nato-2026-11", "--published", "2026-11-20"]
    looked = await run(*arguments)
    assert "2951 new figures, 0 amended, 0 as they are" in looked.out
    assert "ESP 2025 share: 2 → 3.00 % of GDP (+1.00 pp, nato-2026)" in looked.out
    saved = await run(*arguments, "--yes")
    assert saved.out.splitlines()[-1] == "Saved as changes 1 to 2953."
    assert "3.00" in (await run("knowledge", "as-of", "2953", "What did Spain spend in 2025?")).out
    assert "there is nothing to save" in (await run(*arguments, "--yes")).err
    (tmp_path / "bad.csv").write_text("ally,year,indicator,value\nSpain,2026,share,2.1\nSpian,2026,share,200\n", "utf-8")
    bad = await run("knowledge", "table", tmp_path / "bad.csv", "--edition", "nato-2026-12", "--published", "2026-11-21", "--yes")
    assert (bad.status, "row 3: 'Spian' is no ally; did you mean Spain?" in bad.err) == (1, True)
    assert "nato-2026-12" not in (await run("knowledge", "history", "--limit", "3")).out


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE revisions; --", "\x1b[31m\x1b]0;title\x07", "../../etc/passwd", "{{7*7}} %s {0}", "**@everyone**"]
)
async def test_hostile_text_is_kept_as_it_is_and_steers_no_terminal(run: Run, text: str) -> None:
    said = await run("knowledge", "amend", "statements", "s004", f"place={text}", "--reason", text, "--yes")
    assert said.status == 0
    shown = await run("knowledge", "show", "statements", "s004")
    assert json.loads(shown.out.rpartition("}")[0] + "}")["row"]["place"] == text
    history = (await run("knowledge", "history")).out
    for out in (said.out, shown.out, history):
        assert "\x1b" not in out
        assert "\x07" not in out


async def test_what_is_out_of_date_is_listed(run: Run) -> None:
    assert "summits warsaw-2016: Warsaw Summit is over" in (await run("knowledge", "stale")).out


async def test_a_database_that_is_away_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    said = await run("knowledge", "amend", *SPAIN, "value=2.05", "--yes")
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("pledgebot: nothing was saved: ")
    assert len(said.err.splitlines()) == 1
