"""What happens when the PIN or the end of a document has proved who the caller is, or has not."""

from __future__ import annotations

from voicebot.bank import documents
from voicebot.dialogue.actions import identification, tasks
from voicebot.dialogue.actions.commands import person
from voicebot.dialogue.actions.open_question import ask_again
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn


def authenticated(turn: Turn) -> list[Reply]:
    """The PIN or document was right: what the caller wanted before it is done now."""
    state, wish = turn.state, turn.state.wish
    state.wish, state.question, state.failures, state.pin_failures = "", "", 0, 0
    if state.task and state.task.flow == wish:
        return tasks.start(turn, state.task)
    return [Reply("utter_main_menu")]


def document(turn: Turn, digits: str) -> list[Reply]:
    """The end of a document: right, wrong, or wrong so often that a person has to look."""
    if len(digits) < documents.TAIL_DIGITS:
        return [Reply("utter_document_unclear"), *ask_again(turn)]
    message, tail = turn.message, digits[-documents.TAIL_DIGITS :]
    match documents.check_document(turn.db, message.call_id, tail, message.now):
        case "correct":
            return authenticated(turn)
        case "wrong":
            again = identification.named_in_call(turn)
            question = identification.ask_identifier(turn) if again else ask_again(turn)
            return [Reply("utter_document_wrong"), *question]
    identification.give_up(turn)
    return [
        Reply("utter_document_locked"),
        *person(turn, "did not know the end of a document"),
    ]
