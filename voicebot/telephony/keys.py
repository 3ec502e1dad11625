"""One press, one key, whatever way it comes: RFC 4733, SIP INFO, or a tone in the audio.

Some lines send the same press in two ways. The second within half a second is the same press.
"""

from __future__ import annotations

from typing import Literal

Way = Literal["rfc4733", "info", "tone"]

# Gateways regenerate an event up to 200 ms after the tone; nobody presses one key twice so fast
# and in two ways.
SAME_PRESS_S = 0.5


class KeyPresses:
    """Tells presses apart from echoes of them. Pure; the time comes in."""

    def __init__(self) -> None:
        self._last: tuple[str, Way, float] | None = None

    def arrives(self, key: str, way: Way, now: float) -> bool:
        """Whether this is a new press."""
        if self._last:
            last_key, last_way, at = self._last
            if key == last_key and way != last_way and now - at < SAME_PRESS_S:
                return False
        self._last = (key, way, now)
        return True
