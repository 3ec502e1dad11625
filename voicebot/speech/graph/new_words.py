"""A model that hears more words: the same sounds, and a graph to which the words were added.

    HCLr.fst   the tree of all words' phones            ── n ─ ing ─ x ─ in ─ b ─ ao ─▶ 宁鑫宝
    Gr.fst     how likely a word is after another       ── 宁鑫宝 behind anything, as likely as 基金

Nothing that is there changes its number, so words are added in an instant and nothing else moves.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from voicebot.speech.errors import ModelMissing
from voicebot.speech.graph.fst_file import EPSILON, Arc, Fst, Reader, fst_bytes, read_fst
from voicebot.speech.graph.lookahead_file import Lookahead, lookahead_bytes, read_lookahead
from voicebot.speech.graph.pronunciation import phones_of

WORDS, TREE, PHONES = "graph/Gr.fst", "graph/HCLr.fst", "graph/phones.txt"
ROOT = 0
# A consonant and a vowel; the root's first arc leads into silence.
PHONES_A_SYLLABLE, SILENCE = 2, 1
# As likely as the likeliest twentieth of the words: what staff add is what callers ask for.
AS_LIKELY_AS_PERCENT = 5


def make_model(made_from: Path, words: Mapping[str, str], target: Path) -> None:
    """Writes the model `made_from` with `words` (and how each is said) to the folder `target`.

    Words that it has got stay as they are. CannotBeSaid, or ModelMissing if its graph is of another
    kind: then nothing is there.
    """
    if not (made_from / TREE).exists():
        raise ModelMissing(f"{made_from} has no {TREE}; its graph cannot be changed")
    language = read_fst(Reader((made_from / WORDS).read_bytes()))
    tree = read_lookahead(made_from / TREE)
    phones = _phones(made_from / PHONES)
    for word, pinyin in words.items():
        _add(word, [phones[phone] for phone in phones_of(word, pinyin, phones)], language, tree)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Workers may make the same one at the same time: each in a folder of its own.
    unfinished = Path(mkdtemp(prefix=".unfinished-", dir=target.parent)) / target.name
    shutil.copytree(made_from, unfinished)
    (unfinished / WORDS).write_bytes(fst_bytes(language))
    (unfinished / TREE).write_bytes(lookahead_bytes(tree))
    with suppress(OSError):  # somebody else was first
        unfinished.rename(target)
    shutil.rmtree(unfinished.parent)


def words_of(model: Path) -> list[str]:
    """The words that the model has; none are known if its graph is of another kind."""
    graph = model / WORDS
    return list(read_fst(Reader(graph.read_bytes())).symbols or {}) if graph.exists() else []


def _add(word: str, phones: list[int], language: Fst, tree: Lookahead) -> None:
    symbols = language.symbols or {}
    if word in symbols:
        return
    # Behind all numbers of the look-ahead too, whose end has one of its own.
    number = max(*symbols.values(), tree.end) + 1
    symbols[word] = number
    _add_to_language(number, language)
    _add_to_tree(number, len(word), phones, tree)


def _add_to_language(number: int, language: Fst) -> None:
    """Behind any word, by the state that nothing backs off from: only there are all words."""
    anywhere = next(n for n, arcs in enumerate(language.arcs) if arcs and arcs[0].into != EPSILON)
    costs = [arc.weight for arc in language.arcs[anywhere]]
    cost = float(np.percentile(costs, AS_LIKELY_AS_PERCENT))
    language.arcs[anywhere].append(Arc(number, number, cost, anywhere))


def _add_to_tree(number: int, characters: int, phones: list[int], tree: Lookahead) -> None:
    """The word's way through its phones; who says it slowly may pause behind a syllable."""
    everything = [n for n, reach in enumerate(tree.reach) if reach == tree.reach[ROOT]]
    node = ROOT
    for place, phone in enumerate(phones):
        before, node = node, _enter(tree, node, phone)
        _reach(tree, node, number)
        if place and place % PHONES_A_SYLLABLE == 0:
            pause = _enter(tree, before, SILENCE)
            _reach(tree, pause, number)
            _lead(tree, pause, Arc(2 * phone, EPSILON, 0.0, node))
    for state in everything:
        _reach(tree, state, number)
    # Every word has this bonus. A new one could be said by its characters, each with a bonus: as
    # one word it is to be heard no worse.
    cost = characters * next(arc.weight for arcs in tree.fst.arcs for arc in arcs if arc.out == 1)
    tree.fst.arcs[node].append(Arc(EPSILON, number, cost, ROOT))


def _enter(tree: Lookahead, node: int, phone: int) -> int:
    """The state of the phone behind `node`; a new one if no word goes that way yet."""
    forward, stay = 2 * phone, 2 * phone - 1  # Kaldi's transition ids, a state for each phone
    for arc in tree.fst.arcs[node]:
        if arc.into == forward and arc.out == EPSILON:
            return arc.to
    state = tree.fst.add_state()
    tree.reach.append([])
    tree.fst.arcs[state].append(Arc(stay, EPSILON, 0.0, state))
    cost = tree.fst.arcs[ROOT][0].weight if phone == SILENCE else 0.0
    _lead(tree, node, Arc(forward, EPSILON, cost, state))
    return state


def _lead(tree: Lookahead, node: int, arc: Arc) -> None:
    """Adds the arc, once: the arcs of a state are sorted by what comes out of them."""
    arcs = tree.fst.arcs[node]
    if arc not in arcs:
        words = next((n for n, other in enumerate(arcs) if other.out != EPSILON), len(arcs))
        arcs.insert(words, arc)


def _reach(tree: Lookahead, state: int, number: int) -> None:
    """The word can come next in the state; a number behind all others keeps the set in order."""
    reach = tree.reach[state]
    if reach and reach[-1][1] == number:
        reach[-1] = (reach[-1][0], number + 1)
    else:
        reach.append((number, number + 1))


def _phones(path: Path) -> dict[str, int]:
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {phone: int(number) for phone, number in lines}
