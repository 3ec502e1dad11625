"""The protocol that billers and merchants are asked by over HTTP. `voicebot sandbox` speaks it too.

    GET  URL/contracts/NUMBER   200 {"address": …, "due_fen": …, "credit_fen": …}
    POST URL/payments           Idempotency-Key: REFERENCE   {"number": …, "amount_fen": …}
    POST URL/orders             Idempotency-Key: REFERENCE   {"product": …, "fields": …, …}
    POST URL/cancellations      Idempotency-Key: REFERENCE   {"order_reference": …, …}
    GET  URL/payments/REFERENCE and so on: what became of it

Done is 200 {"number": …}; at work is 202; a refusal is any 4xx with {"refused": REASON}; a
reference that was never seen is 404 {"unknown": true}. Everything else is no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from voicebot.bank.connectors.answers import ANSWER_WITHIN_S, Done, NoAnswer, Refused


class HttpCounterparty:
    """One counterparty's URL; connections are kept open. May be used from several threads."""

    def __init__(self, url: str, within_s: float = ANSWER_WITHIN_S) -> None:
        self._http = httpx.Client(base_url=url, timeout=within_s)

    def ask(self, path: str) -> dict[str, Any]:
        """The document at `path`."""
        return _document(self._send("GET", path))

    def instruct(self, what: str, reference: str, document: Mapping[str, Any]) -> Done:
        """Has it done once, however often it is sent under this reference."""
        response = self._send(
            "POST", what, headers={"Idempotency-Key": reference}, json=dict(document)
        )
        if response.status_code == httpx.codes.CONFLICT:
            # It has this reference already and does not say what became of it.
            known = self.status(what, reference)
            if known is None:
                raise NoAnswer("knows the reference, and does not know it")
            return known
        return Done(str(_document(response).get("number", "")))

    def status(self, what: str, reference: str) -> Done | None:
        """What became of it; None if the counterparty never saw the reference."""
        response = self._send("GET", f"{what}/{reference}")
        if response.status_code == httpx.codes.NOT_FOUND and _json(response).get("unknown"):
            return None
        return Done(str(_document(response).get("number", "")))

    def _send(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            return self._http.request(method, f"/{path}", **request)
        except httpx.HTTPError as error:
            raise NoAnswer(f"{self._http.base_url}: {type(error).__name__}") from error


def _document(response: httpx.Response) -> dict[str, Any]:
    """The answer's document; raises Refused for a definite no, NoAnswer for anything unclear."""
    document = _json(response)
    if response.is_client_error and document.get("refused"):
        raise Refused(str(document["refused"]))
    if response.status_code != httpx.codes.OK:
        raise NoAnswer(f"{response.url.path} answered {response.status_code}")
    return document


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        document = response.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise NoAnswer(f"{response.url.path} answered no JSON object")
    return document
