"""Files as they come out of accidents and of malice: each is made from a valid one, and from a seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.unit.config import directory_corpus, goal_corpus
from tests.unit.config.corpus import GOOD, MISTAKES

ROOT = Path(__file__).parents[3]
PIECES = (
    *("\t", ": ", "#", "- ", "*a", "&a ", "!x ", "<<: *a", "{", "}", "[", "]", '"', "'", "|", ">", "?", "@", "`", "%"),
    *("\n", "  ", "---\n", "...", "\\", "\x00", "\x85", "\u2028", "\ud800", "\u00a0", "\ufeff", "\r", "„", "“"),
    *("{x}", "null", "~", "1e999", "-1", "9" * 30, "true", "nein", "version: 1\n", "[[[[", "{{{{", "- - - -"),
    *("!!python/object:os.system", "&a [*a]", "2026-13-45", "25:99", "\U0001f600", "a" * 300, "=", ",", "<!channel>"),
    *("@here", "..", "FREQ=SECONDLY"),
)  # fmt: skip


def hostile_files(number: int, *, seed: int) -> Iterator[str]:
    """Yield that many files."""
    rng = Random(seed)
    valid = valid_files()
    for _ in range(number):
        source = rng.choice(valid)
        for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
            source = rng.choice(MUTATIONS)(source, rng)
        yield source[:70_000]


def valid_files() -> tuple[str, ...]:
    """Return files to begin with: the shipped one, that of the corpus, and the examples of the docs."""
    docs = (ROOT / "docs" / "rituals.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```yaml\n(.*?)^```", docs, flags=re.MULTILINE | re.DOTALL)
    head, rituals = GOOD[: GOOD.index("rituals:")], GOOD[GOOD.index("rituals:") :]
    goals = goal_corpus.GOOD.replace("kind: asking", "kind: post").replace("about: [lieferzeit]", "text: Hallo")
    more = (GOOD, directory_corpus.GOOD, goals)
    return (
        *more,
        (ROOT / "rituals.yaml").read_text(encoding="utf-8"),
        *(f"{head}{each}{rituals}" for each in examples),
    )


def _bytes(source: str, rng: Random) -> str:
    raw = bytearray(source.encode("utf-8", "replace"))
    for _ in range(rng.randint(1, 4)):
        if raw:
            raw[rng.randrange(len(raw))] = rng.randrange(256)
    return raw.decode("utf-8", rng.choice(("replace", "ignore", "surrogateescape")))


def _piece(source: str, rng: Random) -> str:
    at = rng.randint(0, len(source))
    return source[:at] + rng.choice(PIECES) + source[at + rng.choice((0, 0, 1, 5, 30)) :]


def _line(source: str, rng: Random) -> str:
    lines = source.split("\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines[at] = lines[at] + lines[other]
    return "\n".join(lines)


def _indent(source: str, rng: Random) -> str:
    lines = source.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = rng.choice(("", " ", "   ", "\t", "\u00a0", "          ")) + lines[at].lstrip()
    return "\n".join(lines)


def _token(source: str, rng: Random) -> str:
    tokens = re.split(r"(\s+|[:,\[\]{}\"'#-])", source)
    at, other = rng.randrange(len(tokens)), rng.randrange(len(tokens))
    tokens[at] = rng.choice((tokens[other], "", tokens[at] * 2, tokens[at].upper(), tokens[at][::-1]))
    return "".join(tokens)


def _value(source: str, rng: Random) -> str:
    values = list(re.finditer(r"(?<=: )[^\n{}\[\],]+", source))
    if not values:
        return source
    one, other = rng.choice(values), rng.choice(values)
    text = rng.choice((other.group(), "[]", "{}", "", "0", "1.5", "[[1]]", "{a: {b: c}}", rng.choice(PIECES)))
    return source[: one.start()] + text + source[one.end() :]


def _mistake(source: str, rng: Random) -> str:
    mistake = rng.choice((*MISTAKES, *directory_corpus.MISTAKES, *goal_corpus.MISTAKES))
    return source.replace(mistake.old, mistake.new, 1)


def _repeat(source: str, rng: Random) -> str:
    at = rng.randint(0, len(source))
    return source[:at] + rng.choice(PIECES) * rng.choice((2, 30, 1000)) + source[at:]


MUTATIONS: tuple[Callable[[str, Random], str], ...] = (
    *(_bytes, _piece, _line, _indent, _token, _value, _mistake, _repeat),
)
