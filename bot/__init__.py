"""Rondo: a Slack bot that keeps a company's community alive."""

__version__ = "0.1.0"
