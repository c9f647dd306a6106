"""Whatever stands in the file, Rondo answers at once: with rituals, or with problems at places inside the file."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot.config import Config, installed_kinds, parse
from bot.errors import ConfigError, Problem
from tests.unit.config.mutations import hostile_files, valid_files

KINDS = installed_kinds()
SLOWEST = 0.05
"""Seconds that reading a hostile file may take; the test allows for a machine that is busy."""
BUSY = 6


def problems(source: str) -> tuple[Problem, ...]:
    try:
        assert isinstance(parse(source, file="rituals.yaml", kinds=KINDS), Config)
    except ConfigError as error:
        return error.problems
    return ()


def assert_answered(source: str) -> tuple[Problem, ...]:
    """Raises anything but ConfigError where the reader fails; returns the problems."""
    found = problems(source)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in found:
        assert 1 <= problem.line <= lines, problem
        assert problem.column >= 1, problem
        assert problem.said("de") != problem.said("en")
        if problem.fix:
            assert 1 <= problem.fix.line <= lines + 1, problem
            problem.fix.applied(source)
    return found


def rituals(number: int, more: str = "") -> str:
    return "version: 1\nrituals:\n" + "".join(
        f"  - {{id: r{n}, kind: post, title: A, channel: a, text: Hi, schedule: {{every: week, days: [mon], "
        f'at: "09:00"{more.replace("%", str(n))}}}}}\n'
        for n in range(number)
    )


HOSTILE = {
    "merge keys": "a: &a {x: 1}\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} {{<<: [*a, *a]}}\n" for n in range(20)),
    "brackets": "[" * 60_000,
    "braces": "{" * 60_000,
    "dashes": "- " * 30_000,
    "indentation": "".join(" " * n + "a:\n" for n in range(300)),
    "question marks": "? " * 30_000,
    "tags": "!a " * 20_000,
    "a long tag": "a: !<" + "x" * 60_000,
    "python": "a: !!python/object/apply:os.system [ls]\n",
    "20,000 keys": "\n".join(f"{n:x}:" for n in range(20_000))[:65_000],
    "20,000 keys in braces": "{" + ",".join(f"{n:x}: " for n in range(8_000)) + "}",
    "one key 12,000 times": "a: 1\n" * 12_000,
    "commas": "a: [" + "b," * 30_000,
    "a long line": "a" * 65_000,
    "a long value": "version: 1\nrituals: " + "a" * 65_000,
    "a long id": "version: 1\nrituals:\n  - {id: " + "Aä " * 15_000 + "}",
    "an open quote": 'a: "' + "x y " * 16_000,
    "a huge number": "version: " + "9" * 65_000,
    "blanks": " " * 65_000,
    "tabs": "\t" * 65_000,
    "lines": "\n" * 65_000,
    "colons": ": " * 32_000,
    "comments": "version: 1 " + "#a " * 20_000,
    "hard blanks": "\u00a0a: 1\n" * 8_000,
    "control characters": "\x00" * 65_000,
    "half characters": "\ud800" * 20_000,
    "backslashes": 'a: "' + "\\" * 65_000,
    "placeholders": rituals(1).replace("Hi", '"' + "{a}" * 20_000 + '"'),
    "calls": rituals(1).replace("Hi", '"' + "@here " * 10_000 + '"'),
    "documents": "---\n" * 16_000,
    "directives": "%A b\n" * 12_000,
    "a directive": "%YAML " + "9" * 60_000,
    "5,000 dates": "version: 1\ncalendars: {a: [" + ",".join(["2026-12-44"] * 5_000) + "]}\nrituals: []",
    "never": rituals(200, ", starting: 2026-11-24, until: 2026-11-25"),
    "zones": rituals(200, ", timezone: E%rlin"),
    "300 fields": "version: 1\ndirectory:\n  fields:\n" + "".join(f"    a{n}: {{slack: 1}}\n" for n in range(300)),
    "fields without words": "version: 1\ndirectory: {fields: {" + ",".join(f"a{n}: {{}}" for n in range(400)) + "}}",
    "400 topics": "version: 1\ndirectory:\n  topics:\n" + "".join(f"    - [K8s, a{n}]\n" for n in range(400)),
    "topics alone": "version: 1\ndirectory:\n  topics:\n" + "".join(f"    - a{n}, b{n}; c{n}\n" for n in range(400)),
    "a long topic": "version: 1\ndirectory: {topics: ['" + "a, " * 20_000 + "']}",
    "a long label": "version: 1\ndirectory: {fields: {a: {label: '" + "a " * 30_000 + "', purpose: b}}}",
    "more than 64 KiB": "a: 1\n" * 14_000,
    "megabytes": "a" * 5_000_000,
}


def milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_answered_at_once(source: str) -> None:
    problems("")
    assert assert_answered(source)
    fastest = min(milliseconds(lambda: problems(source)) for _ in range(3))
    assert fastest < SLOWEST * BUSY * 1000


def test_the_files_to_begin_with_are_many() -> None:
    assert len(valid_files()) > 12


def test_thousands_of_mutated_files_get_problems_with_a_place_or_are_read() -> None:
    wrong = sum(bool(assert_answered(source)) for source in hostile_files(1_500, seed=4))
    assert wrong > 750


def test_200_rituals_are_read() -> None:
    assert problems(rituals(200)) == ()
