"""All cases by area, as docs/sandbox.md counts them."""

from __future__ import annotations

from .answered import ANSWERS
from .bounds import BOUNDS
from .cases import Refusal
from .generals import GENERAL as OF_EACH
from .generals import PAGES
from .interacted import INTERACTIONS
from .interacted import RULES as INTERACTED
from .refused_messages import FILES, MESSAGES, VIEWS
from .refused_reading import CONVERSATIONS, PEOPLE, TOKENS
from .stacked import RESPONSES, STACK
from .states import EMPTY
from .told import SILENCE, TOLD

REFUSALS: tuple[Refusal, ...] = (*MESSAGES, *FILES, *VIEWS, *CONVERSATIONS, *PEOPLE, *TOKENS)
GENERAL = (*OF_EACH, *PAGES)
DEEDS = (*STACK, *RESPONSES)

__all__ = ["ANSWERS", "BOUNDS", "DEEDS", "EMPTY", "GENERAL", "INTERACTED", "INTERACTIONS", "REFUSALS", "SILENCE", "TOLD"]
