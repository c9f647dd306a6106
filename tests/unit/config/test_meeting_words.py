"""How people say in their own words that trios meet across sites: the checker proposes what they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import installed_kinds, parse
from bot.errors import ConfigError

SHIPPED = (Path(__file__).parents[3] / "rituals.yaml").read_text("utf-8")
HERE = "    join: channel "


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gruppengröße: 3", "size: 3"),
        ("größe: 3", "size: 3"),
        ("trios: 3", "size: 3"),
        ("size: trio", "size: 3"),
        ("mix: standorte", "mix: site"),
        ("mix: other site", "mix: site"),
        ("mix: different sites", "mix: site"),
        ("mix: [other departments]", "mix: [department]"),
        ("standorte: site", "mix: site"),
        ("across: site", "mix: site"),
    ],
)
def test_trios_across_sites_are_understood_and_nothing_opposite_is_proposed(written: str, meant: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse(SHIPPED.replace(HERE, f"    {written}\n{HERE}", 1), file="rituals.yaml", kinds=installed_kinds())
    (problem,) = refused.value.problems
    assert problem.fix is not None
    assert problem.fix.lines == (f"    {meant}",)
