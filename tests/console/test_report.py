"""Staff see the week of calls in the console, and take its figures away as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.console.conftest import DAY


def test_the_week_shows_what_callers_wanted_and_how_far_they_came(reviewer):
    page = reviewer.get(f"/report?of={DAY}").text
    assert "1 个电话，4 句话；3 句是说的（75%），1 次是按键（25%）" in page
    assert "”：1 个电话开始，0 个办完（0%）" in page
    assert "<svg" in page
    assert '<th scope="row">m1</th>' in page


def test_the_weeks_before_and_after_are_one_link_away(reviewer):
    first = DAY - timedelta(days=DAY.weekday())
    page = reviewer.get(f"/report?of={DAY}").text
    assert f'href="/report?of={first - timedelta(days=7)}"' in page
    assert "0 个电话" in reviewer.get(f"/report?of={first + timedelta(days=7)}").text


def test_the_table_is_downloaded_with_the_same_figures(reviewer):
    answer = reviewer.get(f"/report.csv?of={DAY}")
    assert "attachment" in answer.headers["content-disposition"]
    assert "turns by,voice,,3" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("path", ["/report?of=gestern", "/report.csv?of=2026-13-01"])
def test_a_day_that_does_not_exist_is_told(reviewer, path):
    answer = reviewer.get(path)
    assert answer.status_code == 404
    assert "没有找到" in answer.text
