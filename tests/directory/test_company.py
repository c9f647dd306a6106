"""The generated company: the same everywhere, and as varied as a real one."""

from __future__ import annotations

import csv
from collections import Counter
from hashlib import sha256
from itertools import islice
from pathlib import Path

from tests.directory import people_csv
from tests.directory.company import SIZE, company, plain
from tests.directory.judge import may_be_found, truth_of
from tests.directory.words import aliases, words

DIGEST = "f6103bc3e8dcab77"


def test_the_company_is_the_same_on_every_machine() -> None:
    told = "\n".join(repr(one) for one in company())

    assert sha256(told.encode()).hexdigest()[:16] == DIGEST


def test_a_larger_company_begins_like_a_smaller_one() -> None:
    assert list(islice(company(5_000), SIZE)) == list(company())


def test_another_seed_is_another_company() -> None:
    assert [one.name for one in company(100, seed=7)] != [one.name for one in company(100)]


def test_the_words_are_many() -> None:
    known = words()
    spoken = [way for one in known.topics for way in {*one.german, *one.english}]

    assert len({one.id for one in known.topics}) == len(known.topics) >= 350
    assert len(set(spoken)) >= 800
    assert len(known.women) + len(known.men) >= 350
    assert len(known.family) >= 350


def test_every_state_of_privacy_is_there_for_a_share_of_the_people() -> None:
    people = list(company())
    values = [value for one in people for value in one.values]
    states = Counter(
        {
            "unlisted": sum(not one.listed for one in people),
            "paused": sum(one.paused_until is not None for one in people),
            "no expert": sum(not one.expert for one in people),
            "not contactable": sum(not one.contactable for one in people),
            "guest": sum(one.kind == "guest" for one in people),
            "left": sum(one.kind == "left" for one in people),
            "without Slack": sum(one.kind == "outside" for one in people),
            "for oneself": sum(value.audience == "self" for value in values),
            "for partners": sum(value.audience == "partners" for value in values),
            "for all": sum(value.audience == "public" for value in values),
            "over": sum(value.is_over for value in values),
        }
    )

    assert min(states.values()) >= 8, states
    assert 0.75 < len([one for one in people if may_be_found(one)]) / len(people) < 0.9


def test_nearly_every_topic_has_somebody_who_can_be_found() -> None:
    known = Counter(meant for means in truth_of(company()).known.values() for meant in means)
    topics = [known[f"topic:{one.id}"] for one in words().topics]

    assert sum(count >= 2 for count in topics) / len(topics) > 0.9


def test_the_table_of_the_import_has_everybody_once(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    people_csv.write(path)

    with path.open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))

    working = [one for one in company() if one.kind in ("member", "outside")]
    assert 0.95 * len(working) < len(told) <= len(working)
    assert len({row["id"] for row in told}) == len(told)
    assert all(row["id"] and row["name"] for row in told)
    assert {row["listed"] for row in told} == {"yes", "no"}
    assert any(";" in row["ask_me_about"] for row in told)


def test_whoever_writes_a_topic_in_quite_other_words_uses_an_alias_of_the_company() -> None:
    known = [{one.casefold() for one in group} for group in aliases()]

    strange = [
        (topic.id, way)
        for topic in words().topics
        for way in dict.fromkeys([*topic.german, *topic.english])
        if not any(_share(way, other) for other in [*topic.german, *topic.english] if other != way)
        and not any(one in way.casefold() for group in known for one in group)
        and len({*topic.german, *topic.english}) > 1
    ]

    assert strange == []


def _share(way: str, other: str) -> bool:
    """Return whether two ways to write something have letters in common, as words of one family do."""
    here, there = plain(way).casefold(), plain(other).casefold()
    return any(piece in there for piece in _pieces(here)) or any(piece in here for piece in _pieces(there))


def _pieces(way: str) -> list[str]:
    return [word[start : start + 4] for word in way.split() for start in range(max(1, len(word) - 3))]
