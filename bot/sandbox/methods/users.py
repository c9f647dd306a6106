"""users.list, users.info and users.profile.get."""

from __future__ import annotations

from bot.sandbox.call import Call, paged
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json, Person
from bot.sandbox.workspace import APP_USER

LIST_MOST = 1000


def list_all(call: Call) -> Json:
    """List everybody, the deactivated and the bots included."""
    people = [person for person in call.workspace.people.values() if not person.is_hidden]
    most = LIST_MOST if call.text("limit") else max(1, len(people))
    rows, cursor = call.page(people, default=most, most=most)
    answer = paged("members", [_shown(call, person) for person in rows], cursor)
    return answer | {"cache_ts": int(call.workspace.clock.epoch())}


def info(call: Call) -> Json:
    """Describe one person."""
    person = call.workspace.people.get(call.text("user"))
    if person is None:
        raise SlackError("user_not_found")
    if person.is_hidden:
        raise SlackError("user_not_visible")
    return {"user": _shown(call, person)}


def profile(call: Call) -> Json:
    """Give somebody's profile with the company's own fields; without a user it would be the app's own."""
    person = call.workspace.people.get(call.text("user", APP_USER))
    if person is None or person.is_hidden:
        raise SlackError("user_not_found")
    with_email = "users:read.email" in call.workspace.installation.scopes
    shown = person.profile(call.workspace.team["id"], with_email=with_email)
    fields = {}
    for row in call.workspace.profile_fields:
        value = str(getattr(person, row["holds"]))
        if value:
            label = {"label": row["label"]} if call.flag("include_labels") else {}
            fields[row["id"]] = {"value": value, "alt": "", **label}
    return {"profile": {**shown, "fields": fields or []}}  # Slack writes an empty list for an empty mapping


def _shown(call: Call, person: Person) -> Json:
    return person.user(
        call.workspace.team["id"],
        now=call.workspace.clock.now(),
        with_email="users:read.email" in call.workspace.installation.scopes,
        with_locale=call.flag("include_locale"),
    )
