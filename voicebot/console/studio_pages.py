"""The prompt studio: what is to be recorded; a line with its takes: record, listen, choose."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from voicebot.console.desk import (
    NOT_FOUND,
    OK,
    SEE_OTHER,
    UNPROCESSABLE,
    Desk,
    desk_of,
    logged_in,
)
from voicebot.console.logins import Login
from voicebot.speech.coverage import Line, coverage, file_name, spoken_lines
from voicebot.speech.errors import SpeechError
from voicebot.studio import booth
from voicebot.studio.errors import StudioError
from voicebot.studio.shares import shares
from voicebot.studio.sound import read_sound
from voicebot.studio.studio import Studio
from voicebot.studio.takes import Takes

PAGE = 50
# Ten minutes of the finest sound that a microphone gives; a line takes seconds.
MOST_BYTES = 64 * 2**20
NOT_KEPT = "没有留下：没有听到说话的声音，或者文件读不出来。请打开麦克风，再录一遍。"
NO_TAKE = "there is no such take"
NO_TONE = "这一条里听不出音高，不能作标准音。请录一整句话。"

pages = APIRouter()


@pages.get("/studio")
def lines(
    request: Request,
    every: bool = False,
    words: str = "",
    start: int = 0,
    login: Login = Depends(logged_in),
) -> HTMLResponse:
    """What is to be recorded, or with `every` all that the bot says; those with `words` in them."""
    desk = desk_of(request)
    report = coverage(desk.settings)
    missing = report.to_record
    listed = _all_lines(desk) if every else missing
    found = [line for line in listed if words.strip() in line.text]
    start = max(start, 0)
    facts: dict[str, Any] = {"lines": found[start : start + PAGE], "count": len(found)}
    facts |= {"missing": {line.text for line in missing}, "every": every, "words": words.strip()}
    facts |= {
        "unused": report.unused,
        "start": start,
        "more": start + PAGE if start + PAGE < len(found) else None,
    }
    return desk.page(request, "studio.html", login=login, shares=shares(desk.settings), **facts)


@pages.get("/studio/lines/{file}")
def line(
    request: Request,
    file: str,
    take: int | None = None,
    chosen: int | None = None,
    tone: int | None = None,
    login: Login = Depends(logged_in),
) -> HTMLResponse:
    """One line; `take` was kept just now, `chosen` chosen, `tone` is now the speaker's own."""
    return _line_page(request, file, login, done={"take": take, "chosen": chosen, "tone": tone})


@pages.post("/studio/lines/{file}/takes")
def keep(
    request: Request, file: str, sound: UploadFile, login: Login = Depends(logged_in)
) -> Response:
    """Keeps a WAV or FLAC as a take of the line, spoken by who is logged in."""
    studio, takes = _studio(request, file)
    data = io.BytesIO(sound.file.read(MOST_BYTES))
    try:
        kept, _ = studio.keep(takes, read_sound(data), login.name, datetime.now())
    except SpeechError:
        return _line_page(request, file, login, problem=NOT_KEPT)
    return RedirectResponse(f"/studio/lines/{file}?take={kept.number}", SEE_OTHER)


@pages.post("/studio/lines/{file}/choice")
def choose(
    request: Request, file: str, number: int = Form(...), _login: Login = Depends(logged_in)
) -> Response:
    """Callers hear this take from the next release, or start of the service, on."""
    _, takes = _studio(request, file)
    try:
        takes.choose(number, datetime.now())
    except StudioError:
        raise HTTPException(NOT_FOUND, NO_TAKE) from None
    return RedirectResponse(f"/studio/lines/{file}?chosen={number}", SEE_OTHER)


@pages.post("/studio/lines/{file}/tone")
def keep_tone(
    request: Request, file: str, number: int = Form(...), login: Login = Depends(logged_in)
) -> Response:
    """The take is what the later ones of this speaker are held against."""
    studio, takes = _studio(request, file)
    try:
        studio.speakers.keep(login.name, _sound_of(takes, number))
    except SpeechError:
        return _line_page(request, file, login, problem=NO_TONE)
    return RedirectResponse(f"/studio/lines/{file}?tone={number}", SEE_OTHER)


@pages.get("/studio/lines/{file}/takes/{number}.flac")
def sound(
    request: Request, file: str, number: int, _login: Login = Depends(logged_in)
) -> FileResponse:
    """A take as callers would hear it."""
    _, takes = _studio(request, file)
    return FileResponse(_sound_of(takes, number), media_type="audio/flac")


@pages.get("/studio/tone")
def tone(request: Request, login: Login = Depends(logged_in)) -> FileResponse:
    """The tone of who is logged in."""
    file = Studio(desk_of(request).settings).speakers.file(login.name)
    if file is None:
        raise HTTPException(NOT_FOUND, "there is no reference")
    return FileResponse(file)


def _line_page(
    request: Request,
    file: str,
    login: Login,
    done: dict[str, int | None] | None = None,
    problem: str = "",
) -> HTMLResponse:
    desk = desk_of(request)
    studio, takes = _studio(request, file)
    text, missing = takes.text, coverage(desk.settings).to_record
    this = next((line for line in missing if line.text == text), None)
    rest = missing[missing.index(this) + 1 :] if this else missing
    facts: dict[str, Any] = {"file": file, "text": text, "this": this}
    facts |= {"next": next(iter(rest), None)}
    facts |= {"takes": takes.all(), "booth": booth, "problem": problem}
    facts |= {"longest_s": booth.longest_s(text), "has_tone": studio.speakers.knows(login.name)}
    facts |= done or {"take": None, "chosen": None, "tone": None}
    status = UNPROCESSABLE if problem else OK
    return desk.page(request, "line.html", status, login=login, **facts)


def _all_lines(desk: Desk) -> list[Line]:
    return [Line(file_name(text), text, None) for text in spoken_lines(desk.settings)]


def _studio(request: Request, file: str) -> tuple[Studio, Takes]:
    """The studio and the takes of a line; HTTPException if nobody says it any more."""
    studio = Studio(desk_of(request).settings)
    try:
        return studio, studio.takes(file)
    except StudioError:
        raise HTTPException(NOT_FOUND, "there is no such line") from None


def _sound_of(takes: Takes, number: int) -> Path:
    """The file of a take; HTTPException if it is not there."""
    if number not in [take.number for take in takes.all()]:
        raise HTTPException(NOT_FOUND, NO_TAKE)
    return takes.file(number)
