"""What `voicebot check` says of the knowledge base."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voicebot.config import Settings
from voicebot.dialogue.knowledge.figures import OF_BRANCHES, SLOT, fill, load_figures
from voicebot.dialogue.knowledge.knowledge_base import out_of_scope
from voicebot.dialogue.knowledge.topics import Topic, load_topics

# Nobody listens to more at once; the rest is a follow-up.
LONGEST_ANSWER = 60
NOT_SPOKEN = re.compile("[A-Za-z0-9]")
# Figures change: they belong to figures/, where one place changes them for all answers.
FIGURE = re.compile(
    "(?!一天)[零一二两三四五六七八九十百千万半]+(?:元|块|天|号|岁|小时|分钟|个?工作日|个百分点)|百分之"
)
FEWEST_QUESTIONS = 5


def knowledge_problems(settings: Settings) -> Iterator[str]:
    """One line a problem, with the file, the line and the mend."""
    figures = load_figures(settings.nlu_data / "figures")
    known = {**figures, **dict.fromkeys(OF_BRANCHES, "")}
    asked = {question: "nlu/out_of_scope.yml" for question in out_of_scope(settings.nlu_data)}
    for topic in load_topics(settings.nlu_data / "knowledge").values():
        where = f"{topic.path}:{topic.line}: '{topic.id}'"
        yield from (f"{where} {problem}" for problem in _faults(topic, known))
        for question in topic.questions:
            if question in asked:
                yield f"{where} is asked “{question}”, so is {asked[question]}; keep one of them"
            asked[question] = topic.id


def _faults(topic: Topic, figures: dict[str, str]) -> Iterator[str]:
    if len(topic.questions) < FEWEST_QUESTIONS:
        yield f"has too few questions; write {FEWEST_QUESTIONS}"
    for question in topic.questions:
        if NOT_SPOKEN.search(question):
            yield f"is asked “{question}”; write it in Chinese characters only"
    for answer in topic.answers:
        missing = [name for name in SLOT.findall(answer) if name not in figures]
        if missing:
            yield f"says {{{missing[0]}}}, which no file of figures/ has; write it there"
            continue
        said = SLOT.sub("", answer)
        if NOT_SPOKEN.search(said):
            yield f"“{answer}” has letters or digits; write it as it is spoken"
        if FIGURE.search(said):
            yield f"“{answer}” has a figure in it; put it into figures/ and write its {{name}}"
        if len(fill(answer, figures)) > LONGEST_ANSWER:
            yield f"“{answer}” is too long to listen to; say the rest in `more`"
