"""Who meets whom: pure and seeded. It knows people as ids, history as dated groups, traits as words; nothing else."""

from bot.matching.arrange import arrange
from bot.matching.hours import working_hours
from bot.matching.partner import best_company
from bot.matching.reasons import explain
from bot.matching.record import Asked, Record
from bot.matching.values import LARGEST, Certificate, History, Hours, Reason, Roster, Round, Rules, Wish

__all__ = [
    "LARGEST",
    "Asked",
    "Certificate",
    "History",
    "Hours",
    "Reason",
    "Record",
    "Roster",
    "Round",
    "Rules",
    "Wish",
    "arrange",
    "best_company",
    "explain",
    "working_hours",
]
