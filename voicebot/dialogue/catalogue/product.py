"""A product: what is asked for it, what it costs, until when it can be cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Optional

from pydantic import BaseModel, Extra, Field, root_validator, validator

from voicebot.dialogue.actions.flows import Question
from voicebot.dialogue.language.money import FEN_PER_YUAN

# pydantic 1.10 reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

KINDS = ("options", "count", "day", "time", "address", "name")
SATURDAY = 5
# When what has a day and no hour begins.
MORNING = time(8)


class _Part(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False
        allow_population_by_field_name = True


class Option(_Part):
    """`yuan` is what it adds to the price of one; `also` is what callers call it besides."""

    yuan: Decimal = Decimal(0)
    also: tuple[str, ...] = ()


class Count(_Part):
    """A number of people, nights, pieces; `unit` is said behind it, `also` may be."""

    unit: str
    also: tuple[str, ...] = ()
    least: int = Field(1, alias="from", ge=1)
    most: int = Field(9, alias="to", le=99)


class Day(_Part):
    """Counted from today: 0 is today."""

    earliest: int = Field(0, ge=0)
    within: int = Field(30, ge=1, le=365)

    @validator("within")
    def ends_behind_its_beginning(cls, within: int, values: dict[str, Any]) -> int:
        if within < values.get("earliest", 0):
            raise ValueError("no day is left; write more days than at earliest:")
        return within


class Clock(_Part):
    """The hours at which it can be had, `every_minutes` from the first."""

    opens: time = Field(alias="from")
    closes: time = Field(alias="to")
    every_minutes: int = Field(60, ge=5)

    @validator("closes")
    def closes_behind_its_opening(cls, closes: time, values: dict[str, Any]) -> time:
        if closes < values.get("opens", closes):
            raise ValueError("no hour is left; write a later one than at from:")
        return closes

    def times(self) -> list[time]:
        """All of them."""
        first, last = (datetime.combine(date.min, hour) for hour in (self.opens, self.closes))
        step = timedelta(minutes=self.every_minutes)
        return [(first + step * i).time() for i in range((last - first) // step + 1)]


class Name(_Part):
    """A name in the caller's words; `options` can be chosen by key instead."""

    options: tuple[str, ...]


class ProductField(_Part):
    """One question. `say` is how the answer is read back, `{}` its place."""

    ask: str
    say: str = "{}"
    options: Optional[dict[str, Option]] = None
    count: Optional[Count] = None
    day: Optional[Day] = None
    time: Optional[Clock] = None
    address: Optional[_Part] = None
    name: Optional[Name] = None

    @root_validator(skip_on_failure=True)
    def is_answered_in_one_way(cls, values: dict[str, Any]) -> dict[str, Any]:
        if len([kind for kind in KINDS if values[kind] is not None]) != 1:
            raise ValueError(f"write one of {', '.join(KINDS)}")
        if "{}" not in values["say"]:
            raise ValueError("say needs {} where the answer belongs")
        return values

    @property
    def kind(self) -> str:
        """Which of KINDS."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)


class Price(_Part):
    """(yuan + what the options add + weekend_yuan) times the counts, and once_yuan on top."""

    yuan: Decimal = Field(Decimal(0), ge=0)
    times: tuple[str, ...] = ()
    weekend_yuan: Decimal = Decimal(0)
    once_yuan: Decimal = Field(Decimal(0), ge=0)


class Cancellation(_Part):
    """Hours before it begins: free until, then for a fee until, then not at all."""

    free_until_hours: int = Field(ge=0)
    fee_percent: int = Field(0, ge=0, le=100)
    until_hours: int = Field(0, ge=0)

    @validator("until_hours")
    def ends_behind_what_is_free(cls, until: int, values: dict[str, Any]) -> int:
        if until > values.get("free_until_hours", until):
            raise ValueError("it is free for longer than it can be cancelled; write fewer hours")
        return until


class Product(_Part):
    """One file of the catalogue; `code` is its name. `lead_hours` is how late it may be ordered."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    merchant: str = Field(regex="^[a-z][a-z_]+$")
    lead_hours: int = Field(2, ge=0)
    fields: dict[str, ProductField]
    price: Price
    cancel: Cancellation

    @validator("fields")
    def begins_on_a_day(cls, fields: dict[str, ProductField]) -> dict[str, ProductField]:
        for kind in ("day", "time"):
            if len([name for name, field in fields.items() if field.kind == kind]) > 1:
                raise ValueError(f"only one field may be a {kind}")
        if not any(field.kind == "day" for field in fields.values()):
            raise ValueError("one field must be a day")
        return fields

    @validator("price")
    def counts_are_fields(cls, price: Price, values: dict[str, Any]) -> Price:
        fields = values.get("fields", {})
        for name in price.times:
            if name not in fields or fields[name].count is None:
                raise ValueError(f"times: {name} is not a field with a count")
        return price

    @property
    def names(self) -> tuple[str, ...]:
        """All that callers may call it."""
        return (self.name, *self.also)

    def slot(self, field: str) -> str:
        """The slot that the field fills: flowers.kind."""
        return f"{self.code}.{field}"

    @property
    def questions(self) -> tuple[Question, ...]:
        """The fields as questions of the flow."""
        return tuple(
            Question(self.slot(name), f"utter_ask_field_{field.kind}")
            for name, field in self.fields.items()
        )

    def price_fen(self, values: Mapping[str, Any]) -> int:
        """What it costs with these answers."""
        one, counted = self.price.yuan, 1
        for name, field in self.fields.items():
            value = values[self.slot(name)]
            if field.options:
                one += field.options[value].yuan
            if name in self.price.times:
                counted *= int(value)
        if self.starts_at(values).weekday() >= SATURDAY:
            one += self.price.weekend_yuan
        return int((one * counted + self.price.once_yuan) * FEN_PER_YUAN)

    def starts_at(self, values: Mapping[str, Any]) -> datetime:
        """When it begins or arrives."""
        day, clock = date.min, MORNING
        for name, field in self.fields.items():
            if field.day:
                day = date.fromisoformat(values[self.slot(name)])
            if field.time:
                clock = time.fromisoformat(values[self.slot(name)])
        return datetime.combine(day, clock)
