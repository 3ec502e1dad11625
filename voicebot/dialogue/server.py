"""The Rasa server and its action server as child processes on this machine's loopback."""

from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import httpx
from ruamel.yaml import YAML

from voicebot.child_process import die_with_parent
from voicebot.config import Settings, save_settings
from voicebot.dialogue.actions.action import CONFIG_VARIABLE
from voicebot.dialogue.errors import DialogueError
from voicebot.dialogue.training import (
    TELL_EVERY_S,
    rasa_command,
    rasa_environment,
    train_if_changed,
)
from voicebot.trial import free_ports

log = logging.getLogger(__name__)

READY_WITHIN_S = 120.0
STOP_S = 10.0
POLL_S = 0.1
WARM_UP = "查余额"
# A call with an earlier release is over by then; its actions run in a process of that release.
ACTIONS_KEPT_S = 3600.0
TRACKERS = "voicebot.dialogue.trackers.RecentTrackers"


class DialogueServer:
    """Entering it trains if need be and starts both servers; leaving it stops them."""

    def __init__(self, settings: Settings, progress: Callable[[str], None]) -> None:
        self._settings = settings
        self._progress = progress
        self._folder = settings.state_dir / "dialogue"
        self._commands: dict[str, tuple[list[str], dict[str, str]]] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._actions = "actions"
        self._earlier_actions: dict[str, float] = {}

    def __enter__(self) -> DialogueServer:
        settings = self._settings
        for port in (settings.dialogue.port, settings.dialogue.actions_port):
            _check_free(port)
        model = train_if_changed(settings, self._progress)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._progress("starting the dialogue server")
        try:
            self._start_actions(settings, self._actions)
            self._start_rasa(model)
            self._wait_until_ready()
            self._warm_up()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def revive(self) -> None:
        """Starts again what has ended; callers hear apologies until it is ready.

        Ends the actions of releases that no call needs any more.
        """
        for name, until in list(self._earlier_actions.items()):
            if time.monotonic() > until:
                del self._earlier_actions[name]
                self._end(name)
        for name, process in list(self._processes.items()):
            if process.poll() is not None:
                log.error(
                    "the %s process of the dialogue ended with %s, starting it again; see %s",
                    *(name, process.returncode, self._folder),
                )
                self._start(name)

    def switch(self, settings: Settings) -> None:
        """New calls get the dialogue of `settings`; calls on the line go on with theirs.

        Raises DialogueError, or what training raises, and then nothing has changed.
        """
        (port,) = free_ports(1)
        dialogue = settings.dialogue.copy(update={"actions_port": port})
        settings = settings.copy(update={"dialogue": dialogue})
        model = train_if_changed(settings, self._progress)
        actions = f"actions-{port}"
        self._start_actions(settings, actions)
        try:
            self._wait_for([f"http://127.0.0.1:{port}/health"])
            self._hand_over(model, port)
        except DialogueError:
            self._end(actions)
            raise
        self._settings = settings
        self._commands["rasa"] = self._rasa_command(model), {}
        self._earlier_actions[self._actions] = time.monotonic() + ACTIONS_KEPT_S
        self._actions = actions

    def _hand_over(self, model: Path, actions_port: int) -> None:
        url = f"{self._settings.dialogue.url}/webhooks/voice/model"
        document = {"model": str(model), "actions": f"http://127.0.0.1:{actions_port}/webhook"}
        try:
            httpx.post(url, json=document, timeout=READY_WITHIN_S).raise_for_status()
        except httpx.HTTPError as error:
            raise DialogueError(f"the dialogue did not take the release ({error})") from error

    def _end(self, name: str) -> None:
        del self._commands[name]
        process = self._processes.pop(name)
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_S)

    def _start_actions(self, settings: Settings, name: str) -> None:
        config = self._folder / f"{name}.yaml"
        save_settings(settings, config)
        port = str(settings.dialogue.actions_port)
        command = [sys.executable, "-m", "rasa_sdk", "--port", port]
        command += ["--actions", "voicebot.dialogue.actions.action"]
        self._commands[name] = command, {CONFIG_VARIABLE: str(config)}
        self._start(name)

    def _start_rasa(self, model: Path) -> None:
        self._commands["rasa"] = self._rasa_command(model), {}
        self._start("rasa")

    def _rasa_command(self, model: Path) -> list[str]:
        """Starts Rasa with the model, and with the actions of the settings of now."""
        endpoints, credentials = self._folder / "endpoints.yml", self._folder / "credentials.yml"
        url = f"http://127.0.0.1:{self._settings.dialogue.actions_port}/webhook"
        actions = {"url": url, "enable_selective_domain": True}
        _write(endpoints, {"action_endpoint": actions, "tracker_store": {"type": TRACKERS}})
        _write(credentials, {"voicebot.dialogue.channel.VoiceInput": None})
        return [
            *rasa_command(), "run", "--model", str(model), "--enable-api",
            "--endpoints", str(endpoints), "--credentials", str(credentials),
            "--interface", "127.0.0.1", "--port", str(self._settings.dialogue.port),
        ]  # fmt: skip

    def _start(self, name: str) -> None:
        command, environment = self._commands[name]
        with (self._folder / f"{name}.log").open("ab") as output:
            self._processes[name] = subprocess.Popen(
                command,
                stdout=output,
                stderr=output,
                env=rasa_environment() | environment,
                preexec_fn=die_with_parent,
            )

    def _wait_until_ready(self) -> None:
        """Both answer and the model is loaded; DialogueError says which log to read if not."""
        actions = f"http://127.0.0.1:{self._settings.dialogue.actions_port}/health"
        self._wait_for([actions, f"{self._settings.dialogue.url}/status"])

    def _wait_for(self, urls: list[str]) -> None:
        began = time.monotonic()
        deadline, tell_at = began + READY_WITHIN_S, began + TELL_EVERY_S
        while urls:
            if time.monotonic() > tell_at:
                self._progress(
                    f"the dialogue server is starting, {time.monotonic() - began:.0f} s so far"
                )
                tell_at += TELL_EVERY_S
            if any(process.poll() is not None for process in self._processes.values()):
                raise DialogueError(f"a dialogue process ended; see the logs in {self._folder}")
            if time.monotonic() > deadline:
                raise DialogueError(f"the dialogue did not start; see the logs in {self._folder}")
            if _answers(urls[0]):
                urls.pop(0)
            else:
                time.sleep(POLL_S)

    def _warm_up(self) -> None:
        """The first sentence of a server loads what it needs; no caller should wait for that."""
        message = {"sender": "warm-up", "message": WARM_UP, "metadata": {"by": "voice"}}
        url = f"{self._settings.dialogue.url}/webhooks/voice/webhook"
        try:
            httpx.post(url, json=message, timeout=READY_WITHIN_S).raise_for_status()
        except httpx.HTTPError as error:
            raise DialogueError(
                f"the dialogue does not answer ({error}); see the logs in {self._folder}"
            ) from error

    def _stop(self) -> None:
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self._processes.values():
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2.0).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DialogueError(
                f"port {port} is taken; stop the program that uses it (is voicebot running "
                "already?) or set another port under dialogue: in config.yaml"
            ) from None


def _write(path: Path, document: object) -> None:
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(document, file)
