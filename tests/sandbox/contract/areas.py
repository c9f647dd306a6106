"""All cases by area, as docs/sandbox.md counts them."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .answered import ANSWERS
from .bounds import BOUNDS
from .carried import HTTP, SOCKETS
from .cases import Case, Deed, Refusal
from .generals import DRAWN_UP, PAGES
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
from .wire import Carried

REFUSALS: tuple[Refusal, ...] = (*MESSAGES, *FILES, *VIEWS, *CONVERSATIONS, *PEOPLE, *TOKENS)
GENERAL: tuple[Deed, ...] = (*DRAWN_UP, *PAGES)
DEEDS: tuple[Deed, ...] = (*STACK, *RESPONSES, *LIVED, *GUESTS)
CARRIED: tuple[Carried, ...] = (*SPOKEN, *SOCKETS, *HTTP)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of what the sandbox imitates, in a line, with its cases."""

    name: str
    says: str
    cases: Sequence[Case]


AREAS: tuple[Area, ...] = (
    Area("Answers", "each method's answer, field by field", ANSWERS),
    Area("Refusals", "each documented error and what leads there", REFUSALS),
    Area("Tokens, scopes, arguments, rates", "`missing_scope` with what is needed, 429 with `Retry-After`, per method", DRAWN_UP),
    Area("Pages", "cursors, lengths by default and at most", PAGES),
    Area("The Web API's wire", "forms, JSON, parts, and what Slack's own client reads", SPOKEN),
    Area("Limits of blocks, elements and views", "taken at the edge, refused one beyond with Slack's message", BOUNDS),
    Area("Empty fields", "`state.values` before and after somebody typed", EMPTY),
    Area("Events", "envelope and every field", TOLD),
    Area("Silence", "what the app must not hear, and what else stands in an envelope", SILENCE),
    Area("Interactions", "buttons, choices, forms, shortcuts, suggestions and commands", (*INTERACTIONS, *INTERACTED)),
    Area("Triggers and stacks of views", "three seconds, once; three views; errors, update, push, clear; closing", STACK),
    Area("Response urls", "five uses in thirty minutes; replace, delete, in the channel", RESPONSES),
    Area("Messages and files", "threads, edits, metadata, ephemerals, group messages, uploads", LIVED),
    Area("Guests, the deactivated, other companies", "who is what, and who can be reached", GUESTS),
    Area("Socket Mode", "greeting, envelopes, acks, repeats, goodbyes", SOCKETS),
    Area("HTTP", "signatures, forms, three retries by the clock, the challenge", HTTP),
)  # fmt: skip
CASES: tuple[Case, ...] = tuple(case for area in AREAS for case in area.cases)
