"""`voicebot console`: the review desk as server-rendered pages.

/login ──▶ /  (queue) ──▶ /turns/7  hear it, read it, write what was said ──▶ the queue
           /report   the week in figures, pictures and a table for a spreadsheet
           /studio   what is to be recorded ──▶ /studio/lines/qing-wen…  record, listen, choose
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from voicebot.bank import staff
from voicebot.config import Settings
from voicebot.console import login_pages, report_pages, review_pages, studio_pages
from voicebot.console.desk import COOKIE, FAILED, NOT_FOUND, SEE_OTHER, Desk, NotLoggedIn, desk_of
from voicebot.terminal import StaffError

STATIC = Path(__file__).parent / "static"
# Nothing is fetched from elsewhere; the only script is that of the microphone.
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; media-src 'self'; script-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Permissions-Policy": "microphone=(self)",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(settings: Settings) -> FastAPI:
    """The console of one installation; raises what `Desk` raises."""
    app = FastAPI(title="voicebot", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(settings)
    app.middleware("http")(_secure)
    app.exception_handler(NotLoggedIn)(_ask_to_log_in)
    app.exception_handler(HTTPException)(_tell)
    app.exception_handler(RequestValidationError)(_tell)
    app.exception_handler(Exception)(_apologise)
    app.include_router(login_pages.pages)
    app.include_router(review_pages.pages)
    app.include_router(report_pages.pages)
    app.include_router(studio_pages.pages)
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


def serve(settings: Settings, host: str, port: int) -> None:
    """Serves the pages until Ctrl-C; StaffError if nobody may log in yet."""
    app = create_app(settings)
    with app.state.desk.reading() as db:
        if not staff.everybody(db):
            raise StaffError("nobody may log in yet; write: voicebot staff add NAME")
    server_of(app, host=host, port=port).run()


def server_of(app: FastAPI, **options: Any) -> uvicorn.Server:
    """The server of the pages; `options` are those of uvicorn.Config."""
    # No page has a web socket, and the library that Sanic pins is too old for uvicorn's. Its log is
    # ours: a configuration of its own closes the handlers that are there.
    quiet: dict[str, Any] = {"log_level": "warning", "log_config": None, "ws": "none"}
    return uvicorn.Server(uvicorn.Config(app, **quiet, **options))


async def _secure(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    response.headers.update(SECURITY)
    return response


def _ask_to_log_in(request: Request, _error: Exception) -> Response:
    """Who was logged in is told that it has ended."""
    page = login_pages.ENDED if COOKIE in request.cookies else "/login"
    return RedirectResponse(page, SEE_OTHER)


def _tell(request: Request, error: Exception) -> Response:
    """A page that there is none of, or whose address somebody mistyped."""
    status = error.status_code if isinstance(error, HTTPException) else NOT_FOUND
    return desk_of(request).page(request, "gone.html", status)


def _apologise(request: Request, _error: Exception) -> Response:
    """What went wrong is in the log of the console."""
    page = desk_of(request).page(request, "failed.html", FAILED)
    page.headers.update(SECURITY)  # nothing comes behind this handler
    return page
