"""A case of the contract: what Slack's documentation says, by name and source; and where its pages are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .desk import Desk

DOCS = "https://docs.slack.dev"
SAMPLES = "https://github.com/slackapi/java-slack-sdk/blob/main/json-logs/samples"
"""Payloads that Slack's own Java SDK recorded; where no page writes a shape down."""
PYTHON_SDK = "https://github.com/slackapi/python-slack-sdk/blob/main"

RATE_LIMITS = f"{DOCS}/apis/web-api/rate-limits"
PAGINATION = f"{DOCS}/apis/web-api/pagination"
WEB_API = f"{DOCS}/apis/web-api/"
EVENTS_API = f"{DOCS}/apis/events-api/"
OVER_HTTP = f"{DOCS}/apis/events-api/using-http-request-urls"
SOCKET_MODE = f"{DOCS}/apis/events-api/using-socket-mode/"
SIGNING = f"{DOCS}/authentication/verifying-requests-from-slack/"
SLACK_CONNECT = f"{DOCS}/apis/slack-connect/"
INTERACTION = f"{DOCS}/interactivity/handling-user-interaction"
COMMANDS = f"{DOCS}/interactivity/implementing-slash-commands/"
SHORTCUTS = f"{DOCS}/interactivity/implementing-shortcuts/"
MODALS = f"{DOCS}/surfaces/modals"
METADATA = f"{DOCS}/messaging/message-metadata/"
MODIFYING = f"{DOCS}/messaging/modifying-messages"
UNFURLING = f"{DOCS}/messaging/unfurling-links-in-messages"
FILES = f"{DOCS}/messaging/working-with-files"
FORMATTING = f"{DOCS}/messaging/formatting-message-text/"
FULL_STATE = f"{DOCS}/changelog/2020-09-full-state-on-view-submisson-and-block-actions"
BLOCK_ACTIONS = f"{DOCS}/reference/interaction-payloads/block_actions-payload/"
BLOCK_SUGGESTION = f"{DOCS}/reference/interaction-payloads/block_suggestion-payload/"
VIEW_PAYLOADS = f"{DOCS}/reference/interaction-payloads/view-interactions-payload"
SHORTCUT_PAYLOADS = f"{DOCS}/reference/interaction-payloads/shortcuts-interaction-payload/"
MODAL_VIEWS = f"{DOCS}/reference/views/modal-views"
HOME_VIEWS = f"{DOCS}/reference/views/home-tab-views"
USER_OBJECT = f"{DOCS}/reference/objects/user-object"
CONVERSATION_OBJECT = f"{DOCS}/reference/objects/conversation-object"


def of_method(name: str) -> str:
    """Give the page of a method."""
    return f"{DOCS}/reference/methods/{name}"


def of_event(name: str) -> str:
    """Give the page of an event."""
    return f"{DOCS}/reference/events/{name}"


def of_block(name: str) -> str:
    """Give the page of a block."""
    return f"{DOCS}/reference/block-kit/blocks/{name}-block"


def of_element(name: str) -> str:
    """Give the page of a block element."""
    return f"{DOCS}/reference/block-kit/block-elements/{name}-element"


def of_object(name: str) -> str:
    """Give the page of a composition object."""
    return f"{DOCS}/reference/block-kit/composition-objects/{name}-object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing that Slack does, and the page that says so."""

    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Case):
    """A call that Slack answers with `error`; texts in `args` that begin with a $ are notes of the desk."""

    method: str
    error: str
    args: dict[str, Any]
    before: tuple[Callable[[Desk], None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Case):
    """A call that succeeds, and the documented fields of its answer, by their paths ("channel.topic.value")."""

    method: str
    args: dict[str, Any]
    fields: dict[str, type | tuple[type, ...] | None]
    before: tuple[Callable[[Desk], None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed(Case):
    """Something to do at a desk, and to look at: `proof` asserts."""

    proof: Callable[[Desk], None]


def refusal(method: str, error: str, *before: Callable[[Desk], None], why: str = "", **args: Any) -> Refusal:
    """Give the case of a refused call, named by method, code and, where one code has several causes, `why`."""
    name = f"{method} answers {error}" + (f" {why}" if why else "")
    return Refusal(name=name, source=of_method(method), method=method, error=error, args=args, before=before)
