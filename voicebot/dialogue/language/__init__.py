"""Mandarin as callers say it and as it is read to them: numbers, money, dates, phones, names."""
