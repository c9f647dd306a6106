"""All cases by area, as docs/sandbox.md counts them."""

from __future__ import annotations

from .answered import ANSWERS
from .bounds import BOUNDS
from .cases import Refusal
from .generals import GENERAL as OF_EACH
from .generals import PAGES
from .refused_messages import FILES, MESSAGES, VIEWS
from .refused_reading import CONVERSATIONS, PEOPLE, TOKENS
from .states import EMPTY
from .told import SILENCE, TOLD

REFUSALS: tuple[Refusal, ...] = (*MESSAGES, *FILES, *VIEWS, *CONVERSATIONS, *PEOPLE, *TOKENS)
GENERAL = (*OF_EACH, *PAGES)

__all__ = ["ANSWERS", "BOUNDS", "EMPTY", "GENERAL", "REFUSALS", "SILENCE", "TOLD"]
