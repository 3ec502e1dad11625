"""The queue of turns that went badly, a turn with its sound, and what staff write about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from voicebot.bank import database
from voicebot.bank.errors import BankError
from voicebot.console.desk import (
    CONFLICT,
    NOT_FOUND,
    OK,
    SEE_OTHER,
    UNPROCESSABLE,
    desk_of,
    logged_in,
    turn_of,
)
from voicebot.console.logins import Login
from voicebot.quality import clip, reviews
from voicebot.quality.turns import REASONS

DISMISS = "dismiss"
NO_REASON = "请写明为什么不用改。"
NO_WORDS = "请写下客户说的话。"
NO_WISH = "请选好客户想要什么。"
OVERTAKEN = "这一条刚刚有人记过了，请先看“已经记下的”。再按一次，就以您的为准。"

# What stands in the fields of a page that nobody has written in.
NOTHING: Mapping[str, str] = dict.fromkeys(("said", "intent", "values", "why"), "")

pages = APIRouter()


@dataclass(frozen=True)
class _Wrong:
    """What is told, and the field that it is about."""

    problem: str = ""
    field: str = ""


class _Overtaken(Exception):
    """Somebody else wrote about the turn meanwhile."""


@pages.get("/")
def queue(
    request: Request,
    reason: str = "",
    before: int | None = None,
    done: int | None = None,
    login: Login = Depends(logged_in),
) -> HTMLResponse:
    """Turns that nobody has looked at; `done` is the one that was reviewed just now."""
    desk = desk_of(request)
    reason = reason if reason in REASONS else ""
    with desk.reading() as db:
        turns = reviews.queue(db, reason, before)
        count = reviews.waiting(db, reason)
    older = turns[-1].id if len(turns) == reviews.PAGE else None
    facts: dict[str, Any] = {"turns": turns, "count": count, "older": older}
    facts |= {"reason": reason, "done": done}
    return desk.page(request, "queue.html", login=login, **facts)


@pages.get("/reviewed")
def reviewed(
    request: Request, before: int | None = None, login: Login = Depends(logged_in)
) -> HTMLResponse:
    """What staff wrote, to look at again or take back."""
    desk = desk_of(request)
    with desk.reading() as db:
        rows = reviews.latest(db, before)
    older = rows[-1][0].id if len(rows) == reviews.PAGE else None
    return desk.page(request, "reviewed.html", login=login, reviews=rows, older=older)


@pages.get("/turns/{turn_id}")
def turn(request: Request, turn_id: int, login: Login = Depends(logged_in)) -> HTMLResponse:
    """What was heard and understood in a turn, what came before and next, what was reviewed."""
    return _turn_page(request, turn_id, login)


@pages.post("/turns/{turn_id}")
def review(
    request: Request,
    turn_id: int,
    verdict: str = Form(...),
    said: str = Form(""),
    intent: str = Form(""),
    values: str = Form(""),
    why: str = Form(""),
    seen: int = Form(0),
    login: Login = Depends(logged_in),
) -> Response:
    """Keeps a correction, or why none is needed; back to the queue, or what is missing.

    `seen` is how many reviews the page showed: who did not see a colleague's is shown it first.
    """
    desk, now = desk_of(request), datetime.now()
    known = intent if intent in desk.intents else ""
    written = {"said": said.strip(), "intent": known, "values": values.strip()}
    told = {**written, "why": why}

    def keep(db: Session) -> None:
        turn_of(db, turn_id)
        if len(reviews.of_turn(db, turn_id)) > seen:
            raise _Overtaken
        if verdict == DISMISS:
            reviews.dismiss(db, turn_id, login.name, now, why.strip())
        else:
            reviews.correct(db, turn_id, login.name, now, **written)

    try:
        database.transaction(desk.bank, keep)
    except _Overtaken:
        field = "why" if verdict == DISMISS else "said"
        return _turn_page(request, turn_id, login, told, _Wrong(OVERTAKEN, field), CONFLICT)
    except BankError:
        return _turn_page(request, turn_id, login, told, _missing(verdict, written), UNPROCESSABLE)
    return RedirectResponse(f"/?done={turn_id}", SEE_OTHER)


@pages.get("/turns/{turn_id}/sound.wav")
def sound(request: Request, turn_id: int, _login: Login = Depends(logged_in)) -> Response:
    """What the caller said, without long numbers."""
    desk = desk_of(request)
    with desk.reading() as db:
        heard = turn_of(db, turn_id)
        recording = desk.recording(db, heard)
        if recording is None:
            raise HTTPException(NOT_FOUND, "the recording is not there")
        wav = clip.as_wav(*clip.cut(db, recording, heard))
    return Response(wav, media_type="audio/wav")


def _missing(verdict: str, written: Mapping[str, str]) -> _Wrong:
    if verdict == DISMISS:
        return _Wrong(NO_REASON, "why")
    return _Wrong(NO_WORDS, "said") if not written["said"] else _Wrong(NO_WISH, "intent")


def _turn_page(
    request: Request,
    turn_id: int,
    login: Login,
    written: Mapping[str, str] = NOTHING,
    wrong: _Wrong = _Wrong(),
    status: int = OK,
) -> HTMLResponse:
    desk = desk_of(request)
    with desk.reading() as db:
        shown = turn_of(db, turn_id)
        before, after = reviews.around(db, shown)
        earlier = reviews.of_turn(db, turn_id)
        has_sound = shown.by == "voice" and desk.recording(db, shown) is not None
    intents = [(name, desk.wish(name)) for name in desk.intents]
    facts: dict[str, Any] = {"turn": shown, "before": before, "after": after, "reviews": earlier}
    facts |= {
        "wording": desk.wording,
        "written": written,
        "intents": intents,
        "has_sound": has_sound,
        "wrong": wrong,
    }
    return desk.page(request, "turn.html", status, login=login, **facts)
