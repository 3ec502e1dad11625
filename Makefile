# make demo   sets up what it needs and runs spoken and keyed calls that you can hear and read
# make test   sets up what it needs and runs formatting, lint, types and all tests
# make bench  prints what is measured: first sound, keys, memory

PYTHON ?= python3

.PHONY: setup demo test bench

setup:
	@$(PYTHON) voicebot/environment.py

demo: setup
	@.venv/bin/voicebot demo

test: setup
	@.venv/bin/voicebot train & training=$$!; \
	 .venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && wait $$training
	@.venv/bin/pytest --numprocesses 2 --dist loadgroup --no-loadscope-reorder

bench: setup
	@.venv/bin/voicebot bench demo
