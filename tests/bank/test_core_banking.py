"""What every core-banking system must do for the services, whichever keeps the accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import LIU, MA, NOW, ZHOU, calling, first_payee, yes
from voicebot.bank import (
    accounts,
    bills,
    calls,
    credit_cards,
    database,
    instructions,
    reconciliation,
    stops,
    transfers,
)
from voicebot.bank.connectors.core_banking import Core, Receipt, core_of
from voicebot.bank.connectors.embedded_core import EmbeddedCore
from voicebot.bank.connectors.history import Movement, Search
from voicebot.bank.errors import AccountStopped
from voicebot.bank.tables import Account, Journal, Voucher

CORES: list[Core] = [EmbeddedCore]
FROM, TO = "6228480010000016789", "CLEARING"


@pytest.fixture(params=CORES)
def bank(request: pytest.FixtureRequest, url: str) -> Iterator[sessionmaker[Session]]:
    factory = database.open_database(url, core=request.param)
    yield factory
    factory.kw["bind"].dispose()


def account(db: Session, number: str) -> int:
    return db.execute(select(Account.id).where(Account.number == number)).scalar_one()


def balances(db: Session) -> list[int]:
    return [core_of(db).balance_fen(account(db, number)) for number in (FROM, TO)]


def move(db: Session, key: str = "yes-1", amount_fen: int = 500_00) -> Receipt:
    return core_of(db).post(
        yes("call-1", key),
        from_account=account(db, FROM),
        to_account=account(db, TO),
        amount_fen=amount_fen,
        text="转账给张三",
    )


def test_what_leaves_one_account_enters_the_other(db: Session) -> None:
    before = balances(db)
    receipt = move(db)
    assert balances(db) == [before[0] - 500_00, before[1] + 500_00]
    assert (receipt.amount_fen, receipt.text) == (500_00, "转账给张三")
    assert (receipt.from_account, receipt.balance_fen) == (account(db, FROM), balances(db)[0])
    assert not receipt.repeated


def test_an_account_that_was_never_used_holds_nothing(db: Session) -> None:
    unused = Account(number="UNUSED", name="未用")
    db.add(unused)
    db.flush()
    assert core_of(db).balance_fen(unused.id) == 0


def test_every_movement_has_its_voucher_and_the_books_are_right(db: Session) -> None:
    receipts = [move(db, "yes-1"), move(db, "yes-2")]
    assert [receipt.voucher_number for receipt in receipts] == [1, 2]
    assert db.get(Voucher, 2).read_back == yes("call-1").read_back
    assert reconciliation.find_faults(db) == []


def test_what_was_posted_is_found_by_its_key_alone(bank: sessionmaker[Session]) -> None:
    with bank.begin() as db:
        assert core_of(db).posted("yes-1") is None
        receipt = move(db)
        assert core_of(db).posted("yes-1") == replace(receipt, repeated=True)
    with bank.begin() as db:
        assert core_of(db).posted("yes-1") == replace(receipt, repeated=True)
        later = move(db, "yes-2", 1_00)
        again = replace(receipt, repeated=True, balance_fen=later.balance_fen)
        assert core_of(db).posted("yes-1") == again


def test_nothing_is_posted_under_one_key_twice(bank: sessionmaker[Session]) -> None:
    with bank.begin() as db:
        move(db)
        after = balances(db)
    with pytest.raises(IntegrityError), bank.begin() as db:
        move(db)
    with bank.begin() as db:
        assert balances(db) == after


def test_what_is_not_committed_has_not_moved(bank: sessionmaker[Session]) -> None:
    with bank() as db:
        before = balances(db)
        move(db)
        db.rollback()
        assert (balances(db), core_of(db).posted("yes-1")) == (before, None)


def test_nothing_leaves_an_account_that_is_reported_lost(db: Session) -> None:
    before = balances(db)
    stops.stop(db, account(db, FROM), NOW + timedelta(days=5))
    with pytest.raises(AccountStopped):
        move(db)
    assert (balances(db), core_of(db).posted("yes-1")) == (before, None)


class ClosedError(Exception):
    """Raised by a core that posts nothing."""


class ClosedCore(EmbeddedCore):
    """Says what is there, and moves nothing."""

    def post(self, *_args: object, **_movement: object) -> Receipt:
        raise ClosedError


def sends_to_a_payee(db: Session) -> None:
    call_id = calling(db)
    payee_id = first_payee(db, call_id)
    transfers.transfer(db, payee_id=payee_id, amount_fen=100, confirmation=yes(call_id))


def moves_between_own_accounts(db: Session) -> None:
    call_id = calling(db, MA)
    source, target, *_ = accounts.of_customer(db, calls.authenticated_customer(db, call_id))
    transfers.transfer_own(
        db,
        from_account=source.id,
        to_account=target.id,
        amount_fen=100,
        confirmation=yes(call_id),
    )


def tops_up_a_phone(db: Session) -> None:
    bills.top_up(db, phone=ZHOU, amount_fen=10_00, confirmation=yes(calling(db, LIU)))


def repays_a_credit_card(db: Session) -> None:
    call_id = calling(db)
    (card, *_) = credit_cards.cards(db, calls.authenticated_customer(db, call_id), activated=True)
    credit_cards.repay(db, card.id, 100, yes(call_id))


@pytest.mark.parametrize(
    "service", [sends_to_a_payee, moves_between_own_accounts, tops_up_a_phone, repays_a_credit_card]
)
def test_money_moves_only_through_the_core_that_the_bank_was_opened_with(
    url: str, service: Callable[[Session], None]
) -> None:
    closed = database.open_database(url, core=ClosedCore)
    with closed.begin() as db:
        before = db.execute(select(func.count()).select_from(Journal)).scalar_one()
        with pytest.raises(ClosedError):
            service(db)
        assert db.execute(select(func.count()).select_from(Journal)).scalar_one() == before
    closed.kw["bind"].dispose()


def test_what_was_set_aside_is_settled_through_it_too(url: str) -> None:
    opened, closed = database.open_database(url), database.open_database(url, core=ClosedCore)
    with opened.begin() as db:
        given = bills.top_up(db, phone=ZHOU, amount_fen=10_00, confirmation=yes(calling(db)))
    for end in (instructions.settle, instructions.refuse):
        with pytest.raises(ClosedError), closed.begin() as db:
            end(db, given.instruction_id, "", NOW)
    for factory in (opened, closed):
        factory.kw["bind"].dispose()


def recorded(db: Session) -> list[Movement]:
    return core_of(db).movements(account(db, FROM), NOW, NOW + timedelta(days=1))


def test_what_was_moved_is_the_first_line_of_the_account(db: Session) -> None:
    move(db)
    (newest,) = core_of(db).recent(account(db, FROM), limit=1)
    assert (newest.text, newest.amount_fen) == ("转账给张三", -500_00)


def test_more_lines_go_on_where_the_last_ones_ended(db: Session) -> None:
    core, account_id = core_of(db), account(db, FROM)
    both = core.recent(account_id, limit=2)
    assert both == [*core.recent(account_id, 1), *core.recent(account_id, 1, offset=1)]


def test_a_search_finds_and_adds_up_the_same_entries(db: Session) -> None:
    own = [account(db, FROM)]
    move(db)
    for search in (Search(direction="in"), Search(direction="out"), Search(words=("转账给张三",))):
        found, sums = core_of(db).found(own, search, limit=1000), core_of(db).sums(own, search)
        assert sums.count == len(found) > 0
        assert sums.in_fen - sums.out_fen == sum(entry.amount_fen for entry in found)


def test_what_goes_from_one_searched_account_to_the_other_is_neither_income_nor_expense(
    db: Session,
) -> None:
    own = [account(db, FROM), account(db, TO)]
    before = core_of(db).sums(own, Search())
    move(db)
    assert core_of(db).sums(own, Search()) == before


def test_the_texts_name_everything_once(db: Session) -> None:
    move(db, "yes-1")
    move(db, "yes-2")
    assert core_of(db).texts([account(db, FROM)]).count("转账给张三") == 1


def test_movements_are_told_with_the_key_of_the_yes_and_only_in_their_time(db: Session) -> None:
    receipt = move(db)
    told = [m for m in recorded(db) if m.idempotency_key == "yes-1"]
    assert [m.amount_fen for m in told] == [-receipt.amount_fen]
    assert core_of(db).movements(account(db, FROM), NOW, NOW) == []


def test_a_key_is_known_only_on_the_accounts_that_it_moved(db: Session) -> None:
    move(db)
    core = core_of(db)
    assert core.moved(account(db, FROM), ["yes-1", "yes-2"])
    assert not core.moved(account(db, FROM), ["yes-2"])
    assert not core.moved(account(db, "6228480010000024466"), ["yes-1"])
