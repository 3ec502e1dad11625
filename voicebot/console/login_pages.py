"""Logging in and out."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from voicebot.bank import staff
from voicebot.console.desk import COOKIE, SEE_OTHER, UNAUTHORIZED, desk_of

WRONG = "姓名或者密码不对，请再试一次。"
ENDED = "/login?out=1"
TOO_OFTEN = "试的次数太多了，请过五分钟再试。"

pages = APIRouter()


@pages.get("/login")
def login_page(request: Request, out: bool = False) -> HTMLResponse:
    """The form; `out` says that there was a login, which has ended."""
    return desk_of(request).page(request, "login.html", problem="", name="", out=out)


@pages.post("/login")
def log_in(request: Request, name: str = Form(""), password: str = Form("")) -> Response:
    """To the queue with a cookie, or the form again with what was wrong."""
    desk = desk_of(request)
    if desk.logins.rests(name):
        return _refused(request, name, TOO_OFTEN)
    with desk.reading() as db:
        member = staff.log_in(db, name, password)
    if member is None:
        desk.logins.was_wrong(name)
        return _refused(request, name, WRONG)
    answer = RedirectResponse("/", SEE_OTHER)
    token = desk.logins.begin(member.name, member.role)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return answer


@pages.post("/logout")
def log_out(request: Request) -> Response:
    """The cookie counts no more."""
    desk_of(request).logins.end(request.cookies.get(COOKIE))
    return RedirectResponse(ENDED, SEE_OTHER)


def _refused(request: Request, name: str, problem: str) -> Response:
    facts = {"problem": problem, "name": name}
    return desk_of(request).page(request, "login.html", UNAUTHORIZED, **facts)
