"""OpenFst's `const` format, as a Vosk model's graph is kept in: read whole, changed, written again.

    header  symbols  states: final weight, first arc, arcs …  arcs: in, out, weight, next state

No wheel of OpenFst knows the look-ahead type that Vosk needs around it (`lookahead_file`), so both
are read here. The layout is that of OpenFst 1.7 (fst.h, const-fst.h, symbol-table.h).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from voicebot.speech.errors import ModelMissing

MAGIC, SYMBOLS_MAGIC = 0x7EB2FDD6, 2125658996
CONST, STANDARD, UNALIGNED = "const", "standard", 2
IN_SYMBOLS, OUT_SYMBOLS = 1, 2
EPSILON = 0
NEVER = float("inf")
STATE = np.dtype(
    [("final", "<f4"), ("first", "<u4"), ("arcs", "<u4"), ("in_eps", "<u4"), ("out_eps", "<u4")]
)
ARC = np.dtype([("in", "<i4"), ("out", "<i4"), ("weight", "<f4"), ("to", "<i4")])


class Arc(NamedTuple):
    """`weight` is a cost: the negative logarithm of a probability."""

    into: int
    out: int
    weight: float
    to: int


@dataclass
class Fst:
    """A transducer: for each state the cost to end in it (NEVER), and the arcs that leave it."""

    properties: int
    start: int
    finals: list[float]
    arcs: list[list[Arc]]
    symbols: dict[str, int] | None = None

    def add_state(self) -> int:
        """A new state without arcs; its number."""
        self.finals.append(NEVER)
        self.arcs.append([])
        return len(self.arcs) - 1


class Reader:
    """The values of a file one after the other; ModelMissing if it ends too early."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def one(self, kind: str) -> int:
        """A number, by its letter in `struct`."""
        return int(self.some(kind)[0])

    def some(self, kinds: str) -> tuple[int, ...]:
        """Several numbers."""
        try:
            values = struct.unpack_from(f"<{kinds}", self._data, self._at)
        except struct.error as error:
            raise ModelMissing(f"the graph of the model is cut off ({error})") from error
        self._at += struct.calcsize(f"<{kinds}")
        return values

    def text(self) -> str:
        """Its length, then its bytes."""
        length = self.one("i")
        self._at += length
        return self._data[self._at - length : self._at].decode("utf-8")

    def table(self, row: np.dtype, count: int) -> np.ndarray:
        """So many rows."""
        if self._at + count * row.itemsize > len(self._data):
            raise ModelMissing("the graph of the model is cut off")
        rows = np.frombuffer(self._data, row, count, self._at)
        self._at += count * row.itemsize
        return rows


def read_header(reader: Reader, wanted: str) -> tuple[int, ...]:
    """Version, flags, properties, start, states and arcs; ModelMissing if it is of another type."""
    magic, kind, arc = reader.one("I"), reader.text(), reader.text()
    if (magic, kind, arc) != (MAGIC, wanted, STANDARD):
        raise ModelMissing(f"the graph of the model is no {wanted} of {STANDARD} arcs")
    return reader.some("iiQqqq")


def header(kind: str, *numbers: int) -> bytes:
    """The bytes that `read_header` reads."""
    return (
        struct.pack("<I", MAGIC) + _text(kind) + _text(STANDARD) + struct.pack("<iiQqqq", *numbers)
    )


def read_fst(reader: Reader) -> Fst:
    """A const FST; ModelMissing if it is none, or one whose arrays are aligned."""
    version, flags, properties, start, states, arcs = read_header(reader, CONST)
    if version != UNALIGNED or flags & IN_SYMBOLS:
        raise ModelMissing("the graph of the model is of another version of OpenFst")
    symbols = _read_symbols(reader) if flags & OUT_SYMBOLS else None
    rows = reader.table(STATE, states)
    leaving = [Arc(*arc) for arc in reader.table(ARC, arcs).tolist()]
    spans = zip(rows["first"].tolist(), rows["arcs"].tolist(), strict=True)
    listed = [leaving[first : first + count] for first, count in spans]
    return Fst(properties, start, rows["final"].tolist(), listed, symbols)


def fst_bytes(fst: Fst) -> bytes:
    """The FST as `read_fst` reads it."""
    counts = [len(arcs) for arcs in fst.arcs]
    states = np.zeros(len(counts), STATE)
    states["final"] = fst.finals
    states["first"] = np.concatenate([[0], np.cumsum(counts)[:-1]])
    states["arcs"] = counts
    states["in_eps"] = [sum(arc.into == EPSILON for arc in arcs) for arcs in fst.arcs]
    states["out_eps"] = [sum(arc.out == EPSILON for arc in arcs) for arcs in fst.arcs]
    arcs = np.array([tuple(arc) for leaving in fst.arcs for arc in leaving], ARC)
    flags = OUT_SYMBOLS if fst.symbols else 0
    numbers = (UNALIGNED, flags, fst.properties, fst.start, len(states), len(arcs))
    symbols = _symbols(fst.symbols) if fst.symbols else b""
    return header(CONST, *numbers) + symbols + states.tobytes() + arcs.tobytes()


def _read_symbols(reader: Reader) -> dict[str, int]:
    if reader.one("i") != SYMBOLS_MAGIC:
        raise ModelMissing("the graph of the model has no list of words")
    reader.text()  # its name
    _next, count = reader.some("qq")
    return {reader.text(): reader.one("q") for _ in range(count)}


def _symbols(symbols: dict[str, int]) -> bytes:
    head = struct.pack("<i", SYMBOLS_MAGIC) + _text("words.txt")
    head += struct.pack("<qq", max(symbols.values()) + 1, len(symbols))
    return head + b"".join(_text(word) + struct.pack("<q", key) for word, key in symbols.items())


def _text(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<i", len(data)) + data
