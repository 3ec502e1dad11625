"""The commands. Each is thin: it reads options, calls one part of the product and prints.

Imports stand inside the commands because `voicebot --help` must not wait for TensorFlow.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import warnings
from pathlib import Path
from typing import Optional

import typer

from voicebot.commands import (
    approvals,
    bank,
    bench,
    customers,
    handover,
    knowledge,
    lab,
    limits,
    quality,
    report,
    staff,
    studio,
    vouchers,
    words,
)
from voicebot.config import load_settings
from voicebot.conversation.turn import LISTEN_KINDS
from voicebot.terminal import (
    CONFIG,
    EXIT_FAILED,
    JSON,
    StaffError,
    errors_for_staff,
    print_json,
    print_step,
    print_turn,
    print_verdict,
    read_line,
    say,
)

# Typer reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__.split("\n")[0])
app.add_typer(vouchers.app, name="vouchers")
app.add_typer(bank.app, name="bank")
app.add_typer(bench.app, name="bench")
app.add_typer(limits.app, name="limits")
app.add_typer(approvals.app, name="approvals")
app.add_typer(customers.app, name="customers")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(staff.app, name="staff")
app.add_typer(report.app, name="report")
app.add_typer(studio.app, name="studio")
app.add_typer(words.app, name="words")
app.command()(lab.lab)
app.command()(handover.handover)
for command in (quality.console, quality.learn, quality.gate, quality.release, quality.rollback):
    app.command()(command)
app.command("releases")(quality.list_releases)

SAMPLES = Path("audio") / "callers"


@app.callback()
def _quiet_libraries() -> None:
    """What libraries tell programmers is none of what staff came for."""
    # Before any of them is imported: that is when they look.
    os.environ.setdefault("TQDM_DISABLE", "1")
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
        # Some set filters of their own, in threads too: what passes them is told to nobody.
        logging.captureWarnings(True)
        logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for chatty in ("httpx", "alembic", "matplotlib"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


@app.command()
def serve(
    demonstration_bank: bool = typer.Option(
        False,
        "--demonstration-bank",
        help="Found the demonstration bank first, if it is not there.",
    ),
    config: Path = CONFIG,
) -> None:
    """Answer the hotline until Ctrl-C or SIGTERM; callers on the line may finish."""
    from voicebot.service import Service
    from voicebot.trial import seed_demonstration_bank

    with errors_for_staff():
        settings = load_settings(config)
        if demonstration_bank:
            seed_demonstration_bank(settings)
        service = Service(settings, config.resolve(), say)
        signal.signal(signal.SIGTERM, service.stop)
        signal.signal(signal.SIGINT, service.stop)
        service.run()


@app.command(hidden=True)
def worker(
    port: int = typer.Option(...),
    ready_fd: int = typer.Option(...),
    config: Path = CONFIG,
) -> None:
    """One process of at most four calls (started by `serve`)."""
    from voicebot.conversation.worker import Worker

    with errors_for_staff():
        settings = load_settings(config)
        settings = settings.copy(update={"sip": settings.sip.copy(update={"port": port})})
        asyncio.run(Worker(settings).serve(ready_fd))


@app.command()
def train(config: Path = CONFIG) -> None:
    """Train the dialogue model if nlu_data/ or prompts/ changed since the last time."""
    from voicebot.dialogue.training import train_if_changed

    with errors_for_staff():
        typer.echo(train_if_changed(load_settings(config), say))


@app.command()
def check(
    what: str = typer.Argument("files", help="files, or accessibility: A1 to A25 as a table."),
    config: Path = CONFIG,
) -> None:
    """Check config.yaml, nlu_data/, prompts/ and audio/: every problem with its place and mend."""
    from voicebot.operations.accessibility import verdicts
    from voicebot.operations.check import find_problems

    with errors_for_staff():
        settings = load_settings(config)
        if what == "accessibility":
            table = verdicts(settings.root)
            for verdict in table:
                print_verdict(verdict)
            problems = [sentence for verdict in table for sentence in verdict.problems]
        elif what == "files":
            problems = find_problems(settings)
            for problem in problems:
                typer.echo(problem)
        else:
            raise StaffError(f"check {what}: write files or accessibility")
        typer.echo(_counted(problems))
        if problems:
            raise typer.Exit(EXIT_FAILED)


def _counted(problems: list[str]) -> str:
    """What is wrong, and apart from it what is only not recorded yet: callers hear it anyway."""
    to_record = sum(problem.endswith(".wav)") for problem in problems)
    mistakes = len(problems) - to_record
    told = f"{mistakes or 'no'} mistake{'' if mistakes == 1 else 's'}"
    if to_record:
        lines = "line" if to_record == 1 else "lines"
        told += f"; {to_record} {lines} to record, the synthetic voice says them until then"
    return told if problems else "no problems"


@app.command()
def chat(
    caller: str = typer.Option("13909510001", help="The number that calls; '' if withheld."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Type with the bot: a line of text is speech, key:1234# is keys. Uses a demonstration bank."""
    from voicebot.conversation.chat import Chat

    with errors_for_staff(), Chat(load_settings(config), say) as conversation:
        document = conversation.ring(caller)
        while True:
            print_json(document) if as_json else print_turn(document)
            if document["over"]:
                return
            text = read_line(prompt="" if as_json or not sys.stdin.isatty() else "> ")
            if text is None:
                return
            document = conversation.type(text)


