"""The words that the generated company is made of, read from the files in `data`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Topic:
    """One subject of work, and how people write it; the first way is the usual one."""

    id: str
    departments: tuple[str, ...]
    german: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """What somebody is. `woman` and `several` equal `man` where the language makes no difference."""

    id: str
    departments: tuple[str, ...]
    man: str
    woman: str
    several: str
    topics: tuple[str, ...]
    is_english: bool


@dataclass(frozen=True)
class Place:
    """A site or a department; `share` in percent."""

    id: str
    name: str
    share: int
    is_english: bool = False
    timezone: str = "Europe/Berlin"


@dataclass(frozen=True)
class Tongue:
    """A language, by its ISO code; `share` of people who speak it beside their own, in percent."""

    id: str
    german: str
    english: str
    share: int


@dataclass(frozen=True)
class Words:
    """All of it."""

    topics: tuple[Topic, ...]
    roles: tuple[Role, ...]
    sites: tuple[Place, ...]
    departments: tuple[Place, ...]
    tongues: tuple[Tongue, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...]
    cast: tuple[str, ...]
    """Names that somebody has for certain, whatever the seed."""
    filler: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """Read the files, once."""
    names, places, roles, filler = (sections(name) for name in ("names", "places", "roles", "filler"))
    return Words(
        topics=tuple(_topic(line) for line in sections("topics")[""]),
        roles=tuple([*(_role(line) for line in roles[""]), *(_english_role(line) for line in roles["english"])]),
        sites=tuple(_site(line) for line in places["sites"]),
        departments=tuple(Place(key, name, int(share)) for key, name, share in map(cells, places["departments"])),
        tongues=tuple(Tongue(key, de, en, int(share)) for key, de, en, share in map(cells, places["languages"])),
        women=tuple(_tokens(names["women"])),
        men=tuple(_tokens(names["men"])),
        family=tuple(_tokens(names["family"])),
        cast=tuple(names["cast"]),
        filler={key: tuple(_tokens(lines) if _is_list(key) else lines) for key, lines in filler.items() if key},
    )


def aliases() -> tuple[tuple[str, ...], ...]:
    """Return the groups of words that mean the same, as this company's operator would write them."""
    return tuple(_several(line, ";") for line in sections("aliases")[""])


def sections(name: str) -> dict[str, list[str]]:
    """Return the lines of a file by the section they stand in, without its comments."""
    found: dict[str, list[str]] = {"": []}
    section = ""
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            found[section] = []
        elif line and not line.startswith("#"):
            found[section].append(line)
    return found


def cells(line: str) -> list[str]:
    """Return what stands between the bars of a line."""
    return [cell.strip() for cell in line.split("|")]


def _topic(line: str) -> Topic:
    key, departments, german, english = cells(line)
    ways = () if german == "-" else _several(german, ";")
    others = ways if english == "=" else () if english == "-" else _several(english, ";")
    return Topic(key, _several(departments, ","), ways, others)


def _role(line: str) -> Role:
    key, departments, man, woman, several, topics = cells(line)
    return Role(key, _several(departments, ","), man, woman, several, _several(topics, ","), is_english=False)


def _english_role(line: str) -> Role:
    key, departments, name = cells(line)
    return Role(key, _several(departments, ","), name, name, name, (), is_english=True)


def _site(line: str) -> Place:
    key, name, share, language, timezone = cells(line)
    return Place(key, name, int(share), language == "en", timezone)


def _is_list(section: str) -> bool:
    return section.startswith("noise") or section == "project"


def _tokens(lines: list[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(lines).split()))


def _several(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in cell.split(separator) if one.strip())
