"""api.test, auth.test, apps.connections.open, team.info, team.profile.get, bots.info and the user groups."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.events import bot_profile, group_shape
from bot.sandbox.model import Json
from bot.sandbox.workspace import APP_BOT, APP_ID, APP_USER


def api_test(call: Call) -> Json:
    """Echo the arguments, or the error asked for."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=dict(call.args))
    return {"args": dict(call.args)}


def auth_test(call: Call) -> Json:
    """Say whose token it is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.team['domain']}.slack.com/",
        "team": workspace.team["name"],
        "user": workspace.people[APP_USER].name,
        "team_id": workspace.team["id"],
        "user_id": APP_USER,
        "bot_id": APP_BOT,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """Give the address of one Socket Mode connection."""
    address = call.workspace.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={call.workspace.tickets.link()}&app_id={APP_ID}"}


def team_info(call: Call) -> Json:
    """Describe the workspace."""
    team = call.workspace.team
    if call.text("team", team["id"]) != team["id"]:
        raise SlackError("team_not_found")
    icon = {"image_default": True}
    return {"team": {**team, "email_domain": f"{team['domain']}.example", "icon": icon, "url": auth_test(call)["url"]}}


def bots_info(call: Call) -> Json:
    """Describe the app's bot."""
    wanted = call.text("bot", APP_BOT)
    if wanted != APP_BOT:
        raise SlackError("bot_not_found")
    return {"bot": bot_profile(call.workspace)}


def profile_fields(call: Call) -> Json:
    """Describe the company's own profile fields."""
    wanted = call.text("visibility", "all")
    if wanted not in ("all", "visible", "hidden"):
        raise SlackError("invalid_arguments", messages=["[ERROR] invalid visibility [json-pointer:/visibility]"])
    shown = [] if wanted == "hidden" else [_field(row) for row in call.workspace.profile_fields]
    return {"profile": {"fields": shown, "sections": []}}


def usergroups_list(call: Call) -> Json:
    """List the user groups, the disabled ones only on demand."""
    shown = [row for row in call.workspace.usergroups if call.flag("include_disabled") or not row.get("date_delete")]
    return {"usergroups": [_group(call, row) for row in shown]}


def usergroups_users(call: Call) -> Json:
    """List the members of one user group."""
    for row in call.workspace.usergroups:
        if row["id"] == call.text("usergroup"):
            return {"users": _active(call, row)}
    raise SlackError("no_such_subteam")


def _field(row: Json) -> Json:
    shown = {"hint": "", "type": "text", "possible_values": None, "options": None, "is_hidden": False}
    return shown | {key: value for key, value in row.items() if key != "holds"}


def _group(call: Call, row: Json) -> Json:
    members = _active(call, row)
    shown = group_shape(call.workspace, row)
    if call.flag("include_count"):
        shown["user_count"] = len(members)
    return shown | ({"users": members} if call.flag("include_users") else {})


def _active(call: Call, row: Json) -> list[str]:
    return [uid for uid in row["members"] if not call.workspace.people[uid].deleted]
