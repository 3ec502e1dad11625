"""The commands as staff use them: on a pipe, with mistakes in the files, with things missing."""

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from voicebot.config import ConfigError, load_settings, save_settings
from voicebot.operations.check import find_problems
from voicebot.trial import for_trial, free_ports

ROOT = Path(__file__).parents[1]


def voicebot(*arguments, text="", cwd=ROOT):
    command = [sys.executable, "-m", "voicebot.cli", *map(str, arguments)]
    return subprocess.run(command, input=text, cwd=cwd, capture_output=True, text=True, timeout=240)


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def installation(tmp_path):
    """A copy of what staff edit, with the recordings and the model where they are."""
    for name in ("nlu_data", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True)
    settings = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    places = {"nlu_data": tmp_path / "nlu_data", "prompts": tmp_path / "prompts"}
    save_settings(settings.copy(update=places), tmp_path / "config.yaml")
    return tmp_path


def test_chat_on_a_pipe_is_a_whole_transfer_of_a_caller_without_a_number():
    said = (
        "查余额\nkey:6228480010000016789#\nkey:246810\n给张三转五百块\n不对，是六百\n是的\n没有了\n"
    )
    result = voicebot("chat", "--json", "--caller", "", text=said)
    assert result.returncode == 0, result.stderr
    turns = lines(result)
    assert [turn["prompts"][0] for turn in turns] == [
        *("utter_greet", "utter_ask_identifier", "utter_ask_pin", "utter_balance"),
        *("utter_confirm_transfer", "utter_confirm_transfer", "utter_transfer_done"),
        "utter_goodbye",
    ]
    assert turns[4]["intent"] == "transfer"
    assert turns[4]["listen"] == "yes_no"
    assert turns[4]["keys"]["1"] == "/affirm"
    assert turns[-1]["over"]
    assert "246810" not in result.stdout + result.stderr
    assert "6228480010000016789" not in result.stdout + result.stderr


def test_recognize_prints_what_is_heard():
    file = ROOT / "audio" / "callers" / "yunxi-cha-yu-e.flac"
    (heard,) = lines(voicebot("recognize", "--json", file))
    assert heard["text"] == "查余额"
    assert heard["understood"]


def test_understand_prints_intent_and_values():
    result = voicebot("understand", "--json", "给张三转五百块", "预约鼓楼支行明天上午十点")
    assert result.returncode == 0, result.stderr
    transfer, appointment = lines(result)
    assert transfer["intent"] == "transfer"
    assert {"entity": "amount_fen", "value": 500_00} in transfer["entities"]
    assert {"entity": "payee", "value": "张三"} in transfer["entities"]
    assert appointment["intent"] == "book_appointment"
    assert {"entity": "time", "value": "10:00"} in appointment["entities"]


def test_models_lists_what_is_there_and_what_could_be_fetched():
    found = {model["name"]: model for model in lines(voicebot("models", "--json"))}
    assert found["zh"]["in_use"]
    assert found["zh"]["state"] == "loads"
    assert {"vosk-model-small-cn-0.22", "vosk-model-cn-0.22"} < set(found)


def test_a_model_that_nobody_publishes_is_not_fetched():
    result = voicebot("models", "--fetch", "vosk-model-xy")
    assert result.returncode == 1
    assert "vosk-model-small-cn-0.22" in result.stderr


def test_sentences_that_are_not_there_are_told_with_those_that_are():
    result = voicebot("evaluate", "--blind", "--files", "nobody.yml")
    assert result.returncode != 0
    assert "no file is named nobody.yml; there are fifth.yml, first.yml" in result.stderr


def test_where_no_values_are_marked_no_figure_is_made_up_for_them():
    result = voicebot("evaluate", "--blind", "--files", "second.yml")
    assert result.returncode == 0, result.stderr
    assert "intent_accuracy" in result.stdout
    assert "value_f1" not in result.stdout


def test_check_finds_nothing_in_the_release():
    result = voicebot("check")
    assert result.returncode == 0, result.stdout
    assert "no problems" in result.stdout


