"""A caller who talks with the conversation itself: no telephone, no Rasa, a real bank."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from voicebot.bank import accounts, authentication, database, demonstration, ledger, outcomes
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.rules import RULES, Rules
from voicebot.bank.tables import Account, Appointment, CallbackNote
from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.answers.fields import field_answers
from voicebot.dialogue.actions.conversation import answer
from voicebot.dialogue.actions.flows import Flow, load_flows
from voicebot.dialogue.actions.message import Meant, Message, TwoRequests
from voicebot.dialogue.actions.outside import Outside
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import State
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.billers import BillerKind, load_billers
from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.catalogue.product import Product
from voicebot.dialogue.knowledge.knowledge_base import KnowledgeBase
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.language.spoken import normalise
from voicebot.dialogue.named_words import NamedWords
from voicebot.speech.wording import first_texts

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 10, 0)
ZHOU, CHEN, LIU = "13909510001", "13909510002", "13909510003"
MA, NIU = "13909510004", "13909510005"
PINS = {ZHOU: "246810", CHEN: "135790", LIU: "112358", MA: "314159", NIU: "271828"}
ACCOUNTS = {
    ZHOU: "6228480010000016789",
    CHEN: "6228480010000024466",
    LIU: "6228480010000038800",
    MA: "6228480010000045501",
    NIU: "6228480010000052020",
}

STRICT = Rules.parse_obj(
    {
        "security": {"approvers": ["王主管"], "pin_lasts_minutes": 10, "approval_wait_s": 60},
        "risk": {
            "new_payee": {"hours": 24, "from_yuan": 1000},
            "unusual_hour": {"after": 23, "before": 6, "from_yuan": 5000},
            "failed_pins": {"count": 2, "hours": 24, "from_yuan": 1000},
        },
    }
)


@dataclass
class Caller:
    """Says sentences (with the intent that Rasa would find) and presses keys."""

    bank: object
    number: str = ZHOU
    person_available: bool = False
    nlu_data: Path = ROOT / "nlu_data"
    state: State = field(default_factory=State)
    now: datetime = NOW
    buttons: dict[str, str] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)
    call_id: str = "call"
    outcomes: list[int] = field(default_factory=list)
    two_requests: tuple[TwoRequests, ...] = ()
    counterparties: Counterparties | None = None
    listening: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.flows, self.wording, self.keys, self.accent, self.billers = staff_files()
        self.knowledge = knowledge_base()
        self.catalogue = catalogue(self.nlu_data)
        ANSWERS.update(field_answers(self.catalogue))
        self.counterparties = self.counterparties or Counterparties(self.bank, now=lambda: NOW)
        self.founded_entries = self.entries()

    def rings(self) -> list[str]:
        return self._send("start_call")

    def says(
        self,
        text: str,
        intent: str = "inform",
        confidence: float = 0.95,
        heard: float = 1.0,
        pause_s: float = math.inf,
        others: Mapping[str, str] | None = None,
    ) -> list[str]:
        """`others` are what else was heard, and what intent that has."""
        also = [Meant(words, meant, confidence) for words, meant in (others or {}).items()]
        return self._send(
            intent, text=text, confidence=confidence, heard=heard, pause_s=pause_s, others=also
        )

    def gives_number(self, text: str) -> list[str]:
        """Says a long number, and agrees when it is read back."""
        assert self.says(text)[0].startswith("utter_check_")
        return self.says("对", "affirm")

    def says_both(self, first: tuple[str, str], second: tuple[str, str]) -> list[str]:
        """Two requests in one sentence: text and intent of each half."""
        one, other = (Meant(text, intent, 0.9) for text, intent in (first, second))
        self.two_requests = (TwoRequests("clauses", (one, other)),)
        return self.says(f"{first[0]}再{second[0]}", first[1])

    def presses(self, key: str) -> list[str]:
        """An option, or a number that was ended with #."""
        if len(key) > 1 or key not in self.buttons:
            return self._send("inform_keys", {"keys": key.rstrip("#")})
        payload = self.buttons[key]
        intent, _, entities = payload.lstrip("/").partition("{")
        return self._send(intent, json.loads("{" + entities) if entities else {})

    def keys_pin(self, pin: str = "") -> list[str]:
        with self.bank.begin() as db:
            result = authentication.verify_pin(
                db, self.call_id, pin or PINS.get(self.number, "000000"), self.now
            )
        match result.outcome:
            case "correct":
                return self._send("authenticated")
            case "wrong":
                return self._send("pin_failed", {"left": result.attempts_left})
            case _:
                return self._send("pin_locked")

    def hangs_up(self, before_hearing_the_end: bool = False) -> None:
        """The next `rings` is another call."""
        with self.bank.begin() as db:
            if not before_hearing_the_end:
                outcomes.mark_told(db, self.outcomes, self.now)
            outcomes.send_untold(db, self.now, self.call_id)
        self.call_id, self.state, self.outcomes = self.call_id + "'", State(), []

    def enters(self) -> None:
        """The call up to the right PIN."""
        self.rings()
        self.says("查余额", "ask_balance")
        assert self.keys_pin()[0] == "utter_balance"

    @property
    def spoken(self) -> str:
        """What the last turn said."""
        return "".join(self.wording[r.response].format(**r.values) for r in self.replies)

    def balance_fen(self, number: str = "") -> int:
        with self.bank.begin() as db:
            wanted = Account.number == (number or ACCOUNTS[self.number])
            account = db.execute(select(Account).where(wanted)).scalar_one()
            return accounts.balance_fen(db, account.id)

    def entries(self) -> int:
        with self.bank.begin() as db:
            return len(list(ledger.lines(db)))

    def appointments(self) -> int:
        with self.bank.begin() as db:
            return len(db.execute(select(Appointment)).scalars().all())

    def callbacks(self) -> int:
        with self.bank.begin() as db:
            return len(db.execute(select(CallbackNote)).scalars().all())

    def _send(
        self,
        intent: str,
        entities: dict[str, object] | None = None,
        text: str = "",
        confidence: float = 1.0,
        heard: float = 1.0,
        pause_s: float = math.inf,
        others: Sequence[Meant] = (),
    ) -> list[str]:
        self.now += timedelta(seconds=5)
        message = Message(
            call_id=self.call_id,
            caller_number=self.number,
            intent=intent,
            confidence=confidence,
            text=normalise(text),
            by="voice" if text else "key",
            recording_s=1.0,
            now=self.now,
            entities=entities or {},
            two_requests=self.two_requests,
            heard=heard,
            pause_s=pause_s,
            others=tuple(others),
        )
        self.two_requests = ()
        # The tracker keeps the state as JSON between two turns.
        before = json.dumps(self.state.to_slot())
        outside = Outside(self.bank, self.counterparties, self.now)

        def once(db):
            outcomes.mark_told(db, self.outcomes, self.now)
            turn = Turn(
                db=db,
                flows=self.flows,
                wording=self.wording,
                asking=[name for name, payloads in self.keys.items() if payloads],
                accent=self.accent,
                billers=self.billers,
                named=named_words(),
                knowledge=self.knowledge,
                catalogue=self.catalogue,
                outside=outside,
                person_available=self.person_available,
                state=State.from_slot(json.loads(before)),
                message=message,
            )
            return turn, answer(turn), tasks.listening(turn)

        turn, self.replies, self.listening = outside.play(once)
        self.state, self.outcomes = turn.state, turn.outcomes
        self.buttons = {}
        for reply in self.replies:
            payloads = [*self.keys.get(reply.response, []), *(b.payload for b in reply.buttons)]
            for payload in payloads:
                self.buttons[str(len(self.buttons) + 1)] = payload
        return [reply.response for reply in self.replies]


