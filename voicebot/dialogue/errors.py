"""What can go wrong with the dialogue; the message says what staff can do."""

from __future__ import annotations


class DialogueError(Exception):
    """The dialogue gave no answer, or cannot run."""


class DialogueUnreachable(DialogueError):
    """The dialogue server does not answer at its address."""


class DialogueTooSlow(DialogueError):
    """The dialogue server took longer than `dialogue.answer_within_ms`."""


class DialogueFailed(DialogueError):
    """The dialogue server answered with an error, or with nothing to say."""


class TrainingFailed(DialogueError):
    """The dialogue model could not be trained."""
