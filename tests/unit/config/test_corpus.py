"""Every mistake of the corpus gets its place, its words in both languages, and a correction that mends the file."""

from __future__ import annotations

import pytest

from bot.config import installed_kinds, parse
from bot.errors import ConfigError, Problem
from tests.unit.config.corpus import GOOD, MISTAKES, Mistake

KINDS = installed_kinds()


def problems(source: str) -> tuple[Problem, ...]:
    try:
        parse(source, file="rituals.yaml", kinds=KINDS)
    except ConfigError as error:
        return error.problems
    return ()


def test_the_file_without_mistakes_is_good() -> None:
    assert problems(GOOD) == ()


def test_the_corpus_is_large_and_no_two_mistakes_are_the_same() -> None:
    assert len(MISTAKES) >= 60
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)
    assert len({GOOD.replace(mistake.old, mistake.new, 1) for mistake in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_met_kindly(mistake: Mistake) -> None:
    assert mistake.old in GOOD
    source = GOOD.replace(mistake.old, mistake.new, 1)
    (problem,) = problems(source)
    assert (problem.line, problem.column) == (mistake.line, mistake.column)
    assert mistake.english in problem.said("en")
    assert mistake.german in problem.said("de")
    assert problem.fix is not None
    assert (problem.fix.lines or ("",))[0] == mistake.corrected
    assert problems(problem.fix.applied(source)) == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_mended_in_a_file_from_windows_too(mistake: Mistake) -> None:
    source = "\ufeff" + GOOD.replace(mistake.old, mistake.new, 1).replace("\n", "\r\n")
    (problem,) = problems(source)
    assert (problem.line, problem.column) == (mistake.line, mistake.column)
    assert problem.fix is not None
    mended = problem.fix.applied(source)
    assert problems(mended) == ()
    assert "\n" not in mended.replace("\r\n", "")


def test_mistakes_that_cannot_be_read_do_not_hide_the_others() -> None:
    source = GOOD.replace("text: Was", "text: @alle: Was").replace("days: fri", "days: Freitag")
    source = source.replace("    kind: pairing", "\tkind: pairing").replace(
        'days: [mon], at: "09:00"', "days: [mon, at: 9"
    )
    found = problems(source)
    assert [problem.line for problem in found] == [16, 22, 22, 35, 38]
    assert all(problem.fix for problem in found)


def test_all_corrections_one_after_the_other_mend_a_file_full_of_mistakes() -> None:
    source = GOOD
    for mistake in MISTAKES[:20:2]:
        source = source.replace(mistake.old, mistake.new, 1)
    for _ in range(30):
        found = problems(source)
        if not found:
            return
        fix = next(problem.fix for problem in found if problem.fix)
        source = fix.applied(source)
    raise AssertionError(found)
