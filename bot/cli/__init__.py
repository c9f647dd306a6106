"""The verbs of `rondo`. Every failure we know is one sentence on stderr and an exit code of 1, never a traceback."""

from __future__ import annotations

import click

from bot import __version__
from bot.cli.demo import demo, sandbox
from bot.cli.look import check, doctor, show_manifest
from bot.cli.plan import plan
from bot.cli.run import migrate, run
from bot.cli.start import init, schema


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rondo")
def main() -> None:
    """Rondo keeps a company's community alive in Slack.

    Try it without Slack: rondo demo. Settings come from the environment and .env, see docs/operating.md.
    """


for command in (run, migrate, init, check, plan, doctor, show_manifest, schema, demo, sandbox):
    main.add_command(command)
