"""What stands around a question and within it that isn't part of it: joiners, thanks, quoted words."""

from __future__ import annotations

from bot.language.frame import Frame
from bot.language.text import Token

_FEW_TOKENS = 2

_REPLIES = frozenset(
    "that thats no nope yes ok okay great perfect cool fine nice good alright all got very many super thanks oh ah i".split()
)

_JOINERS = ("-", "–", "_", "/", "*", "&")

_DOUBT = {"true", "accurate", "correct", "right", "fact", "false", "really", "myth", "claim", "check"}

_RIDDLES = frozenset(
    "country nation state ally member event article treaty city capital summit "
    "norwegian dane dutchman spaniard briton belgian italian german politician man woman leader person statesman".split()
)


_PLACED = frozenset("country city capital year state nation".split())


def as_question(frame: Frame) -> None:
    """ "This country joined NATO in 1982.", "… was held in this city.": a quiz that puts its question as a statement asks "which"."""
    words = [token.norm for token in frame.tokens]
    place = words.index("this") if "this" in words[:4] else len(words)
    noun = next((word for word in words[place + 1 : place + 3] if word in _RIDDLES), None)
    first = not place or (place == 2 and words[1].isdigit())  # "In 2017 this country …"
    if noun and first and len(words) >= 6 and "?" not in words and not {"i", "you", "we", "bot", "my"} & set(words):
        people = noun in ("man", "woman", "person", "leader", "politician", "statesman")
        frame.tokens[place] = frame.tokens[place]._replace(norm="who" if people else "which")
    if "?" in words or len(words) < 6:
        return
    for i in range(2, len(words) - 1):
        if words[i] == "this" and words[i - 1] in ("in", "of", "by") and _PLACED & set(words[i + 1 : i + 4]):
            frame.tokens[i] = frame.tokens[i]._replace(norm="which")


def bare(found: list[Token]) -> list[Token]:
    """The tokens without "So," in front and "Thanks!" behind a question."""
    if len(found) > _FEW_TOKENS and found[0].norm == "so" and found[1].norm == ",":
        found = found[2:]
    if len(found) > _FEW_TOKENS and found[0].text == "TIL":
        found = found[1:]  # "today I learned"
    end = len(found)
    while end and found[end - 1].kind == "symbol":
        end -= 1
    if found and found[0].norm in _REPLIES:
        return found
    for length, words in ((2, ("thank you", "many thanks")), (1, ("thanks", "thx", "cheers", "ty"))):
        if end - length >= _FEW_TOKENS and " ".join(token.norm for token in found[end - length : end]) in words:
            return found[: end - length]
    return found


_LABELS = ("a", "b")


def without_choices(found: list[Token]) -> list[Token]:
    """The tokens before "A) … B) …": the question is answered whatever is offered, if it doesn't ask about those alone."""
    marks = [[i for i, token in enumerate(found[:-1]) if token.norm == label and found[i + 1].norm in (")", ".", ":")] for label in _LABELS]
    alone = {"following", "these", "those", "below"} & {token.norm for token in found}
    if all(marks) and 2 < marks[0][0] < marks[1][0] and not alone:
        return found[: marks[0][0]]
    return found


_MEASURED = ("defence", "defense", "military", "army", "it", "forces")


def close_up(found: list[Token]) -> list[Token]:
    """ "more on defence than" is "more than"; "Europe + Canada" is "Europe and Canada"."""
    words = [token.norm for token in found]
    dropped: set[int] = set()
    for i, word in enumerate(words):
        if word in ("on", "for") and words[i - 1] in ("more", "less"):
            end = next((j for j in range(i + 1, min(i + 4, len(words))) if words[j] == "than"), i)
            dropped |= set(range(i, end)) if words[end - 1] in _MEASURED else set()
        if word in ("which", "what") and words[i - 1] in ("in", "at", "to") and words[i + 2 : i + 3] in (["city"], ["town"], ["capital"]):
            dropped.add(i + 1)  # "in which US city"
    beside = [{before.kind, after.kind} == {"word"} for before, after in zip(found, found[2:], strict=False)]
    joined = {i for i, between in enumerate(beside, 1) if between and words[i] == "+"}
    found = [token._replace(norm="plus", kind="word") if i in joined else token for i, token in enumerate(found)]
    return [token for i, token in enumerate(found) if i not in dropped]


def drop_joiners(found: list[Token]) -> list[Token]:
    """Hyphens inside words and Markdown marks don't count; between numbers they stay."""
    kept: list[Token] = []
    for i, token in enumerate(found):
        if token.norm in _JOINERS or (token.norm == "." and i + 1 < len(found) and found[i + 1].start == token.end):
            before = kept[-1].kind if kept else ""
            after = found[i + 1].kind if i + 1 < len(found) else ""
            if not (before == "number" and after == "number"):
                continue
        kept.append(token)
    return kept


def mark_quote(frame: Frame) -> None:
    """Three or more words between quotation marks are a quote, not part of the question; fewer where it asks who said them."""
    marks = [i for i, token in enumerate(frame.tokens) if token.kind == "quote"] or _single(frame)
    asked = {"who", "whos", "whose", "whom", "said", "called", "quote", "line"} & {token.norm for token in frame.tokens}
    figures = any(token.kind == "number" for token in frame.tokens[marks[0] : marks[-1]]) if marks else True
    spoken = {"who", "whos", "whose"} & asked and {"said", "says", "used", "coined", "called"} & {token.norm for token in frame.tokens}
    least = 3 if figures or not asked else 1 if spoken else 2
    if len(marks) >= 2 and marks[-1] - marks[0] > least:
        start, end = marks[0], marks[-1]
        outside = {token.norm for token in (*frame.tokens[:start], *frame.tokens[end:])}
        if outside & _DOUBT and not outside & {"said", "say", "says", "who"}:
            return
        frame.quoted = (start, end + 1)
        frame.quote = frame.text[frame.tokens[start].end : frame.tokens[end].start].strip()


def _single(frame: Frame) -> list[int]:
    """Single quotation marks that open and close a quote, apostrophes apart."""
    marks = [i for i, token in enumerate(frame.tokens) if token.norm in ("'", "‘", "’")]
    if len(marks) < 2:
        return []
    first, last = frame.tokens[marks[0]], frame.tokens[marks[-1]]
    opens = first.start == 0 or frame.text[first.start - 1].isspace() or frame.text[first.start - 1] in ":(,"
    return (
        marks
        if opens and not frame.text[first.end : first.end + 1].isspace() and last.start > 0 and not frame.text[last.start - 1].isspace()
        else []
    )