@app.command()
def talk(
    caller: str = typer.Option("13909510001", help="The number that calls."),
    config: Path = CONFIG,
) -> None:
    """Talk with the bot at a desk, with microphone and loudspeaker. Uses a demonstration bank."""
    from voicebot.conversation.desk import talk_at_desk

    with errors_for_staff():
        talk_at_desk(load_settings(config), caller, say)


@app.command()
def call(
    uri: str = typer.Argument(..., help="sip:hotline@host:port"),
    script: Path = typer.Argument(..., help="What the caller does, in YAML."),
    out: Path = typer.Option(
        Path("calls"), "--out", help="Folder for the recording and the report."
    ),
    calls: int = typer.Option(1, "--calls", min=1, max=4, help="Calls at once."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Call a SIP address with a scripted caller and record both sides."""
    from voicebot.operations.scripted_call import place_calls

    with errors_for_staff():
        samples = load_settings(config).root / SAMPLES
        show = print_json if as_json else print_step
        reports = place_calls(uri, script, samples, out, calls, show)
        if not all(report.ok for report in reports):
            raise typer.Exit(EXIT_FAILED)


@app.command()
def recognize(
    files: list[Path],
    listen: str = typer.Option("open", help=f"What is listened for: {', '.join(LISTEN_KINDS)}."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """What is heard in sound files of 8 or 16 kHz."""
    from voicebot.conversation.turn import Listen
    from voicebot.speech.files import recognize_file
    from voicebot.speech.recognizer import SpeechModel

    with errors_for_staff():
        if listen not in LISTEN_KINDS:
            raise StaffError(f"--listen {listen}: write one of {', '.join(LISTEN_KINDS)}")
        model = SpeechModel.load(load_settings(config))
        for file in files:
            heard = recognize_file(model, file, Listen(listen))
            if as_json:
                print_json(
                    {
                        "file": str(file),
                        "text": heard.text,
                        "confidence": heard.confidence,
                        "understood": not heard.unknown,
                    }
                )
            else:
                typer.echo(
                    f"{file}\t{heard.text or '(nothing understood)'}\t{heard.confidence:.2f}"
                )


@app.command()
def understand(texts: list[str], as_json: bool = JSON, config: Path = CONFIG) -> None:
    """Intent, entities and normalised values of what a caller says."""
    from voicebot.dialogue.understanding import Understanding

    with errors_for_staff():
        for result in Understanding(load_settings(config), say).of(texts):
            if as_json:
                print_json(result)
            else:
                values = " ".join(f"{e['entity']}={e['value']}" for e in result["entities"])
                typer.echo(
                    f"{result['text']}\t{result['intent']} {result['confidence']:.2f}\t{values}"
                )


@app.command()
def evaluate(
    out: Path = typer.Option(
        Path("var/evaluation"), "--out", help="Folder for the report and its picture."
    ),
    blind: bool = typer.Option(False, "--blind", help="Sentences that nobody looked at; no bar."),
    files: str = typer.Option("*.yml", "--files", help="Only those: fourth.yml"),
    config: Path = CONFIG,
) -> None:
    """How well frozen sentences are understood: a report with what is confused with what."""
    from voicebot.operations.evaluation import LEAST, write_report
    from voicebot.operations.evaluation import evaluate as evaluate_frozen

    with errors_for_staff():
        result = evaluate_frozen(load_settings(config), say, blind, files)
        for wrong in result.wrong:
            typer.echo(f"✗ {wrong.text} · meant {wrong.meant} · understood {wrong.understood}")
        for name, figure in result.figures.items():
            bar = "" if blind else f"   at least {LEAST[name]:.0f} %"
            typer.echo(f"{name:<22} {figure:5.1f} %{bar}")
        typer.echo(f"report: {write_report(result, out)}")
        if not (blind or result.good_enough):
            raise typer.Exit(EXIT_FAILED)


@app.command()
def models(
    fetch: Optional[str] = typer.Option(None, help="The name of a model to download."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """List and check the recognition models, and fetch an official one."""
    from voicebot.speech.models import as_document, describe_models, fetch_model

    with errors_for_staff():
        settings = load_settings(config)
        folder = settings.root / "audio" / "models"
        if fetch:
            typer.echo(fetch_model(fetch, folder, say))
            return
        for model in describe_models(folder, settings.speech.model):
            if as_json:
                print_json(as_document(model))
                continue
            mark = "*" if model.in_use else " "
            typer.echo(f"{mark} {model.name:<26} {model.state:<9} {model.about}")
            if model.unheard:
                typer.echo(f"  it cannot hear: {'、'.join(model.unheard)}")


@app.command()
def prompts(
    missing: bool = typer.Option(
        False, "--missing", help="Only lines to record, as file<TAB>text."
    ),
    adopt: Optional[Path] = typer.Option(None, help="Take the recordings in this folder."),
    archive: bool = typer.Option(False, "--archive", help="Put aside what nobody says any more."),
    config: Path = CONFIG,
) -> None:
    """What is recorded, what is not, and what changed since it was recorded."""
    from voicebot.quality.releases import still_said
    from voicebot.speech.coverage import adopt_recordings, coverage
    from voicebot.studio.archive import put_aside

    with errors_for_staff():
        settings = load_settings(config)
        if adopt:
            typer.echo(f"{adopt_recordings(settings, adopt)} recordings taken")
            return
        if archive:
            aside = put_aside(settings, still_said(settings))
            typer.echo(f"{len(aside)} recordings put aside: {settings.speech.prompts / 'archive'}")
            return
        report = coverage(settings)
        for line in report.to_record:
            typer.echo(f"{line.file}\t{line.text}" if missing else f"{line.reason}: {line.text}")
        if not missing:
            for text in report.unused:
                typer.echo(f"not said any more: {text}")
            typer.echo(f"{report.recorded} of {report.total} lines are recorded")
            if report.unused:
                say("voicebot prompts --archive puts aside what is not said any more")


@app.command()
def demo(
    as_json: Optional[Path] = typer.Option(None, "--json", help="Write the result to this file."),
    config: Path = CONFIG,
) -> None:
    """Place real calls to the bot, print them as they happen, show what moved in the ledger."""
    from voicebot.operations.demonstration import Demonstration

    with errors_for_staff():
        result = Demonstration(load_settings(config), typer.echo).run()
        if as_json:
            as_json.write_text(json.dumps(result, ensure_ascii=False, indent=2), encoding="utf-8")
        if not result["ok"]:
            raise typer.Exit(EXIT_FAILED)


@app.command()
def sandbox(
    port: int = typer.Option(8601, help="Where it listens, on this machine only; 0 for any."),
    statements: Path = typer.Option(
        Path("statements"), help="Folder for the statements of billers and merchants (CSV)."
    ),
    slow_s: float = typer.Option(5.0, "--slow-s", help="How long a slow answer takes, seconds."),
) -> None:
    """Play billers and merchants over HTTP, with faults on demand, for tests and try-outs."""
    from voicebot.sandbox.server import serve_sandbox

    with errors_for_staff():
        serve_sandbox(port, statements, slow_s, typer.echo)


if __name__ == "__main__":
    app()
