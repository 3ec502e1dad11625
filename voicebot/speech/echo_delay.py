"""How late the echo comes, so that the canceller sees it come at the same time always.

    sent            ▁▂▇▅▁▁▁▁▁▁▁▁▁▁▁▁▂▇▅▁▁▁▁▁▁▁▁
    echo            ▁▁▁▁▁▁▁▁▁▁▂▇▅▁▁▁▁▁▁▂▇▅▁▁▁▁▁     0.6 s late, then 0.2 s: the network buffers less
    for canceller   ▁▁▁▁▁▁▁▁▁▂▇▅▁▁▁▁▁▁▂▇▅▁▁▁▁▁▁     what it knows of the room holds after the jump

WebRTC's canceller alone needs seconds for another delay and never finds one of half a second. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from voicebot.speech.echo_likeness import Likeness

# Of looks with so much, 99 of 100 find the right delay, and a caller's voice gives it once in a
# thousand; two that agree within 2 ms are believed.
CERTAIN = 0.4
SAME = 32
# The canceller sees the echo 10 ms late; it finds less than 4 ms more or less by itself.
MARGIN, ADAPTS_TO = 160, 64


@dataclass
class EchoDelay:
    """In samples of 16 kHz."""

    # How much later than it was sent the canceller is given what was sent.
    given: int = 0
    _seen: int = -SAME

    def process(self, look: Likeness) -> None:
        """One look at what was heard while the bot spoke."""
        if look.share < CERTAIN:
            return
        agrees = abs(look.late - self._seen) <= SAME
        self._seen = look.late
        if agrees and self.is_elsewhere(look):
            self.given = max(look.late - MARGIN, 0)

    def is_elsewhere(self, look: Likeness) -> bool:
        """Whether it finds the echo where the canceller does not look for it."""
        return abs(max(look.late - MARGIN, 0) - self.given) > ADAPTS_TO
