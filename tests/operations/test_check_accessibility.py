"""Staff see which requirements hold; one that nothing tests is not taken for one that holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from voicebot.cli import app
from voicebot.operations import accessibility

ROOT = Path(__file__).parents[2]
HOLDS = "def test_a{number}_holds():\n    pass\n\n\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose every requirement has a test that passes."""
    monkeypatch.setenv(accessibility.WALK_ALL, "")  # what the command sets ends with the test
    folder = tmp_path / "tests" / "accessibility"
    folder.mkdir(parents=True)
    tests = "".join(HOLDS.format(number=number) for number in accessibility.REQUIREMENTS)
    (folder / f"{tmp_path.name}.py").write_text(tests)
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    return tmp_path


def checked(project: Path, change: tuple[str, str]) -> tuple[int, str]:
    test = project / "tests" / "accessibility" / f"{project.name}.py"
    test.write_text(test.read_text().replace(*change))
    command = ["check", "accessibility", "--config", str(project / "config.yaml")]
    result = CliRunner().invoke(app, command)
    return result.exit_code, result.stdout


def test_where_every_requirement_holds_there_is_no_problem(project: Path) -> None:
    code, told = checked(project, ("", ""))
    assert (code, told.count("✓")) == (0, 25), told


def test_a_requirement_without_a_test_is_a_problem(project: Path) -> None:
    code, told = checked(project, (HOLDS.format(number=23), ""))
    assert code == 1
    assert "✗ A23" in told
    assert "no test says whether it holds" in told


def test_a_requirement_whose_only_test_is_skipped_is_a_problem(project: Path) -> None:
    skipped = "def test_a23_holds():\n    import pytest; pytest.skip()\n\n\n"
    code, told = checked(project, (HOLDS.format(number=23), skipped))
    assert (code, "✗ A23" in told) == (1, True)


def test_a_requirement_that_is_broken_is_told_as_a_sentence(project: Path) -> None:
    broken = "def test_a7_callers_are_heard():\n    assert False\n\n\n"
    code, told = checked(project, (HOLDS.format(number=7), broken))
    assert code == 1
    assert "callers are heard" in told
