"""rituals.yaml becomes a Config, or a list of everything that is wrong with it."""

from bot.config.kinds import installed_kinds
from bot.config.language import file_language
from bot.config.loader import Config, load, parse, parse_bytes
from bot.config.reading import MAX_BYTES

__all__ = ["MAX_BYTES", "Config", "file_language", "installed_kinds", "load", "parse", "parse_bytes"]
