"""Which connector speaks for which biller or merchant: its URL's, else the embedded one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank.bills import MOBILE_BILLERS
from voicebot.bank.connectors.answers import ANSWER_WITHIN_S
from voicebot.bank.connectors.billers import Biller
from voicebot.bank.connectors.embedded_biller import EmbeddedBiller
from voicebot.bank.connectors.embedded_merchant import EmbeddedMerchant
from voicebot.bank.connectors.http_biller import HttpBiller
from voicebot.bank.connectors.http_counterparty import HttpCounterparty
from voicebot.bank.connectors.http_merchant import HttpMerchant
from voicebot.bank.connectors.merchants import Merchant


class Counterparties:
    """`billers` and `merchants` are names and URLs, as in config.yaml."""

    def __init__(
        self,
        database: sessionmaker[Session],
        billers: Mapping[str, str] | None = None,
        merchants: Mapping[str, str] | None = None,
        now: Callable[[], datetime] = datetime.now,
        within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self._database = database
        self._now = now
        self._within_s = within_s
        self._biller_urls = billers or {}
        self._merchant_urls = merchants or {}
        self._at = lru_cache(maxsize=None)(self._open)

    def biller(self, name: str) -> Biller:
        """The biller that nlu_data/billers.yml calls `name`, or a mobile operator."""
        url = self._biller_urls.get(name)
        if url:
            return HttpBiller(self._at(url))
        any_number = name in MOBILE_BILLERS.values()
        return EmbeddedBiller(self._database, name, any_number, self._now)

    def merchant(self, name: str) -> Merchant:
        """The merchant that the catalogue calls `name`."""
        url = self._merchant_urls.get(name)
        if url:
            return HttpMerchant(self._at(url))
        return EmbeddedMerchant(self._database, name, self._now)

    def _open(self, url: str) -> HttpCounterparty:
        return HttpCounterparty(url, self._within_s)
