"""Vouchers for people and for other programs.

JSON lines have everything that was hashed, so that anybody can prove the chain; the CSV is for
reading, and names customers' accounts by their last four digits.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from voicebot.bank.finding import yuan
from voicebot.bank.vouchers import Record, SealedRecord

COLUMNS = (
    *("number", "at", "text", "postings", "read_back", "confirmed_by", "operator"),
    *("refers_to", "call_id", "recording_s", "hash"),
)
TAIL_DIGITS = 4
SECONDS_PER_MINUTE = 60


def write_json_lines(vouchers: Iterable[SealedRecord], out: Path) -> int:
    """One document a voucher; how many."""
    count = 0
    with out.open("w", encoding="utf-8") as file:
        for sealed in vouchers:
            document = asdict(sealed.record)
            document |= {"previous_hash": sealed.previous_hash, "hash": sealed.hash}
            file.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")
            count += 1
    return count


def write_csv(vouchers: Iterable[SealedRecord], out: Path) -> int:
    """One line a voucher, as spreadsheets read it; how many."""
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        rows.writeheader()
        for sealed in vouchers:
            row = asdict(sealed.record)
            rows.writerow(row | {"postings": "; ".join(moved(sealed.record)), "hash": sealed.hash})
            count += 1
    return count


def moved(record: Record) -> list[str]:
    """What left and entered which account."""
    return [f"{yuan(fen)} {_tail(number)}" for number, fen in record.postings]


def describe(sealed: SealedRecord, recording: Path | None) -> str:
    """A voucher to read, and where to listen."""
    record = sealed.record
    minutes, seconds = divmod(record.recording_s, SECONDS_PER_MINUTE)
    proven = record.hash_after(sealed.previous_hash) == sealed.hash
    unchanged = "unchanged" if proven else "CHANGED: run voicebot vouchers verify"
    where = recording or "a recording that is gone"
    lines = [
        ("voucher", f"{record.number}, {record.at:%Y-%m-%d %H:%M:%S}"),
        ("for", record.text),
        *(("moved", line) for line in moved(record)),
        ("read back", record.read_back),
        ("confirmed", f"by {record.confirmed_by}, carried out by {record.operator}"),
        ("call", record.call_id),
        ("listen at", f"{int(minutes)}:{seconds:04.1f} in {where}"),
        ("hash", f"{sealed.hash} ({unchanged})"),
    ]
    if record.refers_to:
        lines.insert(2, ("after", f"voucher {record.refers_to}"))
    return "\n".join(f"{name:<10} {text}" for name, text in lines)


def _tail(number: str) -> str:
    return f"…{number[-TAIL_DIGITS:]}" if number.isdigit() else number
