"""What staff do at a terminal beside the calls: approve, refuse, lock and unlock, by name."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from tests.bank.conftest import MA, PIN, yes
from voicebot.bank import (
    accounts,
    approvals,
    authentication,
    bills,
    calls,
    clock,
    customers,
    database,
    demonstration,
    instructions,
    ledger,
    payees,
    risk_notes,
    schedule,
)
from voicebot.cli import app
from voicebot.config import ConfigError, load_settings, save_settings
from voicebot.operations.check import find_problems
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[1]
NOW = datetime.now().replace(microsecond=0)


@pytest.fixture
def settings(tmp_path):
    settings = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    save_settings(settings, tmp_path / "config.yaml")
    return settings


@pytest.fixture
def bank(settings):
    """The demonstration bank of an installation."""
    database.migrate(settings.bank.database)
    factory = database.open_database(settings.bank.database, settings.rules)
    with factory.begin() as db:
        demonstration.seed(db, date.today())
    return factory


@pytest.fixture
def voicebot(tmp_path):
    """Runs a command of the installation."""
    config = ["--config", str(tmp_path / "config.yaml")]
    return lambda *arguments, typed="": CliRunner().invoke(app, [*arguments, *config], typed)


def asked(bank, amount_fen=60_000_00):
    """A caller is held for an approval."""
    with bank.begin() as db:
        calls.open_call(db, "call", MA, NOW)
        authentication.verify_pin(db, "call", PIN[MA], NOW)
        customer_id = calls.authenticated_customer(db, "call")
        payee = payees.signed(db, customer_id)[2]
        return approvals.request(
            db, payee_id=payee.id, amount_fen=amount_fen, confirmation=yes("call")
        ).id


def test_what_waits_is_listed_with_tails_only_and_approved_by_name(bank, voicebot):
    number = asked(bank)
    listed = voicebot("approvals", "list", "--json")
    document = json.loads(listed.stdout)
    assert (document["payee"], document["tail"]) == ("杨建军", "4477")
    assert document["amount"] == "60,000.00元"
    assert "6217000010000124477" not in listed.stdout
    done = voicebot("approvals", "approve", str(number), "--by", "王主管")
    assert done.stdout == f"approval {number} is done\n"
    assert voicebot("approvals", "list").stdout == "nothing waits\n"


def test_the_approval_of_who_is_no_approver_is_refused_with_the_mend(bank, voicebot):
    number = asked(bank)
    result = voicebot("approvals", "approve", str(number), "--by", "柜员张")
    assert result.exit_code == 1
    assert "柜员张 may not approve" in result.stderr
    assert "王主管, 李主管" in result.stderr
    refused = voicebot("approvals", "refuse", str(number), "--by", "李主管")
    assert refused.stdout == f"approval {number} is refused\n"
    again = voicebot("approvals", "approve", str(number), "--by", "王主管")
    assert again.exit_code == 1
    assert f"approval {number} is refused" in again.stderr


def test_a_bill_without_an_answer_is_listed_and_settled_by_name(bank, voicebot):
    assert voicebot("bank", "pending").stdout == "nothing waits for an answer\n"
    an_hour_ago = replace(yes("call"), at=NOW - timedelta(hours=1))
    with bank.begin() as db:
        calls.open_call(db, "call", MA, NOW)
        authentication.verify_pin(db, "call", PIN[MA], NOW)
        pay = {"biller": "water", "name": "水费", "number": "20061234", "amount_fen": 42_30}
        number = str(bills.pay(db, **pay, confirmation=an_hour_ago).instruction_id)
    assert "42.30 yuan" in voicebot("bank", "pending").stdout
    (listed,) = voicebot("bank", "pending", "--json").stdout.splitlines()
    assert json.loads(listed)["for_staff"] is True
    by = ("--by", "王主管")
    assert voicebot("bank", "settle", number, *by, "--reason", "").exit_code == 1
    done = voicebot("bank", "settle", number, *by, "--reason", "水费公司确认")
    assert done.stdout == f"{number} is settled by 王主管\n"
    again = voicebot("bank", "refund", number, *by, "--reason", "水费公司确认")
    assert f"instruction {number} is done" in again.stderr


def test_what_the_risk_rules_caught_is_listed_with_whose_it_was(bank, voicebot):
    assert "caught nothing since" in voicebot("bank", "risks").stdout
    with bank.begin() as db:
        customer_id = calls.open_call(db, "call", MA, NOW).customer_id
        note = {"call_id": "call", "customer_id": customer_id}
        risk_notes.write(db, **note, reasons="transfer, 9.00 yuan to 张三: new_payee", at=NOW)
        last_year = NOW - timedelta(days=365)
        risk_notes.write(db, **note, reasons="an old one", at=last_year)
    (line,) = voicebot("bank", "risks").stdout.splitlines()
    assert line.endswith("马秀英  call  transfer, 9.00 yuan to 张三: new_payee")
    both = voicebot("bank", "risks", "--json", "--since", last_year.date().isoformat())
    told = [json.loads(one)["reasons"] for one in both.stdout.splitlines()]
    assert told == ["transfer, 9.00 yuan to 张三: new_payee", "an old one"]


def test_a_bank_is_restored_from_its_backup_and_staff_are_told_what_is_left_to_do(
    settings, bank, voicebot, tmp_path
):
    backup = str(tmp_path / "backup")
    assert voicebot("bank", "backup", "--to", backup).exit_code == 0
    in_use = voicebot("bank", "restore", backup)
    assert (in_use.exit_code, "is in use" in in_use.stderr) == (1, True)
    bank.kw["bind"].dispose()
    for file in tmp_path.glob("bank.db*"):
        file.unlink()
    restored = voicebot("bank", "restore", backup)
    assert restored.exit_code == 0
    assert "voicebot bank reconcile --day" in restored.stdout
    assert voicebot("vouchers", "verify").exit_code == 0


def test_a_movement_in_the_core_that_no_voucher_tells_of_is_found(bank, settings, voicebot):
    with bank.begin() as db:
        operator = instructions.own_account(db, "MOBILE", "mobile")
        payer = accounts.main_account(db, customers.by_phone(db, MA).id)
        ledger.write(db, NOW, "话费充值", "by-hand", {payer.id: -50_00, operator.id: 50_00})
    statements = settings.state_dir / "statements"
    statements.mkdir()
    (statements / f"mobile-{NOW.date()}.csv").write_text(
        f"counterparty,reference,amount_fen,at\nmobile,by-hand,5000,{NOW.isoformat()}\n"
    )
    told = voicebot("bank", "reconcile", "--day", str(NOW.date()))
    assert "mobile: by-hand, 50.00 yuan, has no voucher" in told.stdout
    assert "find out who posted it in the core" in told.stdout
    assert told.exit_code == 1


def test_the_page_for_who_takes_a_call_over_is_printed_and_a_wrong_id_is_told(bank, voicebot):
    asked(bank)
    told = voicebot("handover", "call").stdout
    assert "customer  马秀英 (PIN shown, has signed for transfers)" in told
    assert "waits for approval 1: 60000.00 yuan" in told
    assert json.loads(voicebot("handover", "call", "--json").stdout)["call_id"] == "call"
    assert "no call nobody" in voicebot("handover", "nobody").stderr


def test_a_card_is_locked_and_unlocked_by_name_and_its_history_says_so(bank, voicebot):
    assert "no wrong PIN" in voicebot("customers", "history", "5501").stdout
    assert "is locked" in voicebot("customers", "lock", "5501", "--by", "柜员张").stdout
    with bank.begin() as db:
        calls.open_call(db, "call", MA, NOW)
        assert authentication.verify_pin(db, "call", PIN[MA], NOW).outcome == "locked"
    assert "is unlocked" in voicebot("customers", "unlock", "5501", "--by", "柜员张").stdout
    told = voicebot("customers", "history", "5501").stdout
    assert "locked    柜员张" in told
    assert "unlocked  柜员张" in told


def by_name(command=None, path=()):
    """All commands that staff do by name; in the studio it is the name of a voice."""
    command = command or get_command(app)
    for name, one in getattr(command, "commands", {}).items():
        if name != "studio":
            yield from by_name(one, (*path, name))
    if any("--by" in parameter.opts for parameter in command.params):
        needed = (one for one in command.params if one.required and "--by" not in one.opts)
        given = ((*one.opts[:1], "1") if one.opts[0].startswith("-") else ("1",) for one in needed)
        yield [*path, *(word for words in given for word in words)]


@pytest.mark.parametrize("command", by_name(), ids=" ".join)
def test_nobody_acts_by_a_name_that_is_not_on_the_staff_list(bank, voicebot, command):
    refused = voicebot(*command, "--by", "路人甲")
    assert refused.exit_code == 1
    assert "路人甲 is not on the staff list; add them: voicebot staff add 路人甲" in refused.stderr


def test_who_was_added_to_the_staff_list_acts_by_name(bank, voicebot):
    unlock = ("customers", "unlock", "5501", "--by", "路人甲")
    assert voicebot(*unlock).exit_code == 1
    voicebot("staff", "add", "路人甲", typed="correct horse\n")
    assert voicebot(*unlock).exit_code == 0
    assert "unlocked  路人甲" in voicebot("customers", "history", "5501").stdout


def test_a_card_that_nobody_has_is_told(bank, voicebot):
    result = voicebot("customers", "unlock", "0000", "--by", "柜员张")
    assert result.exit_code == 1
    assert "no cards end with 0000" in result.stderr


def test_a_bank_that_is_not_there_is_told_and_not_founded(settings, voicebot, tmp_path):
    result = voicebot("approvals", "approve", "1", "--by", "王主管")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "bank.db").exists()


def test_the_clock_makes_what_is_due_and_gives_up_what_nobody_decided(bank):
    asked(bank)
    with bank.begin() as db:
        payee = payees.signed(db, calls.authenticated_customer(db, "call"))[2]
        schedule.schedule(
            db,
            payee_id=payee.id,
            amount_fen=100,
            day=date(2026, 11, 24),
            confirmation=yes("call", "tomorrow"),
        )
        clock.tick(db, datetime(2126, 1, 1))
        assert approvals.waiting(db) == []
        assert schedule.planned(db, calls.authenticated_customer(db, "call")) == []


@pytest.mark.parametrize(
    "before, after, told",
    [
        ("transaction_yuan: 50000", "transaction_yuan: 500000", "day_yuan is less than"),
        ("wrong_pins: 3", "wrong_pins: 0", "security.wrong_pins"),
        ("wrong_pins: 3", "wrong_pin: 3", "'security.wrong_pin' is not a setting"),
        ("approvers: [王主管, 李主管]", "approvers: ['']", "write a name"),
        ("after: 23", "after: 25", "risk.unusual_hour.after"),
        ("new_payee:", "new_payees:", "'risk.new_payees' is not a setting"),
    ],
)
def test_a_mistake_in_the_bank_s_rules_is_told_with_its_line(tmp_path, before, after, told):
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "config.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_settings(path)
    assert told in str(error.value)
    assert error.value.line and after.split(":")[0].strip() in "".join(
        path.read_text(encoding="utf-8").split("\n")[error.value.line - 1 :][:2]
    )


def test_a_risk_rule_that_is_left_out_is_off(tmp_path):
    lines = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "config.yaml"
    path.write_text("\n".join(line for line in lines if "new_payee:" not in line))
    risk = load_settings(path).risk
    assert risk.new_payee is None
    assert risk.failed_pins is not None


def test_a_flow_that_becomes_none_is_told(settings, tmp_path):
    shutil.copytree(ROOT / "nlu_data", tmp_path / "nlu_data", symlinks=True)
    flows = tmp_path / "nlu_data" / "flows" / "transfers.yml"
    text = flows.read_text(encoding="utf-8")
    flows.write_text(text.replace("due_day: schedule_transfer}", "due_day: schedule}"))
    problems = find_problems(settings.copy(update={"nlu_data": tmp_path / "nlu_data"}))
    assert any("becomes schedule, which is no flow" in problem for problem in problems)
