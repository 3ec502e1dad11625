"""The hotline's SIP: codecs, keys in three ways, refusals, broken peers, transfer, draining."""

import os
import random
import socket
import threading
import time

import numpy as np
import pytest

from tests.telephony.raw_sip import Peer, digest_is_right, header
from voicebot.config import SipSettings, TrunkSettings
from voicebot.telephony.endpoint import Endpoint
from voicebot.telephony.errors import PortBusy, TelephonyError
from voicebot.telephony.tones import COLUMNS_HZ, ROWS_HZ
from voicebot.trial import free_ports

LISTEN_AND_LEAVE = "- wait_ms: 1500\n- hangup:\n"


def until(condition, seconds=8.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("codec", ["G722", "PCMA", "PCMU"])
def test_a_call_is_heard_at_both_ends(hotlines, phone, codec):
    hotline = hotlines()
    steps = "- say: 查余额\n- wait_ms: 800\n- hangup:\n"
    report = phone(hotline.uri, steps, f"codec: {codec}").report()
    assert report.ok, report.document
    assert report.document["codec"] == codec
    (call,) = hotline.calls
    assert call.call.caller_number == "13909510001"
    assert until(lambda: call.over)
    assert np.abs(call.sound).max() > 3000


def test_a_call_comes_by_tcp(hotlines, phone):
    hotline = hotlines()
    report = phone(hotline.uri, LISTEN_AND_LEAVE, "transport: tcp").report()
    assert report.ok, report.document
    assert len(hotline.calls) == 1


@pytest.mark.parametrize("how", ["rfc4733", "info", "inband"])
def test_keys_arrive_in_three_ways_each_once(hotlines, phone, how):
    hotline = hotlines()
    steps = f'- wait_ms: 300\n- keys: "1207*99#"\n  how: {how}\n- wait_ms: 600\n- hangup:\n'
    report = phone(hotline.uri, steps, "codec: PCMA").report()
    assert report.ok, report.document
    assert hotline.calls[0].keys == "1207*99#"


@pytest.mark.parametrize("how", ["rfc4733", "inband"])
def test_the_tones_of_keys_are_in_no_sound_behind_the_telephone(hotlines, phone, how):
    hotline = hotlines()
    steps = f'- wait_ms: 300\n- keys: "246810"\n  how: {how}\n- wait_ms: 600\n- hangup:\n'
    phone(hotline.uri, steps, "codec: PCMU").report()
    assert hotline.calls[0].keys == "246810"
    sound = hotline.calls[0].sound.astype(np.float64)
    assert len(sound) > 16_000
    times = np.arange(160) / 16_000
    blocks = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    for hz in (*ROWS_HZ, *COLUMNS_HZ):
        strength = np.abs(blocks @ np.exp(-2j * np.pi * hz * times)) * 2 / 160
        assert strength.max() < 60, f"{hz} Hz is in the recording"


def test_the_fifth_caller_is_told_that_the_line_is_busy(hotlines, phone):
    hotline = hotlines()
    four = [phone(hotline.uri, "- wait_ms: 6000\n- hangup:\n") for _ in range(4)]
    assert until(lambda: len(hotline.calls) == 4, 15)
    fifth = phone(hotline.uri, LISTEN_AND_LEAVE).report()
    assert "486" in fifth.document["error"]
    assert all(call.report().ok for call in four)
    again = phone(hotline.uri, LISTEN_AND_LEAVE).report()
    assert again.ok, again.document


def test_a_peer_that_is_not_allowed_is_refused(hotlines):
    hotline = hotlines(allow=["10.1.0.0/16"])
    peer = Peer(hotline.port)
    assert peer.invite().startswith("SIP/2.0 403")
    peer.close()
    assert hotline.calls == []


def test_broken_sip_and_rtp_leave_the_other_call_untouched(hotlines, phone):
    hotline = hotlines()
    call = phone(hotline.uri, "- wait_ms: 5000\n- say: 查余额\n- wait_ms: 500\n- hangup:\n")
    assert until(lambda: hotline.calls and len(hotline.calls[0].heard) > 10)
    peer, chance = Peer(hotline.port), random.Random(4)
    good = peer._request("INVITE", 1)
    for text in (
        "INVITE\n\n",
        good.replace("CSeq: 1 INVITE", "CSeq: x"),
        good + "Content-Length: 99999\n\nv=0",
        good.replace("Via", "Vi\x00a"),
        good.replace("sip:", "sip:" + "a" * 3000),
        good + "Content-Type: application/sdp\nContent-Length: 5\n\nm=??\n",
        "SIP/2.0 200 OK\n\n",
        "\x00" * 1200,
    ):
        peer.send(text)
    for _ in range(200):
        junk = os.urandom(chance.randint(1, 1400))
        peer.socket.sendto(junk, peer.hotline)
        peer.socket.sendto(junk, ("127.0.0.1", 4000 + 2 * chance.randint(0, 10)))
    with socket.create_connection(("127.0.0.1", hotline.port)) as tcp:
        tcp.sendall(os.urandom(5000))
    peer.close()
    report = call.report()
    assert report.ok, report.document
    assert np.abs(hotline.calls[0].sound[-32_000:]).max() > 3000


def test_a_caller_is_handed_over_to_a_person(hotlines):
    hotline = hotlines()
    peer = Peer(hotline.port)
    assert peer.invite().startswith("SIP/2.0 200")
    assert until(lambda: hotline.calls)
    call = hotline.calls[0].call
    call.transfer("sip:8000@10.1.0.5")
    refer = peer.wait_for("REFER")
    assert f"<sip:8000@10.1.0.5?X-Call-Id={call.id}&" in header(refer, "Refer-To")
    peer.answer(refer, "202 Accepted")
    peer.notify("SIP/2.0 200 OK\r\n")
    peer.wait_for("BYE")
    assert hotline.calls[0].transfers == [True]
    peer.close()


def test_a_person_who_cannot_be_reached_leaves_the_call_as_it_is(hotlines):
    hotline = hotlines()
    peer = Peer(hotline.port)
    peer.invite()
    assert until(lambda: hotline.calls)
    hotline.calls[0].call.transfer("sip:8000@10.1.0.5")
    peer.answer(peer.wait_for("REFER"), "202 Accepted")
    peer.notify("SIP/2.0 486 Busy Here\r\n")
    assert until(lambda: hotline.calls[0].transfers == [False])
    assert not hotline.calls[0].over
    peer.bye()
    assert until(lambda: hotline.calls[0].over)
    peer.close()


def test_while_it_drains_callers_finish_and_new_ones_are_asked_to_call_again(hotlines):
    hotline = hotlines()
    first, second = Peer(hotline.port), Peer(hotline.port)
    first.invite()
    drain = threading.Thread(target=hotline.endpoint.drain, args=(10.0,))
    drain.start()
    time.sleep(0.2)
    refusal = second.invite()
    assert refusal.startswith("SIP/2.0 503")
    assert int(header(refusal, "Retry-After")) > 0
    assert drain.is_alive()
    first.bye()
    drain.join(5)
    assert not drain.is_alive()
    first.close()
    second.close()


def test_the_hotline_registers_with_its_trunk(hotlines, tmp_path):
    registrar, answers = Peer(), []

    def register() -> None:
        for _ in range(2):
            request, sender = registrar.receive()
            registrar.hotline = sender
            authorization = header(request, "Authorization")
            if not authorization:
                challenge = 'Digest realm="trunk", nonce="n1", algorithm=MD5'
                registrar.answer(request, f"401 Unauthorized\nWWW-Authenticate: {challenge}")
            else:
                answers.append(digest_is_right(authorization, "REGISTER", "secret"))
                registrar.answer(request, "200 OK")

    served = threading.Thread(target=register, daemon=True)
    served.start()
    password = tmp_path / "password"
    password.write_text("secret\n")
    uri = f"sip:127.0.0.1:{registrar.port}"
    hotlines(trunk=TrunkSettings(registrar=uri, user="96558", password_file=password))
    served.join(8)
    assert answers == [True]


def test_a_trunk_without_its_password_is_told(tmp_path):
    trunk = TrunkSettings(registrar="sip:t", user="u", password_file=tmp_path / "no")
    settings = SipSettings(port=free_ports(1)[0], address="127.0.0.1", trunk=trunk)
    with pytest.raises(TelephonyError, match="password_file"):
        Endpoint(settings, lambda call: None).start()


def test_a_port_that_is_taken_is_told():
    (port,) = free_ports(1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", port))
        with pytest.raises(PortBusy, match=str(port)):
            Endpoint(SipSettings(port=port, address="127.0.0.1"), lambda call: None).start()
