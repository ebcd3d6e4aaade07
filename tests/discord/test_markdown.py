from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.markdown import cut, harmless, label, link, live, question, size, visible

_texts = st.text() | st.text("ab *_`[]()<>@#\\~|:/.!? \n0129-+\u202e\u200b\u0301", max_size=80)


def shown(text: str) -> str:
    """What Discord displays of a text that is escaped."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", re.sub(r"^(\d+)\\(?=[.)](?:\s|$))", r"\1", text)).replace("@\u200b", "@")


@given(_texts)
def test_harmless_text_is_shown_as_it_is(text: str) -> None:
    assert shown(harmless(text)) == " ".join(visible(text).split())


@given(_texts)
def test_nothing_in_harmless_text_is_live(text: str) -> None:
    bare = re.sub(r"\\.", "x", harmless(text))
    assert not re.search(r"[*_~`|<>\[\]#]|://|@(everyone|here|[!&]?\d)|^[-+] |^\d+[.)] ", bare)


@given(_texts)
def test_a_question_holds_no_marks_and_nothing_unseen(text: str) -> None:
    asked = question(text)
    assert not re.search(r"[\\*_~`|\[\]\u200b\u202e\u2066]|://", asked)
    assert question(asked) in (asked, question(question(asked)))


@given(_texts, st.integers(2, 100))
def test_labels_and_cuts_are_never_longer_than_they_may_be(text: str, most: int) -> None:
    assert 0 < size(label(text, most)) <= most
    assert size(cut(text, most)) <= most
    assert cut(text, most).count("**") % 2 == 0


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@123> How much does **Poland** spend?", "How much does Poland spend?"),
        ("> Poland spends 4%\nis that `true`?", "Poland spends 4% is that true?"),
        ("[Poland](https://evil.example) ||spends||", "Poland spends"),
        ("<#1> <@&2> <:flag:3> </ask:4> <t:5:R> Spain", "Spain"),
        ("who is above > 2% and < 3%?", "who is above > 2% and < 3%?"),
        ("see https://x.example/a", "see https x.example/a"),
        ("Po\u200bland \u202ereversed", "Poland reversed"),
        ("# Who\n## pays", "Who pays"),
    ],
)
def test_what_is_typed_is_read_as_words(typed: str, read: str) -> None:
    assert question(typed) == read


def test_an_answer_keeps_its_bold_and_its_lists() -> None:
    assert live("**Poland** spends 4%.\n- so it is\n\n1. not a list") == "**Poland** spends 4%.\n- so it is\n1\\. not a list"


def test_a_cut_ends_with_a_sentence_or_a_word() -> None:
    assert cut("Poland spends **4.68%**. Latvia spends less. Spain even less.", 50) == "Poland spends **4.68%**. Latvia spends less. …"
    assert cut("One sentence that is far too long to be shown", 24) == "One sentence that is …"


def test_only_whole_web_addresses_are_links() -> None:
    assert link("A [title]", "https://nato.int/a_(b)") == "[A (title)](<https://nato.int/a_(b)>)"
    for address in (None, "javascript:alert(1)", "https://a b", "https://a>b", "ftp://a"):
        assert link("A title", address) == "A title"