@pytest.mark.parametrize(
    "file, before, after, told",
    [
        ("nlu_data/flows/transfers.yml", "utter_ask_payee", "utter_ask_paye", "transfers.yml"),
        ("nlu_data/flows/bookings.yml", "slot: branch", "slot: brunch", "slot brunch"),
        ("prompts/menus.yml", "查余额，请按一", "请按一查余额", "key before its option"),
        (
            "prompts/session.yml",
            "您好，您还在吗",
            "您好，您还在不在",
            "changed since it was recorded",
        ),
        ("nlu_data/commands.yml", "repeat:", "repeet:", "commands.yml"),
        (
            "nlu_data/tests/journeys/keys.yml",
            "utter_balance",
            "utter_balanse",
            "hears utter_balanse",
        ),
        ("nlu_data/billers.yml", "digits: 12", "digits: 120", "digits that are no number"),
        (
            "nlu_data/purposes.yml",
            "[贷款, 房贷",
            "[贷, 房贷",
            "purposes.yml:7: '办贷款' has a word",
        ),
        ("nlu_data/entry_kinds.yml", "[电费]", "[水费]", "'水费' means two of these"),
        ("nlu_data/flows/bills.yml", "then: save_contract", "then: save_it", "save_it"),
        ("config.yaml", "billers: {}", 'billers: {watter: "http://10.1.0.7"}', "watter is none"),
        ("prompts/session.yml", "responses:", "responses: [", "session.yml"),
        (
            "nlu_data/rules/conversation.yml",
            "    - intent: goodbye",
            "    - intent: help",
            "no rule for the intent goodbye",
        ),
    ],
)
def test_check_tells_the_file_and_the_mend(installation, file, before, after, told):
    path = installation / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    problems = find_problems(load_settings(installation / "config.yaml"))
    assert any(told in problem for problem in problems), problems


@pytest.mark.parametrize(
    "before, after, told",
    [
        ("port: 5060", "port: fivesixty", "config.yaml:10"),
        ("rate: 1.0", "rat: 1.0", "'speech.rat' is not a setting"),
        ("bank:", "bank: [", "config.yaml"),
        ("    yes_no: 350\n", "", "add a line for yes_no"),
        ("warnings: 10", "warnings: 3", "conversation.warnings"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_with_its_line(tmp_path, before, after, told):
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "config.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config\.yaml") as error:
        load_settings(tmp_path / "config.yaml")
    assert told in str(error.value)


def test_check_fails_where_there_is_a_problem(installation):
    (installation / "prompts" / "session.yml").write_text("responses: [", encoding="utf-8")
    result = voicebot("check", "--config", installation / "config.yaml")
    assert result.returncode == 1
    assert "session.yml:1" in result.stdout
    assert "1 mistake" in result.stdout


def test_a_missing_configuration_is_told(tmp_path):
    result = voicebot("check", "--config", tmp_path / "config.yaml")
    assert result.returncode == 1
    assert "the file does not exist" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_recognition_model_stops_the_service_with_the_mend(installation):
    config = installation / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("models/zh", "models/none"), encoding="utf-8")
    result = voicebot("recognize", "--config", config, ROOT / "README.md")
    assert result.returncode == 1
    assert "voicebot models" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_dialogue_port_that_is_taken_stops_the_service_with_the_mend(installation):
    settings = load_settings(installation / "config.yaml")
    with socket.socket() as other:
        other.bind(("127.0.0.1", settings.dialogue.port))
        other.listen()
        result = voicebot("serve", "--config", installation / "config.yaml")
    assert result.returncode == 1
    assert f"port {settings.dialogue.port} is taken" in result.stderr


def test_a_call_to_nobody_is_told(tmp_path):
    script = tmp_path / "script.yaml"
    script.write_text("transport: tcp\nsteps:\n- hangup:\n")
    (port,) = free_ports(1)
    result = voicebot("call", f"sip:hotline@127.0.0.1:{port}", script, "--out", tmp_path / "call")
    assert result.returncode == 1
    assert "not answered" in result.stderr + result.stdout


def test_a_script_that_cannot_be_played_is_told_with_its_line(tmp_path):
    script = tmp_path / "script.yaml"
    script.write_text("steps:\n- say: 这句没有录过\n")
    result = voicebot("call", "sip:hotline@127.0.0.1:5999", script, "--out", tmp_path / "call")
    assert result.returncode == 1
    assert "script.yaml:2" in result.stderr


def test_a_desk_without_a_sound_card_is_told():
    result = voicebot("talk")
    if result.returncode == 0:
        pytest.skip("this machine has a sound card")
    assert "libportaudio2" in result.stderr or "headset" in result.stderr
    assert "Traceback" not in result.stderr
