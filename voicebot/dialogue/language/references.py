"""Numbers that a caller writes down while listening: vouchers, reports, orders, bookings."""

from __future__ import annotations

from voicebot.dialogue.language.digits import read_digits

# Four digits at a time are remembered while the frame for Braille is found (A15, A23).
LONGEST_GROUP = 4


def read_reference(number: str) -> str:
    """Digit by digit in groups of at most four, none of them a lone digit, a long pause between.

    "202611240007" → 二零二六；幺幺二四；零零零七. The voice makes the pause of a `；`. Leading
    zeros are read; what a counterparty writes between digits (HT-0042) is not.
    """
    number = "".join(sign for sign in number if sign in "0123456789")
    groups = max(-(-len(number) // LONGEST_GROUP), 1)
    short, longer = divmod(len(number), groups)
    sizes = [short + 1] * longer + [short] * (groups - longer)
    starts = [sum(sizes[:i]) for i in range(groups)]
    return "；".join(
        read_digits(number[start : start + size]) for start, size in zip(starts, sizes, strict=True)
    )
