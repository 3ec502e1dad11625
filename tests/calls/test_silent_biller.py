"""A biller that gives no answer in time: the caller is never left in silence, nor in doubt."""

from __future__ import annotations

import pytest

from tests.calls.conftest import SANDBOX_BILLER, Hotline, wait_for
from tests.calls.test_whole_calls import PIN, one_call
from tests.conftest import Sandbox
from voicebot.bank.connectors.answers import ANSWER_WITHIN_S

pytestmark = pytest.mark.xdist_group("held calls")

WITH_PIN = f'- wait: prompt_end\n- keys: "{PIN}"\n  secret: true\n- wait: prompt_end\n'
# The water of the caller's own home: all of it; yes. What fills the wait is no prompt.
PAYS = (
    f'- wait_ms: 1500\n- keys: "322"\n{WITH_PIN}'
    + '- keys: "1"\n- wait: prompt_end\n' * 2
    + '- keys: "1"\n- wait_ms: 3500\n- wait: prompt_end\n- hangup:\n'
)
RINGS_AGAIN = f'- wait_ms: 1500\n- keys: "11"\n{WITH_PIN}- hangup:\n'
DUE_FEN = 42_30


def test_whose_biller_is_slow_hears_that_the_money_is_set_aside_and_learns_the_outcome(
    hotline: Hotline, sandbox: Sandbox
) -> None:
    before, sent = hotline.entries(), len(hotline.sent())
    sandbox.next_fault(SANDBOX_BILLER, "payments", "slow")
    turns, _ = one_call(hotline, PAYS)
    said_yes = turns[-1]
    assert "utter_instruction_pending" in said_yes["prompts"], turns
    assert "四十二元三角已经留出来了" in said_yes["bot"]
    assert said_yes["parts_ms"]["dialogue"] > ANSWER_WITHIN_S * 1000
    assert said_yes["first_sound_ms"] < 1500, "a sound fills the wait"
    set_aside = hotline.entries()[len(before) :][:2]
    assert [line.amount_fen for line in set_aside] == [-DUE_FEN, DUE_FEN]
    wait_for(lambda: len(hotline.sent()) > sent)
    assert "已经交好" in hotline.sent()[-1]
    turns, _ = one_call(hotline, RINGS_AGAIN)
    assert turns[-1]["prompts"][:2] == ["utter_outcome_untold", "utter_later_paid"]
    assert [line[2] for line in sandbox.statement(SANDBOX_BILLER)] == [str(DUE_FEN)]
    assert hotline.faults() == []
