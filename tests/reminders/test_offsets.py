"""Words → how long before; and what they can't mean, said with what would work."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.reminders.offsets import DEFAULT, EXAMPLE, MOST_OFFSETS, Offset, OffsetError, parse, read

UNDERSTOOD = {
    "14d@09:00 3d@09:00 60m": ["2 weeks, 3 days, 1 hour before", "1 hour, 3 days and two weeks before", "a fortnight; 3d; 1h"],
    "0d@09:00": ["the morning of", "09:00", "on the day", "the day of the summit", "in the morning", "0 days", "on the day at 9 a.m."],
    "1d@09:00": ["09:00 on the day before", "the day before", "one day in advance", "a day before", "1d", "at 9 the day before", "1 day"],
    "1d@18:00": ["the day before at 18:00", "the evening before", "on the eve", "6 pm the day before"],
    "0d@12:00": ["noon on the day", "on the day at 12:00"],
    "7d@09:00 3d@09:00 2d@09:00": ["2, 3 and 7 days before", "a week before, 3 days before + 2 days"],
    "1mo@08:00": ["1 month before at 8am", "a month before at 08:00"],
    "12mo@09:00": ["a year before", "12 months", "1y"],
    "90m": ["1.5 hours", "90 minutes before", "90 mins prior", "90m"],
    "30m": ["half an hour before", "30 minutes before"],
    "1440m": ["24 hours before", "24h"],
    "0m": ["when it begins", "at the start", "at the opening"],
    "1d@06:00": ["1 day before at 6 o'clock", "1 day before at 6:00"],
    "1d@18:00 0d@09:00": ["the evening before and the morning of"],
}


@pytest.mark.parametrize(("codes", "text"), [(codes, text) for codes, texts in UNDERSTOOD.items() for text in texts])
def test_it_is_understood(codes: str, text: str) -> None:
    assert " ".join(offset.code for offset in parse(text)) == codes
    assert " ".join(offset.code for offset in parse(text.upper())) == codes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No time is named"),
        (" , and ", "No time is named"),
        ("soon", "“soon”"),
        ("3 parsecs before", "“3 parsecs before”"),
        ("-3 days", "“-3 days”"),
        ("1 day 2 hours", "“1 day 2 hours”"),
        ("3 days after", "reminders come before"),
        ("1.5 days", "only whole days"),
        ("the day before at 25:00", "00:00 to 23:59"),
        ("9:99", "00:00 to 23:59"),
        ("13 pm", "no time of day"),
        ("1 hour before at 10:00", "have no time of day"),
        ("3 years before", "two years before is the farthest"),
        ("999999999999999999 weeks", "two years before is the farthest"),
        ("5000 hours", "write it in days or weeks"),
        (", ".join(f"{number} days" for number in range(1, 12)), f"{MOST_OFFSETS} are the most"),
    ],
)
def test_what_is_no_offset_is_said(text: str, said: str) -> None:
    with pytest.raises(OffsetError) as error:
        parse(text)
    assert said in str(error.value)
    assert str(error.value).endswith((EXAMPLE, "Leave some out.", "farthest.", "336).", "23:59.", "9 pm."))


OFFSETS = st.one_of(
    st.builds(Offset, days=st.integers(0, 731), at=st.times().map(lambda at: at.replace(second=0, microsecond=0))),
    st.builds(Offset, months=st.integers(1, 24), at=st.times().map(lambda at: at.replace(second=0, microsecond=0))),
    st.builds(Offset, minutes=st.integers(0, 14 * 24 * 60)),
)


@given(OFFSETS)
@example(Offset(days=1, at=time(0)))
def test_its_words_and_its_code_are_read_as_itself(offset: Offset) -> None:
    assert parse(offset.text) == (offset,)
    assert read(offset.code) == offset


@given(st.text(max_size=60))
@example("١ day")
@example("at 99999999999999999999")
def test_any_text_is_an_offset_or_a_sentence(text: str) -> None:
    try:
        found = parse(text)
    except OffsetError:
        return
    assert found
    assert [read(offset.code) for offset in found] == list(found)


def test_the_farthest_comes_first_and_none_twice() -> None:
    assert parse("1 hour, 2 weeks, 14 days, 3 days, 60 minutes") == parse("2 weeks, 3 days, 1 hour")
    assert parse(", ".join(offset.text for offset in DEFAULT)) == DEFAULT


def test_a_form_that_was_never_stored_is_refused() -> None:
    for code in ("", "14d", "14d@9:00", "-1d@09:00", "new"):
        with pytest.raises(ValueError, match="is no offset"):
            read(code)
