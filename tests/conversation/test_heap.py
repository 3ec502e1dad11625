"""What a call leaves behind is looked for among what came after the start."""

import gc

from voicebot.conversation import heap


class Call:
    """Two objects that hold each other, as a line and its listener do."""

    ended = 0

    def __init__(self):
        self.line = [self]

    def __del__(self):
        Call.ended += 1


def test_a_call_that_is_over_is_forgotten_and_what_was_loaded_before_is_not_looked_through():
    try:
        heap.keep()
        assert gc.get_freeze_count() > 0
        Call()
        heap.give_back()
        assert Call.ended == 1
    finally:
        gc.unfreeze()
