"""The words by which speech is told: verbs of saying, roles, modifiers, given names of women, words that are no names."""

from __future__ import annotations

import re


def _any(text: str) -> str:
    """One of the words, longest first; a blank in a phrase is written "_"."""
    return "|".join(word.replace("_", r"[\s-]+") for word in sorted(text.split(), key=len, reverse=True))


UPPER = "".join(chr(c) for c in range(0x41, 0x250) if chr(c).isupper())
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()

SAYING = _any(
    """said says say saying told tells telling tell added adds adding warned warns warning argued argues arguing insisted insists
    insisting noted notes noting explained explains explaining declared declares declaring announced announces announcing
    stated states stating stressed stresses stressing emphasised emphasized emphasises emphasizes asked asks asking replied
    replies replying answered answers responded continued continues concluded concludes concluding remarked remarks observed
    observes commented comments acknowledged acknowledges acknowledging admitted admits admitting conceded concedes conceding
    claimed claims claiming suggested suggests suggesting reiterated reiterates reiterating repeated repeats affirmed affirms
    reaffirmed confirmed confirms confirming denied denies denying asserted asserts asserting maintained maintains vowed vows
    vowing promised promises promising pledged pledges pledging predicted predicts predicting recalled recalls joked jokes
    joking quipped quips lamented laments complained complains cautioned cautions cautioning countered counters countering
    retorted shouted shouts whispered wrote writes writing posted posts tweeted urged urges urging demanded demands estimated
    estimates believes believed believe hopes hoped thinks thought boasted mused fumed snapped contended contends pointed_out
    points_out pointing_out went_on goes_on put_it puts_it proclaimed called calls calling described describes describing
    dismissed dismisses dismissing branded brands labelled labeled hailed hails hailing praised praises denounced denounces
    slammed blasted rejected rejects rejecting criticised criticized underlined underlines underlining underscored
    highlighted hinted hints signalled signaled made_clear makes_clear spoke_of speaks_of referred_to refers_to spoken read
    reads reading begged appealed apologised apologized testified estimating voiced expressed expects expected reported
    reports cited citing accused accuses deplored mocked insist argue warn believe expect suggest acknowledge complain
    maintain predict deny hope think quotes quoting preferred prefers agreed agrees disagreed disagree disagrees quoted
    translated reckons reckoned chimed_in interjected cut_in summed_up""",
)
BACKSHIFT = frozenset("called calls described describes dismissed branded labelled labeled hailed praised denounced".split())
NOUNS = _any(
    """warning warnings call calls claim claims promise pledge vow message verdict words remark remarks statement demand phrase reply answer
    response retort joke"""
)

HEADS = _any(
    """secretary_of_state_for_defence secretary_of_state_for_defense secretary_of_state secretary_of_defense secretary_of_defence
    defence_minister defense_minister defence_secretary defense_secretary minister_of_defence minister_of_national_defence
    minister_of_defense minister_of_foreign_affairs minister_for_foreign_affairs foreign_minister foreign_secretary
    foreign_policy_chief finance_minister interior_minister economy_minister prime_minister taoiseach premier president
    chancellor secretary_general supreme_allied_commander_europe high_representative top_diplomat chief_of_staff
    chief_of_the_general_staff chief_of_defence chief_executive press_secretary chief leader minister secretary spokesman
    spokeswoman spokesperson spokespeople official officials diplomat diplomats envoy envoys ambassador ambassadors general
    admiral commander analyst analysts expert experts economist economists republican republicans democrat democrats lawmaker
    lawmakers senator senators congressman congresswoman mp mps mep meps professor historian director adviser advisor
    advisers aide aides source sources chairman chairwoman chair head commissioner governor mayor counterpart counterparts
    researcher fellow vice_president deputy minister_president speaker journalist reporter reporters critics statement
    communique communiqué declaration report document ministry government ministers leaders king queen pope editor lobbyist
    economist lieutenant colonel negotiator delegate soldier veteran sergeant captain major brigadier strategist pollster
    boss coordinator whip backbencher backbenchers delegation spokesmen historian shopkeeper farmer mechanic engineer
    engineers researchers scholar scholars academic academics insider insiders strategist strategists""",
)
HEADS += r"|(?:people|persons?|somebody|someone)(?=\s+(?:familiar|close|briefed|involved))"
PLURAL = re.compile(
    r"(?:officials|diplomats|envoys|ambassadors|analysts|experts|economists|lawmakers|senators|mps|meps|advisers|aides|sources|"
    r"counterparts|reporters|critics|people|persons|ministers|leaders|spokespeople)$", re.IGNORECASE,
)  # fmt: skip
THINGS = re.compile(r"(?:statement|text|communiqu[eé]|declaration|report|document|ministry|government)$", re.IGNORECASE)
LOWER_MODIFIERS = _any(
    """former senior acting deputy outgoing incoming new top retired military defence defense foreign armed forces army navy naval
    government opposition far-right centre-right centre-left security policy main chief vice first second third other western
    european allied eastern northern southern national federal several multiple many some two three four unnamed anonymous
    veteran long-time longtime alliance's country's bloc's ministry's minister's government's own joint final nato-based
    brussels-based london-based berlin-based think-tank think party cabinet trade finance budget transatlantic deputy general
    hardline right-wing left-wing socialist conservative liberal green newly re-elected ruling congressional presidential
    royal shadow junior intelligence-service intelligence procurement arms industry union ministerial press summit commission
    parliamentary republican democratic office_of_the the_alliance's the_country's""",
)
HONORIFIC = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Adm|Sen|Rep|Gov|Prof)\.?|"
    r"Sir|Dame|Lord|Lady|Madam|Baroness|Representative|Congressman|Congresswoman|Councillor)"
)
PARTICLES = r"(?:de|van|von|der|den|di|da|del|della|la|le|dos|bin|al|el|ter|ten|zu)"

