"""Synthesises the text on standard input into the WAV file named by the argument, and ends."""

from __future__ import annotations

import ctypes
import os
import sys
import threading

import espeakng_loader

# The only Mandarin of eSpeak NG that reads characters.
VOICE = "sit/cmn"
WORDS_PER_MINUTE = 170
SAVED_WITHIN_S = 5.0


def main() -> None:
    """Loads eSpeak NG from its package (no system package is needed) and lets pyttsx3 speak."""
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    import pyttsx3  # looks for eSpeak when it is imported

    file = sys.argv[1]
    engine = pyttsx3.init("espeak")
    engine.setProperty("voice", VOICE)
    engine.setProperty("rate", WORDS_PER_MINUTE)
    # eSpeak writes the file in a thread of its own, which `runAndWait` does not always wait for.
    saved = threading.Event()
    engine.connect("finished-utterance", lambda name, completed: saved.set())
    engine.save_to_file(sys.stdin.read(), file + ".part")
    engine.runAndWait()
    if not saved.wait(SAVED_WITHIN_S):
        sys.exit("eSpeak NG wrote nothing")
    os.replace(file + ".part", file)


if __name__ == "__main__":
    main()
