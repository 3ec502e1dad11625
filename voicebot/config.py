"""config.yaml as typed settings; a mistake in it names the line and what to write instead."""

from __future__ import annotations

import json
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Optional, Union
from zoneinfo import available_timezones

from pydantic import BaseModel, Extra, Field, HttpUrl, ValidationError, validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase, CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from voicebot import yaml_mends
from voicebot.bank.rules import Limits, Risk, Rules, Security, Unanswered
from voicebot.conversation.turn import LISTEN_KINDS
from voicebot.value_mends import mend_of

# pydantic 1.10 reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP007, UP045


class ConfigError(Exception):
    """A mistake in a staff file: `str()` is one line with the file, the line and the mend."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class _Section(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


class BankSettings(_Section):
    name: str
    database: str
    time_zone: str = "Asia/Shanghai"

    @validator("time_zone")
    def the_machine_knows_the_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("no such time zone; write one like Asia/Shanghai")
        return value


class TrunkSettings(_Section):
    registrar: str
    user: str
    password_file: Path


class SipSettings(_Section):
    port: int = Field(5060, ge=1, le=65535)
    address: str = "0.0.0.0"
    allow: list[str] = ["127.0.0.1"]
    trunk: Optional[TrunkSettings] = None
    human_address: Optional[str] = None
    workers: int = Field(1, ge=1, le=64)

    @validator("allow", each_item=True)
    def is_an_address_or_a_network(cls, value: str) -> str:
        try:
            ip_network(value, strict=False)
        except ValueError:
            raise ValueError("no address; write one like 10.1.0.5 or 10.1.0.0/16") from None
        return value

    @validator("human_address", pre=True)
    def is_a_sip_address(cls, value: Any) -> Any:
        if value is not None and not str(value).startswith(("sip:", "sips:")):
            raise ValueError("write it like sip:8000@10.1.0.5")
        return value


class DialogueSettings(_Section):
    port: int = Field(5005, ge=1, le=65535)
    actions_port: int = Field(5055, ge=1, le=65535)
    answer_within_ms: int = Field(4000, ge=500, le=30000)

    @property
    def url(self) -> str:
        """Where the dialogue server answers on this machine."""
        return f"http://127.0.0.1:{self.port}"


class SpeechSettings(_Section):
    model: Path
    prompts: Path
    earcons: Optional[Path] = None
    rate: float = Field(1.0, ge=0.5, le=2.0)
    echo_cancellation: bool = True
    endpoint_ms: dict[str, int]

    @validator("endpoint_ms")
    def every_kind_of_answer_has_a_pause(cls, value: dict[str, int]) -> dict[str, int]:
        missing = [kind for kind in LISTEN_KINDS if kind not in value]
        unknown = [kind for kind in value if kind not in LISTEN_KINDS]
        if missing:
            raise ValueError(f"add a line for {', '.join(missing)}")
        if unknown:
            raise ValueError(f"remove {', '.join(unknown)}; known are {', '.join(LISTEN_KINDS)}")
        return value


class ConversationSettings(_Section):
    silence_s: float = Field(8, ge=2)
    warnings: int = Field(10, ge=10)
    warning_silence_s: float = Field(20, ge=20)
    key_pause_s: float = Field(4, ge=1)


class SmppSettings(_Section):
    host: str
    port: int = Field(2775, ge=1, le=65535)
    system_id: str
    password_file: Path
    source: str


class SmsSettings(_Section):
    signature: str = ""
    smpp: Optional[SmppSettings] = None


class Settings(_Section):
    """All of config.yaml; relative paths have been made absolute from the file's folder."""

    root: Path
    bank: BankSettings
    sip: SipSettings
    dialogue: DialogueSettings
    speech: SpeechSettings
    conversation: ConversationSettings
    limits: Limits = Limits.parse_obj({})
    security: Security = Security.parse_obj({})
    risk: Risk = Risk.parse_obj({})
    unanswered: Unanswered = Unanswered.parse_obj({})
    billers: dict[str, HttpUrl] = {}
    merchants: dict[str, HttpUrl] = {}
    sms: SmsSettings = SmsSettings()
    nlu_data: Path = Path("nlu_data")
    prompts: Path = Path("prompts")
    recordings: Path = Path("var/recordings")
    trained_models: Path = Path("var/models")
    state_dir: Path = Path("var")

    @validator("sms", pre=True)
    def a_section_of_comments_has_the_defaults(cls, value: Any) -> Any:
        return {} if value is None else value

    @property
    def rules(self) -> Rules:
        """What the bank allows on the telephone."""
        return Rules(
            limits=self.limits,
            security=self.security,
            risk=self.risk,
            unanswered=self.unanswered,
        )


