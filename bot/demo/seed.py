"""A directory that is filled from the start: invented colleagues who chose to be found, and some who did not."""

from __future__ import annotations

from importlib.resources import files

from bot.demo.stage import Stage
from bot.service.directory.people_import import import_people


def fill_directory(stage: Stage) -> int:
    """Take the invented people over, where the rituals file has a directory; return how many are listed now."""
    if stage.config.directory is None:
        return 0
    source = files("bot").joinpath("demo", "people.csv").read_text("utf-8")
    done = import_people(stage.rondo.context, source, now=stage.sandbox.workspace.clock.now())
    return done.listed
