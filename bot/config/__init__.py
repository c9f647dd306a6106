"""rituals.yaml becomes a Config, or a list of everything that is wrong with it."""

from bot.config.kinds import installed_kinds
from bot.config.loader import Config, load, parse

__all__ = ["Config", "installed_kinds", "load", "parse"]
