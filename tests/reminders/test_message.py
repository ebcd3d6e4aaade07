from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask import Mind
from bot.mind import wake
from bot.reminders.message import compose
from bot.reminders.model import GONE, NEWS, Delivery, Occasion, Reminder, Subscription
from bot.reminders.occasions import occasions
from bot.reminders.offsets import DEFAULT
from bot.render.markdown import size
from bot.render.notice import allowed, buttons, card, plain

NOW = datetime(2026, 6, 23, 7, tzinfo=UTC)
"""Two weeks before the summit of Ankara."""


@pytest.fixture(scope="module")
def mind() -> Mind:
    return wake()


def reminder(mind: Mind, id_: str = "summit:ankara-2026", now: datetime = NOW, **changed: object) -> Reminder:
    """Two weeks before, to a channel that was never told of it."""
    one = occasions(mind.knowledge.as_known_on(now.date()))[id_]
    subscription = Subscription(
        id=3, guild_id=1, channel_id=2, owner_id=4, watches=("summits",), offsets=DEFAULT, zone="Europe/Berlin", created_at=NOW
    )
    delivery = Delivery(
        id=5, subscription_id=3, occasion=id_, offset="14d@09:00", start=one.when, name=one.name, due_at=now, until=now + timedelta(days=16)
    )
    return replace(Reminder(subscription=subscription, delivery=delivery, occasion=one, now=now), **changed)  # type: ignore[arg-type]


def told(of: Reminder, days: int = 30, start: str | None = None) -> Delivery:
    """What the subscription was told so many days before."""
    return replace(of.delivery, id=1, sent_at=of.now - timedelta(days=days), start=of.delivery.start if start is None else start)


def text(mind: Mind, of: Reminder) -> str:
    return plain(compose(mind, of))


def test_it_says_what_where_when_how_long_and_where_allies_stand(mind: Mind) -> None:
    said = text(mind, reminder(mind))

    assert "Ankara Summit: 14 days to go" in said
    assert "Beştepe presidential complex, Ankara, Türkiye" in said
    assert "**3 of 30 allies** were at or above 3.5% of GDP in 2025e." in said
    assert "The Hague commitment: **5% of GDP" in said
    assert "the-hague-summit-declaration" in said


def test_days_are_stamped_at_noon_where_it_takes_place(mind: Mind) -> None:
    noon = int(datetime(2026, 7, 7, 9, tzinfo=UTC).timestamp())  # 12:00 in Istanbul

    assert f"<t:{noon}:D> to <t:{noon + 86400}:D> · <t:{noon}:R>" in text(mind, reminder(mind))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 7, 5, 7, tzinfo=UTC), "Ankara Summit: 2 days to go"),
        (datetime(2026, 7, 6, 7, tzinfo=UTC), "Ankara Summit is tomorrow"),
        (datetime(2026, 7, 7, 7, tzinfo=UTC), "Ankara Summit begins today"),
        (datetime(2026, 7, 8, 7, tzinfo=UTC), "Ankara Summit is under way"),
    ],
)
def test_the_countdown_is_that_of_the_day(mind: Mind, now: datetime, said: str) -> None:
    assert said in text(mind, reminder(mind, now=now))


def test_everything_is_as_known_on_the_day(mind: Mind) -> None:
    before = text(mind, reminder(mind, now=datetime(2025, 8, 26, 7, tzinfo=UTC)))
    after = text(mind, reminder(mind))

    assert "in 2024e" in before or "in 2025e" in before
    assert "28 August 2025" in after
    assert "28 August 2025" not in before


def test_what_is_new_since_the_last_reminder_is_named_and_nothing_else(mind: Mind) -> None:
    first = reminder(mind)

    assert "New since" not in text(mind, first)
    assert "New since the last reminder** (24 May 2026)\n- New in office: Andris Kulbergs (Prime Minister, Latvia)" in text(
        mind, replace(first, told=told(first))
    )
    assert "New since" not in text(mind, replace(first, told=told(first, days=1)))


def test_a_late_one_says_when_it_was_due_and_what_was_missed_is_named(mind: Mind) -> None:
    first = reminder(mind)
    late = replace(first, now=NOW + timedelta(hours=3), missed=(replace(first.delivery, due_at=NOW - timedelta(days=10)),))
    said = text(mind, late)

    assert f"Late: this was due <t:{int(NOW.timestamp())}:f>; I could not send it then." in said
    assert f"1 earlier reminder could not be sent in time: <t:{int((NOW - timedelta(days=10)).timestamp())}:f>" in said
    assert "Late" not in text(mind, replace(first, now=NOW + timedelta(minutes=4)))


def test_a_date_that_moved_is_said_to_have_moved(mind: Mind) -> None:
    first = reminder(mind)

    assert "it was 1 July 2026 when you were last told" in text(mind, replace(first, told=told(first, start="2026-07-01")))


