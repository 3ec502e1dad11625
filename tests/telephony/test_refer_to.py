"""A transferred caller takes the number of the call along, whatever staff wrote as the address."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from voicebot.telephony.refer_to import refer_to


@pytest.mark.parametrize(
    "address, target",
    [
        ("sip:8000@10.1.0.5", "<sip:8000@10.1.0.5?X-Call-Id=ab12&User-to-User="),
        ("<sip:8000@a;transport=tcp>", "<sip:8000@a;transport=tcp?X-Call-Id=ab12&User-to-User="),
        ("sip:8000@a?Priority=urgent", "<sip:8000@a?Priority=urgent&X-Call-Id=ab12&User-to-User="),
    ],
)
def test_the_call_is_named_behind_the_address(address: str, target: str) -> None:
    assert refer_to(address, "ab12").startswith(target)


def test_a_contact_centre_reads_the_call_in_user_to_user() -> None:
    value = refer_to("sip:8000@10.1.0.5", "ab12").rpartition("User-to-User=")[2].rstrip(">")
    data, encoding = unquote(value).split(";")
    assert (bytes.fromhex(data).decode(), encoding) == ("ab12", "encoding=hex")
