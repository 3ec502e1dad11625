"""The microphone and loudspeaker of this computer, for `voicebot talk` and the prompt studio."""

from __future__ import annotations

from typing import Any

from voicebot.speech.errors import NoSoundCard


def sound_card(rate_hz: int, *, playback: bool, instead: str) -> Any:
    """sounddevice, imported here because without PortAudio the import itself fails.

    NoSoundCard says what is missing, and what can be done `instead`.
    """
    try:
        import sounddevice

        sounddevice.check_input_settings(samplerate=rate_hz, channels=1, dtype="int16")
        if playback:
            sounddevice.check_output_settings(samplerate=rate_hz, channels=1, dtype="int16")
    except OSError as error:
        raise NoSoundCard(
            f"{error}; install libportaudio2 (Debian) or PortAudio, or {instead}"
        ) from error
    except (sounddevice.PortAudioError, ValueError) as error:
        devices = "microphone and loudspeaker" if playback else "microphone"
        raise NoSoundCard(f"no {devices} ({error}); plug a headset in, or {instead}") from error
    return sounddevice
