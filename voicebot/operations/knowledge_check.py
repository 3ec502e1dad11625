"""What `voicebot check` says of the knowledge base."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voicebot.config import Settings, line_of, read_yaml
from voicebot.dialogue.knowledge.figures import OF_BRANCHES, SLOT, fill, load_figures
from voicebot.dialogue.knowledge.knowledge_base import out_of_scope
from voicebot.dialogue.knowledge.topics import Topic, load_topics
from voicebot.word_lists import NOT_SPOKEN

# Nobody listens to more at once; the rest is a follow-up.
LONGEST_ANSWER = 60
# The recogniser writes none of these.
NOT_HEARD = re.compile(r"[A-Za-z0-9０-９]|[^\w\s]")
WIDE_BRACE = re.compile("[｛｝]")
# Figures change: they belong to figures/, where one place changes them for all answers.
FIGURE = re.compile(
    "(?!一天)[零一二两三四五六七八九十百千万半]+(?:元|块|天|号|岁|小时|分钟|个?工作日|个百分点)|百分之"
)
FEWEST_QUESTIONS = 5

# Where in a block: questions, 3.
Place = tuple[str | int, ...]


def knowledge_problems(settings: Settings) -> Iterator[str]:
    """One line a problem, with the file, the line and the mend."""
    figures = load_figures(settings.nlu_data / "figures")
    known = {**figures, **dict.fromkeys(OF_BRANCHES, "")}
    asked = {question: "nlu/out_of_scope.yml" for question in out_of_scope(settings.nlu_data)}
    for topic in load_topics(settings.nlu_data / "knowledge").values():
        document = read_yaml(topic.path)
        for place, problem in _faults(topic, known):
            line = line_of(document, ("topics", topic.id, *place))
            yield f"{topic.path}:{line}: '{topic.id}' {problem}"
        for number, question in enumerate(topic.questions):
            if question in asked:
                line = line_of(document, ("topics", topic.id, "questions", number))
                problem = f"is asked “{question}”, so is {asked[question]}; keep one of them"
                yield f"{topic.path}:{line}: '{topic.id}' {problem}"
            asked[question] = topic.id


def _faults(topic: Topic, figures: dict[str, str]) -> Iterator[tuple[Place, str]]:
    """Where in the block of the topic, and what is wrong there."""
    if len(topic.questions) < FEWEST_QUESTIONS:
        yield ("questions",), f"has too few questions; write {FEWEST_QUESTIONS}"
    for number, question in enumerate(topic.questions):
        if NOT_HEARD.search(question):
            told = f"is asked “{question}”; write it in Chinese characters only, without signs"
            yield ("questions", number), told
    yield from _faults_of_answer(("answer",), topic.answer, figures)
    for number, follow_up in enumerate(topic.more):
        yield from _faults_of_answer(("more", number), follow_up.answer, figures)


def _faults_of_answer(
    place: Place, answer: str, figures: dict[str, str]
) -> Iterator[tuple[Place, str]]:
    if WIDE_BRACE.search(answer):
        yield place, f"“{answer}” has a wide brace; write {{ and }} narrow"
        return
    missing = [name for name in SLOT.findall(answer) if name not in figures]
    if missing:
        yield place, f"says {{{missing[0]}}}, which no file of figures/ has; write it there"
        return
    said = SLOT.sub("", answer)
    if NOT_SPOKEN.search(said):
        yield place, f"“{answer}” has letters or digits; write it as it is spoken"
    if FIGURE.search(said):
        yield place, f"“{answer}” has a figure in it; put it into figures/ and write its {{name}}"
    if len(fill(answer, figures)) > LONGEST_ANSWER:
        yield place, f"“{answer}” is too long to listen to; say the rest in `more`"
