"""A19, A20: an error says what to do, in other words each time, and leads to keys or a person."""

NOISE = "啦啦啦哒哒"
FAILURES = 5


def test_a19_what_was_not_understood_is_told_in_other_words_each_time(places, call_at):
    for place in places:
        if place.turn.listen.kind == "secret":
            continue  # words are not listened to there
        with call_at(place) as caller:
            told = []
            for _ in range(3):
                caller.says(NOISE)
                told.append(caller.heard)
            assert len(set(told)) == 3, f"{told} at {place}"


def test_a20_after_the_third_failure_keys_and_a_person_are_offered_and_nobody_is_hung_up_on(
    places, call_at
):
    for place in places:
        if place.turn.listen.kind == "secret":
            continue
        with call_at(place) as caller:
            for _ in range(FAILURES):
                caller.says(NOISE)
                assert not caller.ear.hung_up, place
            assert "按键" in caller.heard, place
            assert "人工" in caller.heard, place


def test_a20_noise_moves_no_money_and_loses_no_answer(places, call_at):
    for place in places:
        with call_at(place) as caller:
            entries, values = caller.entries(), caller.values
            for _ in range(FAILURES):
                caller.says(NOISE)
            assert caller.entries() == entries, place
            assert caller.values == values, place
