"""rituals.yaml becomes a Config, or a list of everything that is wrong with it."""

from bot.config.loader import Config, load, parse

__all__ = ["Config", "load", "parse"]
