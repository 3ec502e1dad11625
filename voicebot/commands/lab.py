"""`voicebot lab`: the sample callers in every condition that a telephone has."""

from __future__ import annotations

from pathlib import Path

import typer

from voicebot.config import load_settings
from voicebot.terminal import CONFIG, StaffError, errors_for_staff

SAMPLES = Path("audio") / "callers" / "questions"
ACCENTED = Path("audio") / "callers" / "accents"
PROMPTS = Path("audio") / "prompts"
LONGEST_PROMPT_S = 4
# Parts of a number that are said again, yes and no of who was not understood.
SAID_LATER = ("part", "told")
SPOKEN_TO = "number of samples of each question in a condition other than the plain telephone"


def lab(
    samples: int = typer.Option(4, min=0, help=f"{SPOKEN_TO.capitalize()}; 0 for all."),
    tuning: bool = typer.Option(
        False, "--tuning", help="The samples to improve by, instead of those held out."
    ),
    voices: bool = typer.Option(
        False, "--all-voices", help="Also the voices that the acoustic model was trained with."
    ),
    only: str = typer.Option("", help="One condition, by its name in the table."),
    wrong: bool = typer.Option(False, "--wrong", help="Print what was heard wrong."),
    out: Path = typer.Option(Path("var/laboratory"), help="Folder for the figures and picture."),
    config: Path = CONFIG,
) -> None:
    """Hear the sample callers in noise, rooms, echo, loss …: right, cut off, stopped, times."""
    import soundfile

    from voicebot.dialogue.language.sounds import Accent
    from voicebot.laboratory import report
    from voicebot.laboratory.call import Ear
    from voicebot.laboratory.conditions import CONDITIONS, TELEPHONE
    from voicebot.laboratory.questions import questions
    from voicebot.laboratory.samples import RATE_HZ, load_samples
    from voicebot.laboratory.trial import Laboratory, choose
    from voicebot.speech.completeness import Completeness
    from voicebot.speech.recognizer import SpeechModel

    with errors_for_staff():
        settings = load_settings(config)
        conditions = [c for c in CONDITIONS if only in ("", c.name)]
        if not conditions:
            raise StaffError(f"--only {only}: write one of {', '.join(c.name for c in CONDITIONS)}")
        everything = load_samples(settings.root / SAMPLES)
        accented = load_samples(settings.root / ACCENTED)
        heard = [s for s in everything if voices or s.unheard]
        first = [s for s in heard if s.question not in SAID_LATER]
        asked = [s for s in first if s.held_out != tuning]
        longest = max(
            (settings.root / PROMPTS).glob("*.flac"), key=lambda path: path.stat().st_size
        )
        prompt = soundfile.read(longest, dtype="float32")[0][: LONGEST_PROMPT_S * RATE_HZ]
        ear = Ear(
            SpeechModel.load(settings),
            Completeness.load(settings.nlu_data / "nlu"),
            settings.speech,
        )
        accent = Accent.load(settings.nlu_data / "accent.yml")
        laboratory = Laboratory(ear, questions(accent), everything, prompt)
        plain = [c for c in conditions if c is TELEPHONE]
        others = [c for c in conditions if c is not TELEPHONE and not c.accented]
        strange = [] if tuning else [s for s in accented if voices or s.unheard]
        trials = [
            *laboratory.run(asked, plain),
            *laboratory.run(choose(asked, samples), others),
            *laboratory.run(strange, [c for c in conditions if c.accented]),
        ]
        # A number is said as a whole, and its parts in corrections: these never served to tune.
        parts = [s for s in everything if s.question == "part"]
        wholes = [s for s in heard if s.question == "digits" and s.unheard]
        lines_of_numbers = plain or [c for c in conditions if not c.accented]
        calls = list(laboratory.give_numbers(wholes, parts, lines_of_numbers))
        found = report.rows(trials)
        lines = (*report.table(trials), *report.confidence(trials), *report.numbers(calls))
        for line in (*lines, *report.targets(found, calls)):
            typer.echo(line)
        if wrong:
            for trial in trials:
                if not trial.right:
                    one, got = trial.sample, trial.answer.text
                    where = f"✗ {trial.condition:<20} {one.question:<8} {one.voice:<14}"
                    typer.echo(f"{where} {one.text} → {got}")
        report.write(out, found, trials, calls)
        typer.echo(f"figures and picture: {out}")
