"""Joins the two sides of one call: what the scripted caller did and what the bot wrote down.

caller's side   say 查余额 ─────┐ first sound 0.5 s later      keys 246810# ─────┐ …
bot's side                     └ heard 查余额 · answered …                       └ heard …
"""

from __future__ import annotations
