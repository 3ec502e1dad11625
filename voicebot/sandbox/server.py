"""The sandbox's HTTP service; the protocol is that of `bank/connectors/http_counterparty.py`.

Every counterparty has a path of its own: http://HOST:PORT/electricity, /flower_shop and so on.
Beside the protocol, for tests and demonstrations:

    PUT /NAME/contracts/NUMBER   {"address": …, "due_fen": …}
    PUT /NAME/faults/payments    {"fault": "lost", "times": 1}   (or contracts, orders …)
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from voicebot.bank.connectors.answers import Done, Refused
from voicebot.bank.demonstration.bills import CONTRACTS
from voicebot.sandbox.books import Books, Contract
from voicebot.sandbox.faults import Fault, Faults
from voicebot.terminal import StaffError


def serve_sandbox(
    port: int, statements: Path, slow_s: float, progress: Callable[[str], object]
) -> None:
    """Serves on this machine until it is stopped, with the demonstration bank's contracts."""
    books = Books(statements)
    for contract in CONTRACTS:
        books.set_contract(
            contract.biller, contract.number, Contract(contract.address, contract.billed_fen)
        )
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise StaffError(f"port {port}: {error}; choose another with --port") from error
        listener.listen()
        progress(f"ready: http://127.0.0.1:{listener.getsockname()[1]}")
        app = sandbox_app(books, slow_s)
        app.run(sock=listener, motd=False, access_log=False)


def sandbox_app(books: Books, slow_s: float) -> Sanic:
    """The service; `slow_s` is how long a slow answer takes."""
    app = Sanic("voicebot-sandbox", configure_logging=False)
    faults = Faults()

    @app.put("/<name:str>/faults/<what:str>")
    async def order_fault(request: Request, name: str, what: str) -> HTTPResponse:
        try:
            faults.order(name, what, request.json["fault"], int(request.json.get("times", 1)))
        except (KeyError, TypeError, ValueError) as error:
            return response.json({"error": str(error)}, status=400)
        return response.json({})

    @app.put("/<name:str>/contracts/<number:str>")
    async def set_contract(request: Request, name: str, number: str) -> HTTPResponse:
        contract = Contract(request.json["address"], int(request.json["due_fen"]))
        books.set_contract(name, number, contract)
        return response.json({})

    @app.get("/<name:str>/contracts/<number:str>")
    async def contract(request: Request, name: str, number: str) -> HTTPResponse:
        found = books.contract(name, number)
        answer = _refusal("unknown_number") if found is None else response.json(_bill(found))
        return await _answered(request, faults.take(name, "contracts"), answer)

    @app.post("/<name:str>/<what:(payments|orders|cancellations)>")
    async def instruct(request: Request, name: str, what: str) -> HTTPResponse:
        reference = request.headers.get("Idempotency-Key", "")
        if not reference:
            return response.json({"error": "send an Idempotency-Key"}, status=400)
        fault = faults.take(name, what, str(request.json.get("number", "")))
        if fault == "refused":
            outcome = books.refuse(name, what, reference, "by_order")
        elif fault == "down":
            return response.json({"error": "down for maintenance"}, status=503)
        else:
            outcome = books.do(name, what, reference, request.json)
        return await _answered(request, fault, _outcome(outcome))

    @app.get("/<name:str>/<what:(payments|orders|cancellations)>/<reference:str>")
    async def status(_request: Request, name: str, what: str, reference: str) -> HTTPResponse:
        outcome = books.outcome(name, what, reference)
        if outcome is None:
            return response.json({"unknown": True}, status=404)
        return _outcome(outcome)

    async def _answered(
        request: Request, fault: Fault | None, answer: HTTPResponse
    ) -> HTTPResponse:
        """The answer, as the fault lets it through."""
        match fault:
            case "slow":
                await asyncio.sleep(slow_s)
            case "lost":
                connection: Any = request.transport
                connection.abort()
            case "duplicate":
                return response.json({"error": "this reference is known"}, status=409)
            case "refused":
                return _refusal("by_order")
            case "down":
                return response.json({"error": "down for maintenance"}, status=503)
        return answer

    return app


def _outcome(outcome: Done | Refused) -> HTTPResponse:
    if isinstance(outcome, Refused):
        return _refusal(outcome.reason)
    return response.json({"number": outcome.number})


def _refusal(reason: str) -> HTTPResponse:
    return response.json({"refused": reason}, status=422)


def _bill(contract: Contract) -> dict[str, Any]:
    return {
        "address": contract.address,
        "due_fen": max(contract.due_fen, 0),
        "credit_fen": max(-contract.due_fen, 0),
    }
