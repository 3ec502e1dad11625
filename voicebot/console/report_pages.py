"""A week of calls: what callers want, where they get stuck, how fast, version by version."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voicebot.console.desk import NOT_FOUND, Desk, desk_of, logged_in
from voicebot.console.logins import Login
from voicebot.quality.week import Week, week_of
from voicebot.quality.week_page import monday, page_facts, week_csv

WEEK = timedelta(days=7)
# Excel takes a file for UTF-8 by its mark.
CSV_ENCODING = "utf-8-sig"

pages = APIRouter()


@pages.get("/report")
def report(request: Request, of: str = "", login: Login = Depends(logged_in)) -> HTMLResponse:
    """The week that the day `of` lies in; without one this week."""
    desk, first = desk_of(request), _first_day(of)
    around = {"week_before": first - WEEK, "week_after": first + WEEK}
    facts = page_facts(_week(desk, first), desk.wording, desk.intents) | around
    return desk.page(request, "report.html", login=login, **facts)


@pages.get("/report.csv")
def table(request: Request, of: str = "", _login: Login = Depends(logged_in)) -> Response:
    """The same figures for a spreadsheet."""
    first = _first_day(of)
    name = {"Content-Disposition": f'attachment; filename="week-{first}.csv"'}
    text = week_csv(_week(desk_of(request), first)).encode(CSV_ENCODING)
    return Response(text, media_type="text/csv", headers=name)


def _first_day(of: str) -> date:
    try:
        return monday(date.fromisoformat(of) if of else date.today())
    except ValueError:
        raise HTTPException(NOT_FOUND, "there is no such day") from None


def _week(desk: Desk, first: date) -> Week:
    with desk.reading() as db:
        return week_of(db, first, desk.flows)
