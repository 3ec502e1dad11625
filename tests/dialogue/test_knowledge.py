"""Questions in the caller's own words: answered from data, asked back, or noted for staff."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.dialogue.conftest import NOW, ROOT, knowledge_base
from voicebot.bank import questions
from voicebot.commands.knowledge import app
from voicebot.config import ConfigError, load_settings, read_yaml, save_settings
from voicebot.dialogue.knowledge.figures import load_figures
from voicebot.dialogue.knowledge.retrieval import Retriever
from voicebot.dialogue.knowledge.topics import load_topics
from voicebot.trial import for_trial

PARAPHRASES = read_yaml(ROOT / "nlu_data" / "tests" / "knowledge" / "paraphrases.yml")
NEAR_MISSES = read_yaml(ROOT / "nlu_data" / "tests" / "knowledge" / "near_misses.yml")


def asks(caller, text):
    caller.rings()
    return caller.says(text, "ask_knowledge")


def noted(caller):
    with caller.bank.begin() as db:
        return [question.text for question in questions.unanswered(db)]


def test_a_rate_is_told_from_the_table(caller):
    assert asks(caller, "一年定期利率多少")[0] == "utter_knowledge"
    assert "年利率百分之一点一五" in caller.spoken


def test_homophones_of_the_recogniser_do_not_matter(caller):
    asks(caller, "一年定起立率多少")
    assert "百分之一点一五" in caller.spoken


def test_addresses_and_hours_are_those_of_the_branches(caller):
    asks(caller, "你们网点在哪")
    assert "鼓楼支行，鼓楼街一号" in caller.spoken
    caller.says("国庆节上班吗", "ask_knowledge")
    assert "上午九点半到下午四点" in caller.spoken


def test_what_follows_is_chosen_by_key(caller):
    asks(caller, "怎么贷款")
    assert "要带什么，请按一" in caller.spoken
    caller.presses("1")
    assert "最近半年的流水" in caller.spoken


@pytest.mark.parametrize("said, intent", [("要带什么", "ask_details"), ("详细一点", "ask_details")])
def test_what_follows_is_asked_by_voice(caller, said, intent):
    asks(caller, "怎么贷款")
    assert caller.says(said, intent)[0] == "utter_knowledge"
    assert "最近半年的流水" in caller.spoken


def test_there_may_be_nothing_more_to_tell(caller):
    asks(caller, "换零钱")
    assert caller.says("详细一点", "ask_details")[0] == "utter_no_details"


def test_a_question_between_two_topics_is_asked_back(caller):
    book = knowledge_base()
    two = [book.topics["card_damaged"], book.topics["card_replace"]]
    two = [replace(topic, questions=("换张卡要多少钱", "换卡多少钱")) for topic in two]
    retriever = Retriever([*two, book.topics["wealth"]], ["今天天气怎么样"])
    caller.knowledge = replace(book, retriever=retriever)
    told = asks(caller, "换张卡多少钱")
    assert told == ["utter_which_topic", "utter_option", "utter_option"]
    assert caller.presses("2")[0] == "utter_knowledge"
    assert caller.state.topic in ("card_damaged", "card_replace")


@pytest.mark.parametrize("question", ["你们收古董吗", "你们收不收古董", "我想问一下能租保险箱吗"])
def test_an_unknown_question_is_noted_and_a_person_offered(caller, question):
    assert asks(caller, question)[0] == "utter_question_unknown"
    assert noted(caller) == [question]
    assert caller.presses("1")[0] == "utter_person_will_call_back"


@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope"])
def test_a_question_that_the_model_does_not_know_is_noted_and_a_person_offered_too(caller, intent):
    caller.rings()
    assert caller.says("咋个寄存古董", intent, 0.2) == ["utter_question_unknown"]
    assert noted(caller) == ["咋个寄存古董"]
    assert caller.presses("1")[0] == "utter_person_will_call_back"


@pytest.mark.parametrize("intent", ["ask_knowledge", "nlu_fallback"])
def test_who_was_asked_for_the_topic_and_names_none_is_not_asked_the_same_again(caller, intent):
    caller.rings()
    caller._send("ask_knowledge")
    assert caller.says("你们收古董吗", intent, 0.3) == ["utter_question_unknown"]
    assert noted(caller) == ["你们收古董吗"]


def test_who_wants_what_no_bank_does_is_told_so_and_offered_a_person(caller):
    caller.rings()
    assert caller.says("给我叫个出租车", "out_of_scope", 0.9) == ["utter_question_unknown"]
    assert noted(caller) == ["给我叫个出租车"]
    assert caller.presses("1")[0] == "utter_person_will_call_back"


def test_who_speaks_to_somebody_else_is_not_offered_one(caller):
    caller.rings()
    assert caller.says("把灶上的火关了去", "out_of_scope", 0.9)[0] == "utter_not_understood_1"
    assert noted(caller) == []


def test_noise_is_no_question(caller):
    caller.rings()
    assert caller.says("呼啦呼啦", "nlu_fallback", 0.2)[0] == "utter_not_understood_1"
    assert noted(caller) == []


def test_digits_that_may_be_a_secret_are_noted_nowhere(caller):
    asks(caller, "密码二四六八一零对不对呀古董")
    assert noted(caller) == []


def test_a_question_that_the_model_was_unsure_of_is_answered_all_the_same(caller):
    caller.rings()
    assert caller.says("一年定期利率多少", "nlu_fallback", 0.3)[0] == "utter_knowledge"


def test_a_question_in_the_middle_of_a_transfer_comes_back_to_it(caller):
    caller.enters()
    caller.says("转给张三", "transfer")
    told = caller.says("转账手续费多少", "ask_knowledge")
    assert told[:2] == ["utter_knowledge", "utter_go_on_transfer_payee"]
    assert "utter_ask_amount" in told


def test_a_question_without_an_answer_in_a_transfer_leaves_its_keys_alone(caller):
    caller.enters()
    caller.says("给李四转五百块", "transfer")
    assert asks(caller, "你们收不收古董")[:2] == [
        "utter_question_noted",
        "utter_go_on_transfer_payee",
    ]
    assert list(caller.buttons.values()) == ["/affirm", "/deny"]


def test_every_topic_can_be_reached_by_keys_alone(caller):
    caller.rings()
    sections = knowledge_base().sections()
    for section in sections:
        for number, topic in enumerate(knowledge_base().in_section(section)):
            caller.state.task = None
            caller._send("ask_knowledge", {"section": section})
            for _ in range(number // 3):
                caller.presses("4")
            assert len(caller.buttons) <= 4
            assert caller.presses(str(number % 3 + 1))[0] == "utter_knowledge"
            assert caller.state.topic == topic.id


def test_the_sections_are_offered_by_key(caller):
    caller.rings()
    caller._send("ask_knowledge")
    assert caller.replies[0].response == "utter_ask_section"
    assert caller.presses("4")[0] == "utter_ask_section"
    assert caller.presses("1")[0] == "utter_ask_topic"


def test_new_wordings_find_their_topic():
    find = knowledge_base().find
    asked = [(t, q) for t, wordings in PARAPHRASES["known"].items() for q in wordings]
    wrong = [(t, q) for t, q in asked if [topic.id for topic in find(q)] != [t]]
    assert len(asked) >= 120
    assert len(wrong) <= 0.05 * len(asked), wrong


def test_what_is_not_for_the_bank_finds_nothing():
    answered = [q for q in PARAPHRASES["unknown"] if knowledge_base().find(q)]
    assert len(answered) <= 0.1 * len(PARAPHRASES["unknown"]), answered


@pytest.mark.parametrize("half", ["tuned", "held_out"])
def test_a_question_near_a_topic_is_not_answered_with_it(half):
    answered = [q for q in NEAR_MISSES[half] if knowledge_base().find(q)]
    assert len(NEAR_MISSES[half]) >= 20
    assert len(answered) <= 0.15 * len(NEAR_MISSES[half]), answered


def test_what_is_known_is_still_answered_in_wordings_that_had_no_part_in_the_limit():
    find = knowledge_base().find
    asked = [(t, q) for t, wordings in NEAR_MISSES["known"].items() for q in wordings]
    wrong = [(t, q) for t, q in asked if [topic.id for topic in find(q)] != [t]]
    assert len(asked) >= 60
    assert len(wrong) <= 0.05 * len(asked), wrong


def test_no_paraphrase_is_among_the_questions():
    questions = {q for topic in knowledge_base().topics.values() for q in topic.questions}
    for file in (PARAPHRASES, NEAR_MISSES):
        assert not questions & {q for asked in file["known"].values() for q in asked}


@pytest.mark.parametrize(
    "text, problem",
    [
        ("topics: {}", "section"),
        (
            "section: 利率\ntopics:\n  rate:\n    name: 利率\n",
            r"rates\.yml:3: 'rate' has no questions",
        ),
        (
            "section: 利率\ntopics:\n  rate:\n    nam: 利率\n    name: 利率\n    questions: [利率]\n    answer: 好",
            "has 'nam'",
        ),
    ],
)
def test_a_broken_topic_is_told_with_its_line(tmp_path: Path, text, problem):
    (tmp_path / "rates.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=problem):
        load_topics(tmp_path)


@pytest.mark.parametrize("figure", ["{euro: 5}", "{yuan: five}", "5"])
def test_a_broken_figure_is_told_with_its_line(tmp_path: Path, figure):
    (tmp_path / "fees.yml").write_text(f"fee:\n  card: {figure}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"fees\.yml:2"):
        load_figures(tmp_path)


@pytest.mark.parametrize(
    "figure, spoken",
    [
        ("percent: 0.05", "百分之零点零五"),
        ("percent: 3.4", "百分之三点四"),
        ("percent: 15", "百分之十五"),
        ("yuan: 50000", "五万元"),
        ("yuan: 0.5", "五角"),
        ("days: 2", "两天"),
        ("working_days: 7", "七个工作日"),
        ("day_of_month: 10", "十号"),
        ('digits: "110"', "幺幺零"),
    ],
)
def test_figures_are_read_as_they_are_said(tmp_path: Path, figure, spoken):
    (tmp_path / "fees.yml").write_text(f"fee:\n  card: {{{figure}}}\n", encoding="utf-8")
    assert load_figures(tmp_path) == {"fee.card": spoken}


def test_staff_see_what_nobody_could_answer_and_not_what_has_an_answer_by_now(calls):
    for text in ("你们收不收古董", "你们收不收古董", "一年定期利率多少"):
        with calls().bank.begin() as db:
            questions.note_unanswered(db, "call", text, NOW)
    bank = calls().bank
    with bank.begin() as db:
        path = bank.kw["bind"].url.database
        assert next((one.text, one.times) for one in questions.unanswered(db)) == (
            "你们收不收古董",
            2,
        )
    settings = for_trial(load_settings(ROOT / "config.yaml"), Path(path).parent)
    save_settings(settings, Path(path).parent / "config.yaml")
    result = CliRunner().invoke(
        app, ["unanswered", "--config", str(Path(path).parent / "config.yaml")]
    )
    assert result.exit_code == 0
    assert result.stdout.split() == ["2", "×", "2026-11-24", "10:00", "你们收不收古董"]
