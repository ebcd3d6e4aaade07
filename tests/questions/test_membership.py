"""Who is a member, who joined when, who left, who may join; by kind and op, in words that no rule was written for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.questions import kinds
from tests.questions.asking import ask, kind

MINE = ("membership", "members", "nonmembers", "army", "departure", "candidacy", "outsider")


STATES = [
    ("is portugal in nato", "answer", "yes", "PRT"),
    ("Is Norway a member of the alliance?", "answer", "yes", "NOR"),
    ("are Denmark and Iceland members", "answer", "yes", "DNK ISL"),
    ("are the Baltics in NATO?", "answer", "yes", "EST LTU LVA"),
    ("is Switzerland in NATO", "answer", "no", "CHE"),
    ("Is Kazakhstan a NATO member?", "answer", "no", ""),
    ("are Finland and Ireland in NATO", "answer", "partly", "FIN IRL"),
    ("is the EU in NATO", "answer", "no", "EU"),
    ("As of 31 December 2023, was Sweden a member?", "answer", "no", "SWE"),
    ("was Montenegro in NATO in 2016", "answer", "no", "MNE"),
    ("was Hungary a member in 2000", "answer", "yes", "HUN"),
    ("Spain is not a NATO member", "correction", "no", "ESP"),
    ("Is it true that Moldova is in NATO?", "correction", "no", "MDA"),
    ("Is it true that Italy is in NATO?", "answer", "yes", "ITA"),
    ("did Croatia join in 2009", "answer", "yes", "HRV"),
    ("did Romania join before 2000", "answer", "no", "ROU"),
    ("was North Macedonia the 30th member", "answer", "yes", "MKD"),
    ("is Greece a founding member", "answer", "no", "GRC"),
    ("was Canada one of the founders", "answer", "yes", "CAN"),
    ("why isn't Sweden in NATO", "correction", None, "SWE"),
    ("Why is Malta not in NATO?", "answer", None, "MLT"),
    ("why are Norway and Austria not in NATO", "correction", None, "NOR AUT"),
    ("when did Ireland join NATO", "correction", None, "IRL"),
]


@pytest.mark.parametrize(("text", "outcome", "verdict", "subjects"), STATES)
def test_a_named_state_is_told_to_be_a_member_or_not(text: str, outcome: str, verdict: str | None, subjects: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.verdict, answer.subjects) == ("membership", outcome, verdict, tuple(subjects.split()))
    assert answer.sources


def test_the_day_of_joining_is_a_value_and_stands_in_the_first_line() -> None:
    answer = ask("when did Slovenia join NATO?")
    assert answer.lead == "Slovenia joined NATO on 29 March 2004."
    assert date(2004, 3, 29) in [value.value for value in answer.values]
    assert Decimal(22) in [value.value for value in answer.values]


def test_a_later_accession_is_told_only_where_the_day_of_the_question_knows_it() -> None:
    assert "it joined on 4 April 2023" in ask("As of 1 May 2021, was Finland a member?").lead
    assert "2023" not in ask("Is Finland a member of NATO?", date(2021, 5, 1)).lead


def test_allies_that_joined_on_one_day_share_their_numbers() -> None:
    assert "one of the 20th to 26th" in ask("what number member is Estonia").lead


SETS = [
    ("how many members does the alliance have", "answer", 32, None),
    ("number of NATO countries", "answer", 32, None),
    ("how many members did NATO have in 1953", "answer", 14, None),
    ("as of June 2018 how many countries were in NATO", "answer", 29, None),
    ("how many countries joined since the Berlin Wall fell in 1989", "answer", 16, None),
    ("who joined in 1952", "answer", 2, "GRC TUR"),
    ("which countries joined after 2010", "answer", 4, "MNE MKD FIN SWE"),
    ("who joined between 1950 and 1960", "answer", 3, "GRC TUR DEU"),
    ("which states joined in the 1980s", "answer", 1, "ESP"),
    ("who joined on 1 April 2009", "answer", 2, "ALB HRV"),
    ("who joined in 2011", "answer", 0, ""),
    ("how many members did the alliance start with", "answer", 12, None),
    ("how many states signed the treaty", "answer", 12, None),
    ("which members are not European", "answer", 2, "CAN USA"),
    ("NATO members in 1949", "answer", 12, None),
    ("who was the newest to join", "answer", 1, "SWE"),
    ("what are the two newest members", "answer", 2, "FIN SWE"),
    ("who was the 16th member", "answer", 1, "ESP"),
    ("name the founding members", "answer", 12, "BEL CAN DNK FRA ISL ITA LUX NLD NOR PRT GBR USA"),
    ("which Scandinavian countries are members", "answer", 3, "DNK NOR SWE"),
    ("how many NATO countries are in the European Union", "answer", 23, None),
    ("which members are outside the EU", "answer", 9, "ALB CAN ISL MNE MKD NOR TUR GBR USA"),
    ("Who are the 28 members?", "correction", 32, None),
    ("NATO has 35 members", "correction", 32, None),
    ("who was the 50th member to join", "correction", 32, ""),
]


@pytest.mark.parametrize(("text", "outcome", "count", "subjects"), SETS)
def test_the_members_are_counted_and_listed(text: str, outcome: str, count: int, subjects: str | None) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.values[0].value) == ("members", outcome, Decimal(count))
    assert answer.sources
    if subjects is not None:
        assert answer.subjects == tuple(subjects.split())


OTHERS = [
    ("Which of these is not a member: Norway, Serbia, Italy", "SRB"),
    ("which of Austria, Spain and Turkey are in NATO", "ESP TUR"),
    ("which EU states are outside NATO", "IRL AUT MLT CYP"),
    ("which ally has no armed forces", "ISL"),
    ("does Iceland have an army", "ISL"),
]


@pytest.mark.parametrize(("text", "subjects"), OTHERS)
def test_those_that_differ_are_picked_out(text: str, subjects: str) -> None:
    assert ask(text).subjects == tuple(subjects.split())


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("does Iceland have an army", "no"),
        ("doesn't Iceland have an army", "no"),
        ("is it true that Iceland doesn't have any army", "yes"),
        ("Iceland has no military, right?", "yes"),
        ("Norway has no army, correct?", "no"),
    ],
)
def test_an_army_is_denied_or_not(text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict


def test_states_outside_are_those_people_ask_about_and_it_says_so() -> None:
    answer = ask("which European countries are not in NATO")
    assert {"AUT", "CHE", "IRL", "UKR"} <= set(answer.subjects)
    assert "not every one" in " ".join(answer.caveats)


LEAVING = [
    ("has any member ever left the alliance", "answer", "no", ""),
    ("why did Switzerland leave NATO", "correction", "no", "CHE"),
    ("has Greece ever left NATO", "answer", "no", "GRC"),
    ("which ally left NATO because of the 2% target", "correction", None, ""),
    ("was Hungary expelled from NATO", "answer", "no", "HUN"),
    ("can a member be thrown out of NATO", "answer", "no", ""),
    ("can an ally leave NATO", "answer", "yes", ""),
    ("could the US leave NATO", "answer", "partly", "USA"),
]


@pytest.mark.parametrize(("text", "outcome", "verdict", "subjects"), LEAVING)
def test_nobody_has_left_and_the_rules_are_told(text: str, outcome: str, verdict: str | None, subjects: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.verdict, answer.subjects) == ("departure", outcome, verdict, tuple(subjects.split()))
    assert answer.sources


JOINING = [
    ("which countries want to join NATO", "answer", None, "BIH GEO UKR"),
    ("does Georgia want to join", "answer", "yes", "GEO"),
    ("does Serbia want to join NATO", "answer", "no", "SRB"),
    ("is Bosnia about to join NATO", "no_data", None, "BIH"),
    ("will Norway join NATO", "correction", None, "NOR"),
    ("can any state join NATO", "answer", "no", ""),
    ("can Japan join NATO", "answer", "no", "JPN"),
    ("can Austria join NATO", "answer", "partly", "AUT"),
    ("which countries are eligible for membership", "answer", None, ""),
]


@pytest.mark.parametrize(("text", "outcome", "verdict", "subjects"), JOINING)
def test_who_can_and_wants_to_join(text: str, outcome: str, verdict: str | None, subjects: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome, answer.verdict, answer.subjects) == ("candidacy", outcome, verdict, tuple(subjects.split()))
    assert answer.sources


OUTSIDERS = [
    ("how much does China spend on its military", "no_data"),
    ("defence budget of Switzerland in 2024", "no_data"),
    ("does Poland spend more than Russia", "no_data"),
    ("does Ireland meet the 2% target", "correction"),
    ("what does Serbia spend on defence as a NATO member", "correction"),
]


@pytest.mark.parametrize(("text", "outcome"), OUTSIDERS)
def test_no_figures_are_held_of_outsiders(text: str, outcome: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome) == ("outsider", outcome)


NOT_MINE = [
    "which members border Russia",
    "how many members meet the 2% target",
    "which allies spend more than 3%",
    "do NATO members spend enough",
    "why did Finland join NATO",
    "what would happen if Turkey left NATO",
    "if Ukraine were a member, what would it pay",
    "which members would come to Estonia's help",
    "is membership worth it",
    "what share of GDP does member Latvia spend",
    "how many countries are left to meet 2%",
    "which members are against the 5% target",
    "which member is the largest",
]


@pytest.mark.parametrize("text", NOT_MINE)
def test_what_is_not_about_membership_is_not_read_so(text: str) -> None:
    assert kind(ask(text)) not in MINE


@pytest.mark.parametrize(("name", "example"), [(name, example) for name in MINE for example in kinds()[name].examples])
def test_each_kind_answers_its_examples(name: str, example: str) -> None:
    assert kind(ask(example)) == name


AGAIN = [
    ("has any ally joined the alliance twice", "answer", "no"),
    ("who joined NATO more than once", "correction", None),
    ("has any member ever rejoined NATO", "answer", "no"),
    ("Greece was out of NATO for six years", "correction", "no"),
    ("is Norway outside NATO", "answer", "no"),
    ("is Malta outside NATO", "answer", "yes"),
]


@pytest.mark.parametrize(("text", "outcome", "verdict"), AGAIN)
def test_out_of_it_or_in_it_again(text: str, outcome: str, verdict: str | None) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.verdict) == (outcome, verdict), answer.lead


def test_a_time_outside_is_no_membership() -> None:
    assert ask("was France ever outside NATO").verdict != "yes"


DENIED = [
    ("who is not in NATO in Europe", "nonmembers"),
    ("which European states are not in NATO", "nonmembers"),
    ("which members are not in Europe", "members"),
]


@pytest.mark.parametrize(("text", "name"), DENIED)
def test_what_is_denied_is_told_apart(text: str, name: str) -> None:
    assert kind(ask(text)) == name


def test_neither_is_a_denial() -> None:
    assert ask("is neither Austria nor Malta in NATO").verdict == "yes"
    assert ask("is neither Spain nor Italy in NATO").verdict == "no"


SAID = [
    ("no member has ever left the alliance", "yes"),
    ("the last to join was Finland", "no"),
    ("all Baltic states were founders", "no"),
]


@pytest.mark.parametrize(("text", "verdict"), SAID)
def test_what_is_said_is_judged(text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict


def test_a_comparison_with_another_accession_is_not_dropped() -> None:
    assert "joined" not in ask("the Baltic states joined before Romania").lead


@pytest.mark.parametrize("text", ["how did Austria vote on the 5% target", "did Switzerland agree to the 2% target"])
def test_who_is_no_member_agreed_to_nothing(text: str) -> None:
    answer = ask(text)
    assert (kind(answer), answer.outcome) == ("outsider", "correction")
