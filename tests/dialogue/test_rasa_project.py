"""nlu_data/ is an ordinary Rasa project: Rasa's own tests work on it, with the trained model."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from voicebot.config import ConfigError, load_settings, read_yaml
from voicebot.conversation.turn import Turn
from voicebot.dialogue.actions.flows import load_flows
from voicebot.dialogue.channel import turn_of, understood_others
from voicebot.dialogue.training import (
    check_files,
    rasa_command,
    rasa_environment,
    train_if_changed,
)
from voicebot.operations.evaluation import evaluate

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def settings():
    return load_settings(ROOT / "config.yaml")


@pytest.fixture(scope="module")
def model(settings):
    return train_if_changed(settings, print)


def rasa_test(kind, *options, out):
    command = [*rasa_command(), "test", kind, *map(str, options), "--out", str(out), "--no-plot"]
    result = subprocess.run(
        command, cwd=ROOT, env=rasa_environment(), capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stderr[-2000:]


def test_sentences_that_were_never_trained_on_are_understood(settings):
    result = evaluate(settings, print)
    assert result.sentences >= 250
    assert result.good_enough, (result.figures, result.wrong)


def test_every_story_goes_from_words_and_keys_to_the_action(model, tmp_path):
    stories = ROOT / "nlu_data" / "tests" / "stories"
    rasa_test("core", "--model", model, "--stories", stories, "--e2e", out=tmp_path)
    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert "None of the test stories failed" in failed


@pytest.mark.parametrize("by_keys", [False, True], ids=["words", "keys"])
def test_every_service_has_a_story_in_words_and_by_keys(by_keys):
    flows = load_flows(ROOT / "nlu_data" / "flows")
    offered = {flow.then for flow in flows.values()}  # nobody asks for these
    walked = {
        step["intent"]
        for path in (ROOT / "nlu_data" / "tests" / "stories").glob("*.yml")
        for story in read_yaml(path)["stories"]
        for step in story["steps"]
        if "user" in step and step["user"].startswith("/") == by_keys
    }
    assert set(flows) - offered - walked == set()


def test_a_second_training_of_the_same_files_takes_the_cached_model(settings, model):
    told = []
    assert train_if_changed(settings, told.append) == model
    assert told == []


def test_a_broken_file_is_told_with_its_line(settings, tmp_path):
    nlu_data = tmp_path / "nlu_data"
    (nlu_data / "flows").mkdir(parents=True)
    (nlu_data / "flows" / "transfers.yml").write_text("transfer:\n  words: [转账\n")
    with pytest.raises(ConfigError, match=r"transfers\.yml:\d+"):
        check_files(settings.copy(update={"nlu_data": nlu_data}))


class Model:
    async def parse_message(self, text):
        return {"intent": {"name": f"meant by {text}", "confidence": 0.9}}


@pytest.mark.parametrize(("confidence", "texts"), [(0.89, ["再见", "这件"]), (0.9, [])])
def test_what_else_was_heard_is_understood_only_where_it_counts(confidence, texts):
    metadata = {"confidence": confidence, "others": ["再见。", "这件"]}
    others = asyncio.run(understood_others(metadata, Model()))
    assert [(other["text"], other["intent"]) for other in others] == [
        (text, f"meant by {text}") for text in texts
    ]


def test_a_turn_is_made_of_everything_that_rasa_uttered():
    turn = turn_of(
        [
            {
                "utter_action": "utter_a",
                "text": "请问转给谁？",
                "custom": {"listen": {"kind": "name"}},
            },
            {
                "utter_action": "utter_b",
                "text": "张三，请按一。",
                "buttons": [{"title": "张三", "payload": "/choose"}],
            },
            {
                "custom": {
                    "listen": {"phrases": ["张三"]},
                    "understood": {"intent": "transfer", "confidence": 0.9},
                }
            },
        ]
    )
    assert turn.text == "请问转给谁？张三，请按一。"
    assert (turn.listen.kind, turn.listen.phrases) == ("name", ("张三",))
    assert turn.keys == {"1": "/choose"}
    assert (turn.intent, turn.confidence, turn.state) == ("transfer", 0.9, "utter_b")


def test_a_question_and_all_of_its_options_are_put_again_together():
    option = {"buttons": [{"title": "存折", "payload": "/choose"}]}
    told, question = {"text": "好的。"}, {"text": "请问是哪个账户？"}
    options = [{"text": "活期，请按一。", **option}, {"text": "存折，请按二。", **option}]
    turn = turn_of([told, question, *options])
    assert "".join(p.text for p in turn.question) == "请问是哪个账户？活期，请按一。存折，请按二。"
    assert Turn.from_json(turn.to_json()) == turn


def test_what_the_last_question_listens_for_replaces_what_an_earlier_one_did():
    private = {"kind": "digits", "max_keys": 19, "private": True}
    turn = turn_of(
        [
            {"utter_action": "a", "text": "一", "custom": {"listen": private}},
            {"utter_action": "b", "text": "二", "custom": {"listen": {"kind": "yes_no"}}},
        ]
    )
    assert turn.listen.kind == "yes_no"
    assert not turn.listen.private
    assert turn.listen.max_keys is None
