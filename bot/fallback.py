"""When no reading explains a question: say what was not understood, and offer what would work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot import phrase
from bot.answer import Answer, Outcome
from bot.draft import Context, plain
from bot.language.frame import Frame
from bot.language.vocabulary import Language
from bot.slots import whose

if TYPE_CHECKING:
    from bot.ask import Weighed

_FIELD = (
    "spend", "outlay", "target", "meet", "share", "equipment", "personnel", "summit", "member", "nato", "gap", "cost", "rank", "most",
    "least", "join", "against", "support",
)  # fmt: skip
_CAN = "I answer questions on NATO's allies: what they spend, what they promised, what their leaders said."
_ABOUT = ("How much does Poland spend on defence?", "Which allies are below 2%?", "What is NATO's 5% target?")


def abstain(frame: Frame, context: Context, weighed: Sequence[Weighed]) -> Answer:
    """Another language, a topic that isn't held, a word that isn't known, or nothing of the field at all."""
    allies = whose(frame, context.view).allies
    offers = _offers(context, allies)
    if frame.language is not None:
        return _foreign(frame, frame.language, context, offers)
    if frame.overlong:
        return plain(Outcome.CLARIFY, "That is more than I can read at once. Please ask one short question.", "a long text", _ABOUT)
    if frame.doubtful:
        return _which(frame, context)
    if sized := _sized(frame):
        return sized
    field = bool(allies or frame.has(*_FIELD))
    return _not_held(frame, offers, field=field) or _not_understood(frame, context, weighed, field=field)


def _foreign(frame: Frame, language: Language, context: Context, offers: Sequence[str]) -> Answer:
    """That English is read, in the language of the text, with the allies that were seen in it."""
    if frame.greeting:
        return plain(Outcome.SMALL_TALK, language.notice, f"a greeting in {language.name}", _ABOUT)
    allies = whose(frame, context.view).allies
    seen = f" I saw {context.names(allies)}." if allies else ""
    lead = f"{language.notice} (I read English for now.){seen}"
    return plain(Outcome.OUT_OF_SCOPE, lead, f"a text in {language.name}", offers, subjects=allies)


def _not_held(frame: Frame, offers: Sequence[str], *, field: bool) -> Answer | None:
    """A topic that the sources don't hold, an opinion, a forecast, another field."""
    missing = _words(frame, "missing")
    if missing and field:
        held = "I hold defence spending, its share of GDP, equipment, personnel, commitments and statements."
        lead = f"{phrase.capital(phrase.join(missing))}: that is not in my sources. {held}"
        return plain(Outcome.NO_DATA, lead, f"a question about {phrase.join(missing)}", offers)
    if not frame.has("offtopic", "opinion", "forecast", "causal", "missing"):
        return None
    views = frame.has("opinion", "forecast", "causal") and not frame.has("offtopic")
    reason = "I give no opinions or forecasts." if views else "That is outside of what I know."
    return plain(Outcome.OUT_OF_SCOPE, f"{reason} {_CAN}", "outside of the field", offers)


def _not_understood(frame: Frame, context: Context, weighed: Sequence[Weighed], *, field: bool) -> Answer:
    """A word that isn't known, one that has no place in the question, a follow-up to nothing, or another field."""
    allies = whose(frame, context.view).allies
    offers = _offers(context, allies)
    strange = [token.text for token in frame.unknown]
    if strange and field:
        words = phrase.join([f"“{word}”" for word in strange[:4]])
        lead = f"I don't know what to make of {words} here, and I won't guess. My sources hold nothing under that word."
        return plain(Outcome.NO_DATA, lead, "not understood", offers)
    if _leaning(frame, strange, bool(allies)):
        lead = "That leans on something said before, and there is nothing yet that I could take it up from. What is it about?"
        return plain(Outcome.CLARIFY, lead, "a follow-up without a question before it", _ABOUT)
    if frame.has("why") and field:
        lead = "I can't say why: my sources hold facts and figures, no reasons. What the question takes for granted is not checked here."
        return plain(Outcome.NO_DATA, lead, "a question for reasons", offers)
    left = list(dict.fromkeys(label for row in weighed[:1] for label in row.unexplained))[:3]
    if left and field:
        words = phrase.join([f"“{word}”" for word in left])
        return plain(Outcome.CLARIFY, f"I can't fit {words} into that question. Could you put it differently?", "not understood", offers)
    if not strange and (field or any(name.kind != "currency" for name in frame.names)):
        about = f" about {context.names(allies)}" if allies else ""
        return plain(Outcome.CLARIFY, f"I'm not sure what you would like to know{about}.", "not understood", offers)
    return plain(Outcome.OUT_OF_SCOPE, f"That is outside of what I know. {_CAN}", "outside of the field", _ABOUT)


_FEW = 6
_LEANING = ("pronoun", "why_bare", "source", "repeat", "wrong_you", "since_when", "when", "where", "exact_words", "others")


def _leaning(frame: Frame, strange: Sequence[str], allies: bool) -> bool:
    """Whether it can only be a follow-up: short, with nothing of its own."""
    few = len([token for token in frame.tokens if token.kind in ("word", "number")]) <= _FEW
    own = strange or allies or frame.names or frame.quantities or frame.has(*_FIELD)
    return few and not own and frame.has(*_LEANING)


def _which(frame: Frame, context: Context) -> Answer:
    """A misspelt name that can stand for two."""
    typed, near = next(iter(frame.doubtful.items()))
    options = [frame.text.replace(typed, phrase.capital(word)) for word in near[:4]]
    names = phrase.join([phrase.capital(word) for word in near[:4]], "or")
    return plain(Outcome.CLARIFY, f"“{typed}” can be {names}. Which one?", "an ambiguous name", options)


def _sized(frame: Frame) -> Answer | None:
    """ "Which big economies are below 2.5 %": what big means is asked back."""
    words = frame.words
    for i, word in enumerate(words[:-1]):
        large, small = word in _LARGE, word in _SMALL
        if not (large or small) or words[i + 1] not in _SIZED or words[max(0, i - 1) : i] != ["which"] or not frame.bounds:
            continue
        degree = "largest" if large else "smallest"
        meant = [f"of the ten {degree} economies", f"of the ten {degree} armies", *(["G7 countries"] if large else [])]
        start, end = frame.tokens[i].start, frame.tokens[i + 1].end
        options = [f"{phrase.capital(frame.text[:start])}{way}{frame.text[end:]}" for way in meant]
        lead = f"“{phrase.capital(word)}” can be by the economy or by the army{', or the G7' if large else ''}. Which one?"
        return plain(Outcome.CLARIFY, lead, "a size without its measure", options)
    return None


_LARGE = frozenset("big bigger large larger major".split())
_SMALL = frozenset("small smaller tiny minor".split())
_SIZED = frozenset("economies countries allies members states nations".split())


def _words(frame: Frame, cue: str) -> list[str]:
    return [" ".join(token.text for token in frame.tokens[m.start : m.end]).lower() for m in frame.cues.get(cue, [])]


def _offers(context: Context, allies: Sequence[str]) -> list[str]:
    if not allies:
        return list(_ABOUT)
    name = context.name(allies[0])
    return [f"How much does {name} spend on defence?", f"How far is {name} from 3.5%?", f"What has {name} pledged?"]