@pytest.mark.parametrize(
    ("start", "now_known", "said"),
    [
        ("2026-07-01", True, "Ankara Summit has a new date"),
        ("2026-07-01", False, "Ankara Summit: cancelled"),
        (GONE, True, "Ankara Summit takes place after all"),
    ],
)
def test_a_correction_says_what_holds_now_and_what_was_told(mind: Mind, start: str, *, now_known: bool, said: str) -> None:
    first = reminder(mind)
    one = replace(first, delivery=replace(first.delivery, offset="correction:1"), told=told(first, start=start))
    shown = text(mind, one if now_known else replace(one, occasion=None))

    assert said in shown
    assert ("On 24 May 2026 I told you 1 July 2026." in shown) is bool(start)
    assert "Where allies stand" not in shown


def test_a_day_that_is_no_longer_known_is_no_day(mind: Mind) -> None:
    first = reminder(mind)
    assert first.occasion is not None
    open_again = replace(first.occasion, start=None, end=None, when="2026")
    delivery = replace(first.delivery, offset="correction:1")
    notice = compose(mind, replace(first, delivery=delivery, occasion=open_again, told=told(first)))

    assert "has no date any more" in plain(notice)
    assert "in 2026; the days are not known yet" in plain(notice)
    assert "Calendar file" not in [button.label for button in buttons(notice)]


def test_a_new_edition_and_a_new_pledge_are_told_with_their_source(mind: Mind) -> None:
    now = datetime(2026, 7, 11, 7, tzinfo=UTC)
    known = occasions(mind.knowledge.as_known_on(now.date()))
    edition = reminder(mind, "edition:nato-2026", now)
    pledge = reminder(mind, "pledge:GBR:gbr-04:new", now)
    shown = text(mind, replace(edition, delivery=replace(edition.delivery, offset=NEWS), others=(known["pledge:GBR:gbr-04:new"],)))
    words = text(mind, replace(pledge, delivery=replace(pledge.delivery, offset=NEWS)))

    assert "New figures: Defence Investment of NATO Countries" in shown
    assert "Also new**\n- New pledge: United Kingdom" in shown
    assert "> “That's why I have made the commitment to spend 5% of GDP on national security.”" in words
    assert "Where the United Kingdom stands" in words
    assert "What was pledged (24 June 2025)" in words
    assert "Counter Terror Business" in words


def test_only_the_chosen_role_is_pinged(mind: Mind) -> None:
    first = reminder(mind)
    notice = compose(mind, replace(first, subscription=replace(first.subscription, role_id=77)))

    assert plain(notice).startswith("<@&77>\n")
    assert dict(allowed(notice).to_dict()) == {"parse": [], "roles": [77]}
    assert dict(allowed(compose(mind, first)).to_dict()) == {"parse": [], "roles": []}
    assert "<@&" not in plain(compose(mind, first))


def test_the_nonce_stands_in_a_button_of_every_message(mind: Mind) -> None:
    first = reminder(mind)
    gone = replace(first, occasion=None, delivery=replace(first.delivery, offset="correction:1"))

    for one in (first, gone):
        assert any(one.delivery.nonce in (button.custom_id or "") for button in buttons(compose(mind, one)))


def test_a_direct_message_offers_no_second_one(mind: Mind) -> None:
    first = reminder(mind)
    notice = compose(mind, replace(first, subscription=replace(first.subscription, guild_id=None)))

    assert [button.label for button in buttons(notice)] == ["Mute", "Ask about it", "Calendar file"]


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2026, 6, 23), date(2026, 11, 23), date(2034, 12, 31)])
def test_everything_that_lies_ahead_fits_into_a_message(mind: Mind, day: date) -> None:
    now = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    for id_, one in occasions(mind.knowledge.as_known_on(day)).items():
        first = reminder(mind, id_, now)
        of = replace(first, told=told(first, days=400), delivery=replace(first.delivery, offset=NEWS if one.news else "14d@09:00"))
        notice = compose(mind, of)
        shown = card(notice, picture=notice.chart is not None)

        assert shown.content_length() <= 4000, id_
        assert shown.total_children_count <= 40, id_
        assert size(plain(notice)) <= 2000, id_
        assert all(len(button.custom_id or "") <= 100 for button in buttons(notice)), id_


NASTY = st.text(st.sampled_from("@everyone <@&1> [x](y) **_~|` \n-#> 0Ł漢😀") | st.characters(), min_size=1, max_size=300)


@settings(max_examples=60, deadline=None)
@given(name=NASTY, place=NASTY, role=st.none() | st.just(7))
def test_names_are_data(mind: Mind, name: str, place: str, role: int | None) -> None:
    first = reminder(mind)
    assert first.occasion is not None
    row = replace(mind.knowledge.summits["ankara-2026"], venue=place, city=place)
    other = Mind(replace(mind.knowledge, summits={**mind.knowledge.summits, row.id: row}), mind.vocabulary)
    one: Occasion = replace(first.occasion, name=name)
    subscription = replace(first.subscription, role_id=role)
    notice = compose(other, replace(first, occasion=one, subscription=subscription))

    said = plain(notice)
    assert size(said) <= 2000
    assert card(notice).content_length() <= 4000
    assert "@everyone" not in said
    assert said.count("<@") == (role is not None)
