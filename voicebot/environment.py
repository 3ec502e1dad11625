"""Sets up what the product runs on: uv from PyPI, Python 3.10, and the locked dependencies.

Run by `make` with whatever Python 3 the machine has, before anything is installed, so it uses the
standard library alone. A second run finds everything in place and takes a second.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
UV_VERSION = "0.13.9"


def main() -> None:
    """Leaves a `.venv` that matches `uv.lock`; exits with one line that says what is missing."""
    uv = find_uv() or install_uv()
    python = find_python() or "3.10"
    say(f"Python: {python if python != '3.10' else 'none found here, uv fetches 3.10'}")
    say("Dependencies: uv sync --frozen (the first time downloads about 1 GB)")
    command = [str(uv), "sync", "--frozen", "--compile-bytecode", "--python", python]
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit("setup failed: the lines above say why; with the network back, run make again")


def find_uv() -> Path | None:
    """The uv that an earlier run installed."""
    for uv in (TOOLS / "bin" / "uv", TOOLS / "lib" / "bin" / "uv"):
        if uv.exists():
            return uv
    return None


def install_uv() -> Path:
    """uv from PyPI, in a folder of the project, so that the machine stays as it is."""
    say(f"uv {UV_VERSION} from PyPI")
    requirement = f"uv=={UV_VERSION}"
    quiet = ["--quiet", "--disable-pip-version-check"]
    venv = subprocess.run([sys.executable, "-m", "venv", str(TOOLS)], capture_output=True)
    if venv.returncode == 0:
        pip = [str(TOOLS / "bin" / "python"), "-m", "pip", "install", *quiet, requirement]
    else:  # Debian splits venv from Python; pip alone can do it too.
        shutil.rmtree(TOOLS, ignore_errors=True)
        target = ["--target", str(TOOLS / "lib")]
        pip = [sys.executable, "-m", "pip", "install", *quiet, *target, requirement]
    if subprocess.run(pip).returncode:
        sys.exit("setup failed: could not install uv; it needs python3 with venv or pip, and PyPI")
    uv = find_uv()
    if uv is None:
        sys.exit(f"setup failed: uv was installed but is not in {TOOLS}; remove it and run again")
    return uv


def find_python() -> str | None:
    """A Python 3.10 that really runs: on PATH, else in pyenv; a pyenv shim may exist and fail."""
    on_path = shutil.which("python3.10")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    in_pyenv = sorted(pyenv.glob("versions/3.10*/bin/python3.10"), reverse=True)
    for candidate in [on_path, *map(str, in_pyenv)]:
        if candidate and _is_python_3_10(candidate):
            return candidate
    return None


def _is_python_3_10(path: str) -> bool:
    probe = "import sys; sys.exit(sys.version_info[:2] != (3, 10))"
    return subprocess.run([path, "-c", probe], capture_output=True).returncode == 0


def say(line: str) -> None:
    """One line of progress."""
    print(f"setup · {line}", flush=True)


if __name__ == "__main__":
    main()
