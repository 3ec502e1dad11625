"""HCLr.fst, an `olabel_lookahead` FST: a const FST, and which words can come next from each state.

Vosk joins it with the language model while it listens, and looks ahead with these sets which way
leads to a word that the language model allows. The layout is that of OpenFst 1.7
(matcher-fst.h, add-on.h, label-reachable.h, interval-set.h).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from voicebot.speech.errors import ModelMissing
from voicebot.speech.graph.fst_file import (
    Fst,
    Reader,
    fst_bytes,
    header,
    read_fst,
    read_header,
)

LOOKAHEAD = "olabel_lookahead"
ADD_ON_MAGIC = 446681434
# Of an add-on, its first and its second half; then: reaches inputs, keeps the relabelling.
PARTS, HOW = (True, False, True), (False, False)

# Words from the first number up to, without, the second.
Interval = tuple[int, int]


@dataclass
class Lookahead:
    """`reach` is, state by state, what can come next; `end` is the number that means the end."""

    outer: tuple[int, ...]
    fst: Fst
    end: int
    reach: list[list[Interval]]


def read_lookahead(path: Path) -> Lookahead:
    """The file; ModelMissing if it is no such graph."""
    reader = Reader(path.read_bytes())
    outer = read_header(reader, LOOKAHEAD)
    if reader.one("i") != ADD_ON_MAGIC:
        raise ModelMissing(f"{path} has nothing to look ahead with")
    fst = read_fst(reader)
    if (reader.some("???"), reader.some("??")) != (PARTS, HOW):
        raise ModelMissing(f"{path} looks ahead in another way")
    end, states = reader.one("i"), reader.one("q")
    return Lookahead(outer, fst, end, [_read_intervals(reader) for _ in range(states)])


def lookahead_bytes(lookahead: Lookahead) -> bytes:
    """The graph as `read_lookahead` reads it."""
    sets = b"".join(_intervals(intervals) for intervals in lookahead.reach)
    return (
        header(LOOKAHEAD, *lookahead.outer)
        + struct.pack("<i", ADD_ON_MAGIC)
        + fst_bytes(lookahead.fst)
        + struct.pack("<?????iq", *PARTS, *HOW, lookahead.end, len(lookahead.reach))
        + sets
    )


def _read_intervals(reader: Reader) -> list[Interval]:
    numbers = reader.some(f"{2 * reader.one('q')}i")
    reader.one("i")  # how many words they hold
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _intervals(intervals: list[Interval]) -> bytes:
    numbers = [number for interval in intervals for number in interval]
    held = sum(end - begin for begin, end in intervals)
    return struct.pack(f"<q{len(numbers)}ii", len(intervals), *numbers, held)
