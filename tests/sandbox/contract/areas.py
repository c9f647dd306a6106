"""All cases by area, as docs/sandbox.md counts them."""

from __future__ import annotations

from .answered import ANSWERS
from .bounds import BOUNDS
from .carried import HTTP, SOCKETS
from .cases import Refusal
from .generals import GENERAL as OF_EACH
from .generals import PAGES
from .interacted import INTERACTIONS
from .interacted import RULES as INTERACTED
from .lived import GUESTS, LIVED
from .refused_messages import FILES, MESSAGES, VIEWS
from .refused_reading import CONVERSATIONS, PEOPLE, TOKENS
from .responded import RESPONSES
from .spoken import SPOKEN
from .stacked import STACK
from .states import EMPTY
from .told import TOLD
from .untold import SILENCE

REFUSALS: tuple[Refusal, ...] = (*MESSAGES, *FILES, *VIEWS, *CONVERSATIONS, *PEOPLE, *TOKENS)
GENERAL = (*OF_EACH, *PAGES)
DEEDS = (*STACK, *RESPONSES, *LIVED, *GUESTS)
CARRIED = (*SPOKEN, *SOCKETS, *HTTP)

__all__ = ["ANSWERS", "BOUNDS", "CARRIED", "DEEDS", "EMPTY", "GENERAL", "INTERACTED", "INTERACTIONS", "REFUSALS", "SILENCE", "TOLD"]
