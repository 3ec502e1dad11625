"""One of the two dialogues that the gate compares: its figures, and what it gets wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Side:
    """Figures in percent, what was taken for what, by intent.

    `broken` is what happened instead in the journeys and stories that do not hold, by their names;
    `wrong_turns` are the corrected turns that are still heard or understood otherwise.
    """

    name: str
    figures: dict[str, float]
    confused: Counter[tuple[str, str]]
    broken: dict[str, str] = field(default_factory=dict)
    wrong_turns: tuple[str, ...] = ()

    def accuracy(self) -> dict[str, float]:
        """Percent of each intent's sentences that were understood as it."""
        right: dict[str, int] = defaultdict(int)
        all_: dict[str, int] = defaultdict(int)
        for (meant, got), count in self.confused.items():
            all_[meant] += count
            right[meant] += count if meant == got else 0
        return {meant: 100 * right[meant] / all_[meant] for meant in sorted(all_)}
