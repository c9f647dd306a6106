"""The verbs of `rondo`. Every failure we know is one sentence on stderr and an exit code of 1, never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from bot import __version__

VERBS: Mapping[str, str] = {
    "run": "run:run",
    "work": "run:work",
    "migrate": "run:migrate",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "init": "start:init",
    "check": "check:check",
    "plan": "plan:plan",
    "next": "coming:coming",
    "show": "show:show",
    "preview": "preview:preview",
    "match": "match:match",
    "find": "find:search",
    "stop": "stop:stop",
    "go": "stop:go",
    "recall": "stop:recall",
    "outbox": "outbox:outbox",
    "people": "people:people",
    "results": "results:results",
    "simulate": "simulate:simulated",
    "doctor": "look:doctor",
    "manifest": "look:show_manifest",
    "schema": "start:schema",
    "demo": "demo:demo",
    "sandbox": "demo:sandbox",
}
"""Verb -> module of this folder, and the command in it. Only the verb that is used is imported: `check` runs at every
keystroke of an editor and needs neither Slack's SDK nor a database."""


class Verbs(click.Group):
    """A group whose verbs are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in their own order."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb."""
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"bot.cli.{module}"), name)
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rondo")
def main() -> None:
    """Rondo keeps a company's community alive in Slack.

    Try it without Slack: rondo demo. Settings come from the environment and .env, see docs/operating.md.
    """
