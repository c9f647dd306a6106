"""rituals.yaml becomes a Config, or a list of everything that is wrong with it."""

from bot.config.kinds import installed_kinds
from bot.config.language import file_language
from bot.config.loader import Config, load, parse

__all__ = ["Config", "file_language", "installed_kinds", "load", "parse"]
