"""Who meets whom: pure and seeded. It knows people as ids, history as dated pairs, traits as words; nothing else."""

from bot.matching.costs import LARGEST, Matching
from bot.matching.groups import gather
from bot.matching.joining import choose
from bot.matching.pairs import match

__all__ = ["LARGEST", "Matching", "choose", "gather", "match"]
