"""Who is logged in to the console; kept in memory, so a restart asks everybody again."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

SHIFT_S = 8 * 3600.0
# Passwords that somebody tries one after the other; then the name rests.
WRONG_IN_A_ROW, REST_S = 5, 300.0


@dataclass(frozen=True)
class Login:
    """`until` is when the shift is over, by the same clock."""

    name: str
    role: str
    until: float


class Logins:
    """Tokens of cookies, and wrong passwords by name."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._logins: dict[str, Login] = {}
        self._wrong: dict[str, tuple[int, float]] = {}

    def begin(self, name: str, role: str) -> str:
        """A token for the cookie of somebody whose password was right."""
        self._wrong.pop(name, None)
        token = secrets.token_urlsafe(32)
        self._logins[token] = Login(name, role, self._clock() + SHIFT_S)
        return token

    def of(self, token: str | None) -> Login | None:
        """Whose token it is, while the shift lasts."""
        login = self._logins.get(token or "")
        if login and login.until < self._clock():
            self.end(token)
            return None
        return login

    def end(self, token: str | None) -> None:
        """The token counts no more."""
        self._logins.pop(token or "", None)

    def was_wrong(self, name: str) -> None:
        """A wrong password for the name."""
        count, _ = self._wrong.get(name, (0, 0.0))
        self._wrong[name] = count + 1, self._clock()

    def rests(self, name: str) -> bool:
        """Whether too many wrong passwords were tried a short while ago."""
        count, last = self._wrong.get(name, (0, 0.0))
        if count and self._clock() - last > REST_S:
            del self._wrong[name]
            return False
        return count >= WRONG_IN_A_ROW
