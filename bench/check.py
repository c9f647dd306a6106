"""Checking a file of 200 rituals, against PyYAML reading the same file without looking at it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from bench.table import line, seconds
from bot.config import installed_kinds, parse

RITUAL = """\
  - id: runde-{n}
    kind: {kind}
    title: {{de: Runde {n}, en: Round {n}}}
    channel: kanal-{n}
    schedule: {{every: 2 weeks, days: [mon, thu], at: "09:30", starting: 2026-11-23}}
    grace: 3 hours
{more}"""
POST = """\
    text:
      de: Guten Morgen! Was steht diese Woche bei dir an?
      en: Good morning! What is on your plate this week?
"""
PAIRING = """\
    join: channel
    close_after: 4 workdays
    questions: [Was machst du gern, Was isst du gern]
"""


def file_of(number: int) -> str:
    """Return a file with that many rituals, half of them pairings."""
    kinds = (("post", POST), ("pairing", PAIRING))
    rituals = (RITUAL.format(n=n, kind=kinds[n % 2][0], more=kinds[n % 2][1]) for n in range(number))
    return "version: 1\nrituals:\n" + "".join(rituals)


def measure() -> None:
    """Print the time of a check in a running process and from cold; the baseline composes the same file."""
    source, kinds = file_of(200), installed_kinds()
    figure = seconds(lambda: parse(source, file="rituals.yaml", kinds=kinds))
    baseline = seconds(lambda: yaml.compose(source, Loader=yaml.SafeLoader))
    line("check 200 rituals", figure, baseline, named="yaml.compose", floor="libyaml's events")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rituals.yaml"
        path.write_text(source, encoding="utf-8")
        check = [sys.executable, "-c", "from bot.cli import main; main()", "check", str(path)]
        figure = seconds(lambda: subprocess.run(check, check=True, capture_output=True), runs=3)
        bare = [sys.executable, "-c", f"import yaml; yaml.compose(open({str(path)!r}, encoding='utf-8').read())"]
        baseline = seconds(lambda: subprocess.run(bare, check=True), runs=3)
    line("rondo check of 200 rituals, from cold", figure, baseline, named="PyYAML from cold", floor="the imports")
