"""The installation, for a command that writes down when something is done or asks for the day."""

from __future__ import annotations

from pathlib import Path

from voicebot.config import Settings, load_settings


def load_in_bank_time(config: Path) -> Settings:
    """The settings; from now on local time is the bank's, as it is in calls. Raises ConfigError."""
    from voicebot.bank import business_day

    settings = load_settings(config)
    business_day.keep_bank_time(settings.bank.time_zone)
    return settings
