"""What all pages of one console share: the bank's database, recordings, phrases, who is there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import database
from voicebot.bank.tables import CallTurn
from voicebot.config import Settings
from voicebot.console import take_words, words
from voicebot.console.logins import Login, Logins
from voicebot.dialogue.actions.flows import Flow, load_flows
from voicebot.operations import sealed_recordings
from voicebot.quality import week_page
from voicebot.quality.intents import load_intents, wish
from voicebot.speech.wording import first_texts

TEMPLATES = (Path(__file__).parent / "templates", week_page.TEMPLATES)
COOKIE = "voicebot"
# What a page answers with, by HTTP.
OK, SEE_OTHER, UNAUTHORIZED, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 303, 401, 404, 409, 422
FAILED = 500


class NotLoggedIn(Exception):
    """The page is for staff."""


class Desk:
    """One for each console; `desk_of` gives it to a page."""

    def __init__(self, settings: Settings) -> None:
        """DatabaseError if there is no bank yet, ConfigError if the phrases are broken."""
        self.bank = database.open_existing(settings.bank.database, settings.rules)
        # Readers keep no caller waiting.
        reading = database.create_reading_engine(settings.bank.database)
        self.reading = sessionmaker(reading, future=True, expire_on_commit=False)
        self.intents = load_intents(settings.nlu_data)
        self.logins = Logins()
        self.settings = settings
        self._pages = Jinja2Templates(directory=TEMPLATES)
        self._pages.env.globals |= {
            "bank_name": settings.bank.name,
            "reason_words": words.REASONS,
            "place_words": words.PLACES,
        }
        self._pages.env.filters |= {
            "by_words": words.by,
            "heard_words": words.heard,
            "listen_words": words.listen,
            "take_words": take_words.advice,
            "when": words.when,
            "wish_words": self.wish,
        }

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """What callers can have done, by name, in the order of the files."""
        return load_flows(self.settings.nlu_data / "flows")

    @cached_property
    def wording(self) -> Mapping[str, str]:
        """The texts of responses by name."""
        return first_texts(self.settings.prompts)

    def wish(self, intent: str) -> str:
        """What callers want, as staff know it."""
        return wish(intent, self.intents)

    def page(
        self, request: Request, template: str, status: int = 200, **facts: object
    ) -> HTMLResponse:
        """The page made of a template."""
        return self._pages.TemplateResponse(request, template, facts, status_code=status)

    def recording(self, db: Session, turn: CallTurn) -> Path | None:
        """The recording of the turn's call, if it is there."""
        return sealed_recordings.find(db, self.settings.recordings, turn.call_id)


def desk_of(request: Request) -> Desk:
    """The desk of the console that was asked."""
    desk: Desk = request.app.state.desk
    return desk


def logged_in(request: Request) -> Login:
    """Who asks; raises NotLoggedIn."""
    login = desk_of(request).logins.of(request.cookies.get(COOKIE))
    if login is None:
        raise NotLoggedIn
    return login


def turn_of(db: Session, turn_id: int) -> CallTurn:
    """The turn; HTTPException if there is none of that number."""
    turn: CallTurn | None = db.get(CallTurn, turn_id)
    if turn is None:
        raise HTTPException(NOT_FOUND, "there is no such turn")
    return turn
