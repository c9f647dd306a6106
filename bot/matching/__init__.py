"""Who meets whom: pure and seeded. It knows people as ids and history as pairs with dates, nothing else."""

from bot.matching.pairs import Matching, match

__all__ = ["Matching", "match"]