@cache
def catalogue(nlu_data: Path) -> Mapping[str, Product]:
    return load_catalogue(nlu_data / "catalogue")


@cache
def named_words() -> NamedWords:
    return NamedWords.load(ROOT / "nlu_data")


@cache
def knowledge_base() -> KnowledgeBase:
    return KnowledgeBase.load(ROOT / "nlu_data")


@cache
def staff_files() -> tuple[
    dict[str, Flow], dict[str, str], dict[str, list[str]], Accent, dict[str, BillerKind]
]:
    """Flows, wording, keys of menus, accent, billers; read once, because YAML is slow."""
    wording = first_texts(ROOT / "prompts")
    accent = Accent.load(ROOT / "nlu_data" / "accent.yml")
    billers = load_billers(ROOT / "nlu_data" / "billers.yml")
    return load_flows(ROOT / "nlu_data" / "flows"), wording, menu_keys(), accent, billers


def menu_keys() -> dict[str, list[str]]:
    """The payloads of the buttons of each response."""
    from voicebot.config import read_yaml

    keys: dict[str, list[str]] = {}
    for path in (ROOT / "prompts").glob("*.yml"):
        for name, variants in read_yaml(path)["responses"].items():
            keys[name] = [button["payload"] for button in variants[0].get("buttons") or ()]
    return keys


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bank") / "bank.db"
    database.migrate(f"sqlite:///{path}")
    factory = database.open_database(f"sqlite:///{path}")
    with factory.begin() as db:
        demonstration.seed(db, NOW.date())
    factory.kw["bind"].dispose()
    return path


@pytest.fixture
def calls(founded: Path, tmp_path: Path) -> Iterator[Callable[..., Caller]]:
    """Makes callers of one bank."""
    (tmp_path / "bank.db").write_bytes(founded.read_bytes())
    factory = database.open_database(f"sqlite:///{tmp_path / 'bank.db'}")
    yield lambda *args, **options: Caller(factory, *args, **options)
    factory.kw["bind"].dispose()


@pytest.fixture
def caller(calls: Callable[..., Caller]) -> Caller:
    """周建国, who has five payees and 12 850.60 yuan."""
    return calls()


@pytest.fixture
def ma(calls):
    """马秀英, who has four accounts and sends large amounts, after her PIN."""
    caller = calls(MA)
    caller.bank.kw["info"][RULES] = STRICT
    calls_again(caller)
    return caller


def calls_again(ma):
    """What is told after the PIN."""
    ma.rings()
    ma.says("听一听预约的转账", "list_scheduled")
    return ma.keys_pin()
