"""Who may decide about other people's money: `security.approvers` of config.yaml."""

from __future__ import annotations

from sqlalchemy.orm import Session

from voicebot.bank.errors import NotPermitted
from voicebot.bank.rules import rules_of


def refuse_others(db: Session, by: str) -> None:
    """Raises NotPermitted, with who may, unless `by` is an approver."""
    approvers = rules_of(db).security.approvers
    if by not in approvers:
        raise NotPermitted(
            f"{by} may not approve; security.approvers in config.yaml has "
            f"{', '.join(approvers) or 'nobody'}"
        )
