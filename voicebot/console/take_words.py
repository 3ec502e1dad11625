"""What is wrong with a take and what the speaker does about it, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from voicebot.studio.rules import (
    FASTEST,
    HUM_BELOW_DB,
    PITCH_WITHIN_SEMITONES,
    ROOM_BELOW_DB,
    SHORTEST_SILENCE_S,
    SLOWEST,
)


def advice(broken: Mapping[str, float]) -> list[str]:
    """A sentence for each rule that a take broke; the figures are those of its findings."""
    return [ADVICE[rule](figure) for rule, figure in broken.items()]


def _clipping(at_s: float) -> str:
    return f"第 {at_s:.1f} 秒太响，声音削掉了；麦克风调低一点，或者退后一拳，再录一遍"


def _noise(below_db: float) -> str:
    return (
        f"周围的声音只比人声低 {below_db:.0f} 分贝，至少要低 {ROOM_BELOW_DB:.0f}；"
        "开口前和说完后各静半秒，关上门窗和风扇，离麦克风近一点"
    )


def _hum(below_db: float) -> str:
    return (
        f"有电流声，只比人声低 {below_db:.0f} 分贝，至少要低 {HUM_BELOW_DB:.0f}；"
        "电源离麦克风的线远一点，剩下的会自动去掉"
    )


def _silence(length_s: float) -> str:
    if length_s < SHORTEST_SILENCE_S:
        return f"开头或者结尾只静了 {length_s:.2f} 秒；开口前和说完后各静半秒"
    return f"开头或者结尾静了 {length_s:.1f} 秒，太长了；数完就说，说完就停"


def _loudness(above: float) -> str:
    if above > 0:
        return f"比别的录音响 {above:.0f} 分贝；麦克风调低一点，再录一遍"
    return f"比别的录音轻 {-above:.0f} 分贝；离麦克风近一点，再录一遍"


def _speed(a_second: float) -> str:
    slow = a_second < SLOWEST
    return (
        f"一秒 {a_second:.1f} 个字，应该是 {SLOWEST} 到 {FASTEST}；"
        f"说{'快' if slow else '慢'}一点，也看看念的是不是这一句"
    )


def _pitch(above: float) -> str:
    high = above > 0
    return (
        f"比自己的标准音{'高' if high else '低'} {abs(above):.1f} 个半音，"
        f"最多差 {PITCH_WITHIN_SEMITONES}；再听一遍标准音，说{'低' if high else '高'}一点"
    )


ADVICE: Mapping[str, Callable[[float], str]] = {
    "clipping": _clipping,
    "noise": _noise,
    "hum": _hum,
    "silence": _silence,
    "loudness": _loudness,
    "speed": _speed,
    "pitch": _pitch,
}