def read_as(path: Path, shape: type[BaseModel]) -> Any:
    """The document in `path` as `shape`; ConfigError names the line and the mend."""
    document = read_yaml(path)
    if not isinstance(document, dict):
        raise ConfigError(path, 1, "a list is not expected here; write lines like name: value")
    try:
        return shape.parse_obj({str(name): value for name, value in document.items()})
    except ValidationError as error:
        raise invalid(path, document, error) from error


def load_settings(path: Path) -> Settings:
    """The settings in the YAML file `path`.

    Raises ConfigError, with the line, if the file is missing, is not YAML, or does not say what
    an installation needs.
    """
    document = read_yaml(path)
    if not isinstance(document, dict):
        raise ConfigError(
            path, 1, "the file is empty; copy config.yaml from the release and edit it"
        )
    root = path.resolve().parent
    try:
        settings = Settings(root=root, **document)
    except ValidationError as error:
        raise invalid(path, document, error) from error
    return _with_absolute_paths(settings, root)


def invalid(path: Path, document: Any, error: ValidationError) -> ConfigError:
    """The first mistake that pydantic found in the document of `path`, with its line and mend."""
    # A name that is spelt wrong is missing as well: where it stands is the place to mend.
    first = min(error.errors(), key=lambda one: one["type"] != "value_error.extra")
    return ConfigError(path, line_of(document, first["loc"]), mend_of(first))


def read_yaml(path: Path) -> Any:
    """The YAML document in `path` with line numbers kept; ConfigError says where it is broken.

    Everybody who reads the same file gets the same document: change nothing in it.
    """
    try:
        now = path.stat()
    except FileNotFoundError:
        raise ConfigError(
            path, None, "the file does not exist; create it or correct the path"
        ) from None
    return _read_yaml_once(path, now.st_mtime_ns, now.st_size)


# Parsing with line numbers is slow, and each part of the program reads the files it needs itself.
@lru_cache(maxsize=512)
def _read_yaml_once(path: Path, modified_ns: int, size: int) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = YAML().load(text)
    except UnicodeDecodeError as error:
        raise ConfigError(path, None, "not UTF-8 text; save the file as UTF-8") from error
    except MarkedYAMLError as error:
        raise ConfigError(path, *yaml_mends.mend(error, text)) from error
    except ValueError as error:  # what looks like a day is read as one
        raise ConfigError(path, *yaml_mends.mend_of_day(text)) from error
    if isinstance(document, str):
        raise ConfigError(path, *yaml_mends.mend_of_words(text))
    return CommentedMap() if document is None else document


def line_of(document: Any, location: tuple[Union[str, int], ...]) -> int:
    """The line (from 1) of the deepest part of `location` that the document has."""
    line = 1
    for part in location:
        if not isinstance(document, CommentedBase):
            break
        try:
            place = document.lc.item if isinstance(part, int) else document.lc.key
            line = place(part)[0] + 1
            document = document[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            break
    return line


def _with_absolute_paths(settings: Settings, root: Path) -> Settings:
    speech = settings.speech.copy(
        update={
            name: (root / folder).resolve()
            for name in ("model", "prompts", "earcons")
            if (folder := getattr(settings.speech, name))
        }
    )
    sip = settings.sip
    if sip.trunk:
        trunk = sip.trunk.copy(update={"password_file": root / sip.trunk.password_file})
        sip = sip.copy(update={"trunk": trunk})
    sms = settings.sms
    if sms.smpp:
        smpp = sms.smpp.copy(update={"password_file": root / sms.smpp.password_file})
        sms = sms.copy(update={"smpp": smpp})
    database = settings.bank.database
    if database.startswith("sqlite:///") and not database.startswith("sqlite:////"):
        database = f"sqlite:///{(root / database[len('sqlite:///') :]).resolve()}"
    return settings.copy(
        update={
            "speech": speech,
            "sip": sip,
            "sms": sms,
            "bank": settings.bank.copy(update={"database": database}),
            **{
                name: (root / getattr(settings, name)).resolve()
                for name in ("nlu_data", "prompts", "recordings", "trained_models", "state_dir")
            },
        }
    )


def save_settings(settings: Settings, path: Path) -> None:
    """Writes `settings` as YAML that `load_settings` reads, with its absolute paths."""
    document = json.loads(settings.json(exclude={"root"}))
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(document, file)
