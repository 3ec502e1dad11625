"""A new biller needs nothing but its block in billers.yml; a mistake there is told with its line."""

from __future__ import annotations

import pytest

from voicebot.bank.tables import BillerContract
from voicebot.config import ConfigError
from voicebot.dialogue.billers import load_billers

PROPERTY = """
# Staff added this.
property_fee:
  name: 物业费
  words: [物业费, 物业]
  number: 房号
  digits: 6
  paid: due
"""


def written(tmp_path, text):
    path = tmp_path / "billers.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_biller_that_staff_added_is_paid_by_voice_and_by_keys(caller, tmp_path):
    caller.billers = {**caller.billers, **load_billers(written(tmp_path, PROPERTY))}
    with caller.bank.begin() as db:
        db.add(
            BillerContract(
                biller="property_fee", number="102030", address="一号楼", billed_fen=300_00
            )
        )
    caller.enters()
    before = caller.balance_fen()
    assert caller.says("我要交物业费", "pay_bill")[0] == "utter_ask_contract"
    assert "请问交哪一户的物业费？请直接说，或者输入六位房号" in caller.spoken
    assert caller.says("幺零二零三零")[0] == "utter_check_contract"
    assert caller.says("是的", "affirm")[0] == "utter_ask_bill_amount"
    caller.says("全交")
    assert caller.says("是的", "affirm")[0] == "utter_bill_paid"
    assert (caller.balance_fen(), caller.balance_fen("PROPERTY_FEE")) == (before - 300_00, 300_00)
    caller.presses("3")
    caller.says("缴费", "menu_bills")
    caller.presses("4")
    caller.presses("4")
    caller.presses("4")
    assert "物业费，请按一" in caller.spoken


@pytest.mark.parametrize(
    "line, written_instead, number, told",
    [
        ("property_fee:", "物业:", 3, "small letters"),
        ("  digits: 6\n", "", 3, "has no digits"),
        ("digits: 6", "digits: 六", 7, "no number from 1 to 20"),
        ("paid: due", "paid: later", 8, "write one of due, ahead"),
        ("[物业费, 物业]", "[物]", 5, "too short to be heard"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_mend(
    tmp_path, line, written_instead, number, told
):
    path = written(tmp_path, PROPERTY.replace(line, written_instead))
    with pytest.raises(ConfigError, match=rf"billers\.yml:{number}: ") as mistake:
        load_billers(path)
    assert told in str(mistake.value)


@pytest.mark.parametrize(
    "said, biller", [("家里快没电了买一百的电", "电费"), ("气卡里没气了", "燃气费")]
)
def test_who_has_run_out_need_not_name_the_bill(caller, said, biller):
    caller.enters()
    caller.says(said, "pay_bill")
    assert biller in caller.spoken
