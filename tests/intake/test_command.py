"""`pledgebot intake FILE`: what an article says, for reading and as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from bot import cli

TEXT = """Harbour news
Mark Rutte said Spain would reach 2% of GDP by 2026, and Spain opposes the higher target.
“The ferry leaves at nine, with or without the minister,” NATO's chief added.
Leaders meet at the June 24-25 summit in The Hague.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(TEXT, "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = cli.main(["intake", *map(str, arguments)])
    return status, *capsys.readouterr()


def test_each_candidate_is_shown_with_its_line_speaker_and_place(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, article, "--publisher", "The Pilot", "--date", "2025-06-05", "--url", "https://example.org/1")
    assert (status, err) == (0, "")
    assert out.startswith("harbour.txt · The Pilot · 2025-06-05 · https://example.org/1\n")
    place = TEXT.index("The ferry")
    assert f'"The ferry leaves at nine, with or without the minister"  ({place}–{place + 54})' in out
    for shown in (
        "line 3    quote     Mark Rutte",
        "[rutte]",
        "2 % of GDP",
        "for ESP by 2026",
        "against: Spain [ESP]",
        "known as hague-2025",
    ):
        assert shown in out


def test_as_json_the_document_comes_first_and_each_place_is_true(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, article, "--date", "2025-06-05", "--json")
    head, *rows = map(json.loads, out.splitlines())
    assert status == 0
    assert (head["type"], head["published_on"], head["source_sha256"]) == ("document", "2025-06-05", sha256(TEXT.encode()).hexdigest())
    assert {row["type"] for row in rows} == {"quote", "reported", "figure", "position", "summit"}
    for row in rows:
        for passage in row["parts"] if "parts" in row else [row["passage"]]:
            assert TEXT[passage["start"] : passage["end"]] == passage["words"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["missing.txt"], 2, "No such file"),
        (["harbour.txt", "--date", "5 June"], 2, "write YYYY-MM-DD"),
        (["harbour.txt", "--date", "2999-01-01"], 2, "in the future"),
        (["harbour.odt"], 1, ".docx"),
        (["harbour.docm"], 1, "without macros"),
        (["."], 2, "Is a directory"),
    ],
)
def test_what_can_not_be_read_is_told(
    arguments: Sequence[str], status: int, message: str, article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(article.parent)
    for name in ("harbour.odt", "harbour.docm"):
        Path(name).write_bytes(b"x")
    got, out, err = run(capsys, *arguments)
    assert (got, out) == (status, "")
    assert message in err


def test_a_text_that_says_nothing_gives_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.md"
    path.write_text("The rain fell.", "utf-8")
    assert run(capsys, path)[1].endswith("Nothing in it that could be taken in.\n")
