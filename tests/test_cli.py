"""The program as its users run it: a process with arguments, input, output and an exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

QUESTION = "How much does Poland spend on defence?"
NOW = ("--now", "2026-11-23")
FIELDS = {
    "id": (str, type(None)),
    "question": (str,),
    "outcome": (str,),
    "reading": (str,),
    "query": (dict, type(None)),
    "text": (str,),
    "verdict": (str, type(None)),
    "values": (list,),
    "subjects": (list,),
    "quotes": (list,),
    "sources": (list,),
    "derivation": (list,),
    "caveats": (list,),
    "options": (list,),
}
OUTCOMES = {"answer", "correction", "clarify", "no_data", "out_of_scope", "small_talk"}


def run(*arguments: str, text: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=text if text is not None else "",
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        env={**os.environ, "NO_COLOR": "", **environment},
        timeout=120,
        check=False,
    )


def replies(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line, parse_float=Decimal) for line in done.stdout.splitlines()]


def batch(tmp_path: Path, *rows: object) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows), "utf-8")
    return run("ask", "--json", "--batch", str(file))


# --- calendar


def test_the_calendar_is_written_and_counts_on_from_the_file_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "nato.ics"
    for _ in range(2):
        done = run("calendar", "--now", "2026-06-01", "--output", str(file))
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{file}: 2 events\n")
        assert "Not in it, as only “2027” is known: Albania Summit" in done.stdout
    first = file.read_bytes()
    assert b"SUMMARY:Ankara Summit\r\nDTSTART;TZID=Europe/Istanbul:20260707T000000\r\n" in first
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Istanbul\r\n" in first
    assert b"SEQUENCE:1" not in first

    file.write_bytes(first.replace(b":20260707T000000", b":20260701T000000"))
    run("calendar", "--now", "2026-06-01", "--output", str(file))
    assert file.read_bytes().count(b"SEQUENCE:1") == 1


def test_a_file_that_is_no_calendar_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine", "utf-8")
    done = run("calendar", "--output", str(file))

    assert done.returncode == 2
    assert done.stderr.startswith(f"pledgebot: {file}: is there and is no calendar file")
    assert file.read_text("utf-8") == "mine"
    assert run("calendar", "--output", str(tmp_path / "none" / "x.ics")).returncode == 2
    assert run("calendar", "--output", str(tmp_path)).returncode == 2


# --- ask


def test_a_reply_for_people_starts_with_the_answer_and_names_its_source() -> None:
    done = run("ask", QUESTION, *NOW)
    assert (done.returncode, done.stderr) == (0, "")
    first, *rest = done.stdout.splitlines()
    assert "4.68" in first
    assert "Poland" in first
    assert any(line.startswith("Source") and "2026" in line for line in rest)


def test_a_piped_reply_has_no_colours_and_no_markup() -> None:
    done = run("ask", QUESTION, *NOW, FORCE_COLOR="1")
    assert not {"\x1b", "*"} & set(done.stdout)


def test_json_has_exactly_the_fields_of_the_contract_in_their_types() -> None:
    (reply,) = replies(run("ask", "--json", QUESTION, *NOW))
    assert list(reply) == list(FIELDS)
    for name, types in FIELDS.items():
        assert isinstance(reply[name], types), name
    assert reply["outcome"] in OUTCOMES
    assert reply["id"] is None
    assert reply["question"] == QUESTION


def test_json_values_and_sources_have_exactly_their_fields() -> None:
    (reply,) = replies(run("ask", "--json", QUESTION, *NOW))
    value = reply["values"][0]
    assert list(value) == ["label", "subject", "period", "value", "unit", "status"]
    assert (value["subject"], value["period"], value["unit"]) == ("POL", "2026", "% of GDP")
    source = reply["sources"][0]
    assert list(source) == ["id", "title", "publisher", "published_on", "url"]
    assert reply["query"]["kind"]


def test_a_figure_is_a_json_number_with_the_digits_of_the_data() -> None:
    done = run("ask", "--json", QUESTION, *NOW)
    assert '"value": 4.68,' in done.stdout


def test_several_questions_are_one_conversation_with_one_reply_a_line() -> None:
    found = replies(run("ask", "--json", QUESTION, "thanks", QUESTION, *NOW))
    assert [reply["question"] for reply in found] == [QUESTION, "thanks", QUESTION]
    assert found[0]["values"] == found[2]["values"]


def test_what_was_published_later_is_not_known() -> None:
    (reply,) = replies(run("ask", "--json", QUESTION, "--now", "2025-06-05"))
    assert all(source["published_on"] <= "2025-06-05" for source in reply["sources"])


def test_a_question_that_is_no_question_is_answered_with_status_0() -> None:
    for text in ("", " ", "\U0001f600", "a\u200bb\u202ec", "x" * 5000, "%s %d {} \\ ' \""):
        (reply,) = replies(run("ask", "--json", text))
        assert reply["question"] == text
        assert reply["outcome"] in OUTCOMES


def test_bytes_that_are_no_text_come_back_as_escapes() -> None:
    done = run("ask", "--json", "caf\udce9?")
    assert done.returncode == 0
    assert json.loads(done.stdout)["question"] == "caf\udce9?"


# --- batch


def test_a_batch_answers_row_by_row_in_order(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": QUESTION, "context": [], "now": "2026-11-23"},
        {"id": None, "text": "hello", "context": None},
        {"id": "c", "text": QUESTION, "context": ["hello"], "now": "2025-06-05"},
    ]
    found = replies(batch(tmp_path, rows[0], "\n", *rows[1:]))
    assert [reply["id"] for reply in found] == ["a", None, "c"]
    assert found[0]["values"] != found[2]["values"]


def test_a_batch_is_read_from_standard_input() -> None:
    row = json.dumps({"id": "1", "text": QUESTION, "now": "2026-11-23"})
    (reply,) = replies(run("ask", "--json", "--batch", "-", text=row + "\n"))
    assert reply["id"] == "1"
    assert reply["outcome"] == "answer"


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "5",
        "{}",
        '{"text": 5}',
        '{"text": "x", "now": "2026-02-30"}',
        '{"text": "x", "now": 5}',
        '{"text": "x", "context": "y"}',
        '{"text": "x", "id": 7}',
        '{"text": "x", "contxt": ["y"]}',
        "[" * 9000,
    ],
)
def test_a_bad_line_is_named_and_nothing_is_printed_before_it(tmp_path: Path, line: str) -> None:
    done = batch(tmp_path, {"text": QUESTION}, line + "\n", {"text": QUESTION})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "line 2" in done.stderr


# --- bad use


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["ask"],
        ["answer", "x"],
        ["ask", "--jso", "x"],
        ["ask", "--now", "2025-6-5", "x"],
        ["ask", "--now", "20250605", "x"],
        ["ask", "--now", "yesterday", "x"],
        ["ask", "--locale", "klingon", "x"],
        ["ask", "--batch", "nowhere.jsonl"],
        ["ask", "--json", "--batch", "nowhere.jsonl"],
        ["ask", "--json", "--batch", "-", "x"],
        ["explain"],
    ],
)
def test_bad_use_is_one_line_on_standard_error_and_status_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pledgebot: ")
    assert done.stderr.count("\n") == 1


def test_a_reader_that_hangs_up_is_no_error() -> None:
    rows = (json.dumps({"id": str(number), "text": QUESTION}) + "\n" for number in range(300))
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "ask", "--json", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        try:
            process.stdin.write("".join(rows).encode())
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b""
        assert process.wait() == 0
        process.stdin = None


def test_a_fault_inside_becomes_a_reply_without_a_stack_trace(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from bot import ask, cli

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(ask.Mind, "ask", fail)
    assert cli.main(["ask", "--json", QUESTION]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["outcome"] == "no_data"
    assert err == "pledgebot: a fault in the program: ZeroDivisionError: by zero\n"


# --- the other commands


def test_explain_shows_how_a_question_was_understood() -> None:
    done = run("explain", "How much does Polnad spend on defence?", *NOW)
    assert (done.returncode, done.stderr) == (0, "")
    sections = [line.split()[0] for line in done.stdout.splitlines() if line[:1].strip()]
    assert sections[:2] == ["Tokens", "Mended"]
    assert {"Mentions", "Quantities", "Dates", "Coverage", "Readings", "Query", "Answer"} <= set(sections)
    assert "Polnad → poland" in done.stdout
    assert "ally:POL" in done.stdout
    assert "wins" in done.stdout


def test_explain_shows_what_a_losing_reading_leaves_unexplained() -> None:
    done = run("explain", "How much does Poland spend on zorblatt bananas?", *NOW)
    assert "unexplained" in done.stdout
    assert "bananas" in done.stdout


def test_check_counts_what_is_known() -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "    32 allies" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("en.toml", "[cue", "en.toml: "),
        ("en.toml", "filler = 5\n[cue]\n[currency]\n", "en.toml: filler: Input should be a valid list"),
        ("languages.toml", None, "languages.toml: [Errno 2]"),
        ("english.txt", None, "english.txt: [Errno 2]"),
    ],
)
def test_a_broken_lexicon_is_named(
    file: str, content: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot import cli, mind
    from bot.language import vocabulary

    folder = Path(shutil.copytree(vocabulary.LEXICONS, tmp_path / "lexicons"))
    (folder / file).unlink() if content is None else (folder / file).write_text(content, "utf-8")
    for module in (vocabulary, mind):
        monkeypatch.setattr(module, "LEXICONS", folder)
    assert cli.main(["check"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(said)
    assert err == "pledgebot: 1 fault in the data\n"
    assert cli.main(["ask", "?"]) == 1
    assert capsys.readouterr().err == "pledgebot: the data has 1 fault; `pledgebot check` says which\n"


def test_the_version_is_the_packages() -> None:
    from importlib.metadata import version

    assert run("--version").stdout == f"pledgebot {version('pledgebot')}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full to write to")
def test_a_full_disk_is_called_one() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "bot.cli", "ask", "--json", QUESTION]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"pledgebot: the disk is full\n")


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("ask", "explain", "chat", "check"))


# --- chat


def talk(*lines: str, state: Path) -> str:
    done = run("chat", *NOW, text="".join(line + "\n" for line in lines), XDG_STATE_HOME=str(state))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    return done.stdout


def test_the_first_screen_offers_six_questions_that_are_answered(tmp_path: Path) -> None:
    screen = talk(state=tmp_path)
    examples = [line.strip() for line in screen.splitlines() if line.startswith("  ")]
    assert len(examples) == 6
    found = replies(run("ask", "--json", *examples, *NOW))
    assert {reply["outcome"] for reply in found} == {"answer"}


def test_a_conversation_shows_sources_and_working_on_demand(tmp_path: Path) -> None:
    screen = talk("/sources", QUESTION, "/sources", "/working", "/chart", "/nonsense", "/help", "/quit", QUESTION, state=tmp_path)
    assert "Nothing has been answered yet." in screen
    assert screen.count("4.68") == 1
    assert "nato-def-exp-2026: " in screen
    assert "There is no /nonsense" in screen
    assert "/chart [FILE]" in screen


def test_a_number_asks_the_question_offered(tmp_path: Path) -> None:
    (reply,) = replies(run("ask", "--json", QUESTION, *NOW))
    if not reply["options"]:
        pytest.skip("this answer offers nothing further")
    assert talk(QUESTION, "1", state=tmp_path) == talk(QUESTION, reply["options"][0], state=tmp_path)


def test_a_command_is_known_whatever_stands_behind_it(tmp_path: Path) -> None:
    screen = talk("/quit now", "/nonsense", state=tmp_path)
    assert "There is no" not in screen


def test_a_picture_is_named_as_what_it_is(tmp_path: Path) -> None:
    asked = "Which ally spends the most?"
    named = ("x.jpg", f'"{tmp_path}/two words.png"', f"'{tmp_path}/bare'", str(tmp_path))
    screen = talk(asked, *(f"/chart {name}" for name in named), state=tmp_path)
    assert "x.jpg: the picture is a PNG; give it a name that ends in .png" in screen
    written = {path.name for path in tmp_path.glob("*") if path.is_file()}
    assert written >= {"two words.png", "bare.png"}
    assert len(written) == 3  # and the one in the folder that was named, under a name of its own


def test_a_ranking_is_drawn_into_a_file_that_is_named(tmp_path: Path) -> None:
    (reply,) = replies(run("ask", "--json", "Which ally spends the most?", *NOW))
    assert reply["outcome"] == "answer"
    screen = talk("Which ally spends the most?", "/chart", f"/chart {tmp_path}/own.png", f"/chart {tmp_path}/no/such.png", state=tmp_path)
    (named,) = (tmp_path / "pledgebot" / "charts").glob("*.png")
    assert f"Written to {named}" in screen
    assert (tmp_path / "own.png").read_bytes().startswith(b"\x89PNG")
    assert "could not be written" in screen
