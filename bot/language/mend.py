"""Unknown words: another language's, or words of the vocabulary typed wrong."""

from __future__ import annotations

import unicodedata

from bot.language.frame import Frame
from bot.language.vocabulary import OTHER, Language, Sense, Vocabulary

_SHORTEST = 4
"""Letters of the shortest word that is mended; so short a word only stands for somebody's name."""


def tell_language(frame: Frame, words: list[str], vocabulary: Vocabulary) -> None:
    """Recognise another language by its own frequent words: more of them than English words of any kind."""
    said = " ".join(word for word in words if word.isalpha())
    best, most = None, 0
    for language in vocabulary.languages:
        if _greets(said, language):
            frame.language, frame.greeting = language, True
            return
        hits = sum(map(language.words.__contains__, words))
        if hits > most:
            best, most = language, hits
    read = sum(1 for m in frame.mentions for s in m.senses[:1] if s.kind in ("cue", "filler") and frame.tokens[m.start].kind == "word")
    strange = len(frame.unknown)
    if best and (most >= 2 or strange >= 1) and most >= 1 and most + strange > read:
        frame.language = best
    elif any(ord(c) > 0x24F for token in frame.unknown for c in token.norm if c.isalpha()) and strange > read:
        cyrillic = any("CYRILLIC" in unicodedata.name(c, "") for token in frame.unknown for c in token.norm)
        frame.language = best or (next((x for x in vocabulary.languages if x.code == "ru"), None) if cyrillic else OTHER)


def _greets(said: str, language: Language) -> bool:
    """Whether a text is nothing but greetings of the language, or begins with a longer one."""
    if not said.startswith(language.openings):
        return False
    if any(said.startswith(f"{greeting} ") for greeting in language.greetings if " " in greeting):
        return True
    rest = said
    while rest:
        found = max((g for g in language.greetings if rest == g or rest.startswith(f"{g} ")), key=len, default="")
        if not found:
            return False
        rest = rest[len(found) :].strip()
    return bool(said)


def mend(frame: Frame, words: list[str], vocabulary: Vocabulary) -> bool:
    """Replace misspelt words by the one word of the vocabulary that they can stand for; whether any was."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    changed = False
    places = {id(token): i for i, token in enumerate(frame.tokens)}
    for token in frame.unknown[:12]:
        word = token.norm
        if word.endswith("s") and vocabulary.longest([word[:-1]], 0)[1]:
            words[places[id(token)]] = word[:-1]
            frame.tokens[places[id(token)]] = token._replace(norm=word[:-1])
            changed = True
            continue
        if not _SHORTEST <= len(word) <= 24 or not word.isascii() or word in vocabulary.english:
            continue
        reach = 2 if len(word) >= 8 else 1
        near = [w for n in range(len(word) - reach, len(word) + reach + 1) for w in vocabulary.words.get(n, ())]
        if word in near:
            continue
        hits = extract(word, near, scorer=OSA.distance, score_cutoff=reach, limit=6)
        if not hits:
            continue
        nearest = [hit[0] for hit in hits if hit[1] == hits[0][1]]
        nearest = [
            hit
            for hit in nearest
            if _stands_for(vocabulary, words, places[id(token)], hit, proper=token.text[:1].isupper() and places[id(token)] > 0)
        ]
        if not nearest:
            continue
        meanings = {vocabulary.longest([hit], 0)[1] or ((Sense("word", hit)),) for hit in nearest}
        if len(word) == _SHORTEST and not all(hit[0] == word[0] and _names_person(vocabulary, hit) for hit in nearest):
            continue
        if len(meanings) == 1:
            best = max(nearest, key=len)
            frame.mended.append((token.text, best))
            words[places[id(token)]] = best
            frame.tokens[places[id(token)]] = token._replace(norm=best)
            changed = True
        else:
            frame.doubtful[token.text] = list({vocabulary.longest([hit], 0)[1]: hit for hit in nearest}.values())
    return changed


def _names_person(vocabulary: Vocabulary, hit: str) -> bool:
    return any(sense.kind == "person" for sense in vocabulary.longest([hit], 0)[1])


def _stands_for(vocabulary: Vocabulary, words: list[str], place: int, hit: str, *, proper: bool) -> bool:
    """Whether the mended word means something by itself or in a phrase there; a proper name only stands for a name."""
    mended = [*words[:place], hit, *words[place + 1 :]]
    for start in range(max(0, place - 2), place + 1):
        for terms in (False, True):
            end, senses = vocabulary.longest(mended, start, terms)
            if end > place and (not proper or any(sense.kind not in ("cue", "filler") for sense in senses)):
                return True
    return False
