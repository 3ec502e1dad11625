"""What every table is made from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import declarative_base

Base: Any = declarative_base()
# An id that grows without end; SQLite numbers its rows only if they are plain INTEGER.
Row = Integer().with_variant(BigInteger, "postgresql")
