"""The memory of calls that are over, given back to the machine.

The recognisers of a call allocate in threads of its own. glibc keeps what they free for later
calls and does not find most of it again: without this a worker grows by 5 to 15 MB a call.
"""

from __future__ import annotations

import ctypes
import gc


def keep() -> None:
    """What is loaded by now stays: `give_back` looks through what came later, in a millisecond."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Some ten milliseconds, most of them beside Python; only glibc can do it."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