WOMEN = frozenset(
    """Giorgia Mette Kaja Ursula Evika Inga Karoline Margarita Radmila Yuriko Dilan Catherine Kristrún Kristrun Marie-Agnes Sanna
    Annalena Angela Theresa Liz Hillary Kamala Nancy Roberta Christine Julie Julianne Kajsa Katrín Katrin Zuzana Maia Viola
    Magdalena Ingrida Agnia Melanie Mélanie Anita Maria Marta Ana Anna Anne Hanna Emma Sofia Sophie Clara Claire Laura Elena
    Helena Irene Ingrid Astrid Karin Kristin Kirsten Nina Olga Petra Sarah Sara Susan Teresa Tina Ulrike Vera Yvonne Zofia
    Rachel Rebecca Yvette Emily Charlotte Camille Florence Valérie Valerie Nathalie Sylvie Isabelle Beata Ewa Agnieszka
    Dorota Jana Lenka Monika Ilze Baiba Dace Rasa Daiva Viktorija Dovilė Elina Krista Oana Ioana Mirela Daniela Ekaterina
    Nadia Nadezhda Eleni Dora Tanja Maja Alenka Nataša Jelena Vjosa Ayşe Aysegul Fatma Elif Zeynep Leyla Samantha Jennifer
    Jessica Linda Mary Elizabeth Kate Katherine Michelle Jeanne Kay Lisa Joan Jane Grace Alice Lucy Ruth Fiona Heather
    Victoria Jacinda Penny Marise Chrystia Mélissa Melissa Bill-Anne Hadja Ludivine Esther Renske Femke Sigrid Kasja Hanneke
    Liesbeth Hilde Alexandra Rikke Pernille Ine Erna Anniken Maryna Oksana Yulia Iryna""".split()
)
_NO_NAME = """The This That These Those There Then They He She It We You I But And Or So As At In On For From With By To If When While What
    Who Why How Where After Before Since Until During Despite Amid According Asked Speaking Yet Still Now Today Yesterday
    Tomorrow Most Many Some All Both Each Every Only Also Even Just Not No Nor Yes Its His Her Their Our Your My Among Under
    Over Between Against About Once Although Though Because However Meanwhile Instead Later Earlier Last Next One Two Three
    Four Five Ten Currently Multiple Several Other Another Such Same Here More Less Very Well Asking Writing Arriving
    Addressing Standing Visiting Responding Answering Like Unlike Nobody Everyone Everybody Is Are Was Were Has Have Had Will
    Would Can Could Should Shall May Do Does Did Let Lets Neither Either Q A Question Answer Nevertheless Moreover Thus Hence
    Indeed Perhaps Back Further Quoting Citing Including Article""".split()
NO_NAME = frozenset((*_NO_NAME, *DAYS, *MONTHS))
"""Capitalised words that are no part of anybody's name."""
ORGANISATION = re.compile(
    r"\b(?:Ministry|Department|Council|Commission|Union|House|Office|Agency|Parliament|Institute|Cent(?:er|re)|University|Bank|Group|Party|"
    r"Times|Post|Reuters|AFP|Bloomberg|Pentagon|Kremlin|Bundestag|Congress|Senate|Alliance|Forces?|Army|Navy|Bundeswehr|"
    r"Association|Committee|Court|Foundation|Network|Fund|School|College|Journal|Guardian|Telegraph|News|NATO|EU|UN|"
    r"Headquarters|Command|Summit|Treaty|Street|Palace|Plan|Act|Day|Week|Hague|States|Kingdom|Republic|Sea|Ocean|War|Cold|Media|Quay|d'Orsay|"
    r"Elysee|Élysée|Moncloa|Chancellery|Social|Twitter|Facebook|Europe|Airport|Base|Ukraine|Russia|China)\b"
)
