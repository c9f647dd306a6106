"""The Web API methods the sandbox knows, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.sandbox.call import Call
from bot.sandbox.methods import chat, conversations, files, history, team, users, views
from bot.sandbox.model import Json


def registry() -> Mapping[str, Callable[[Call], Json]]:
    """Give every implemented method."""
    return {
        "api.test": team.api_test,
        "apps.connections.open": team.connections_open,
        "auth.test": team.auth_test,
        "bots.info": team.bots_info,
        "chat.delete": chat.delete,
        "chat.postEphemeral": chat.post_ephemeral,
        "chat.postMessage": chat.post_message,
        "chat.update": chat.update,
        "conversations.history": history.history,
        "conversations.info": conversations.info,
        "conversations.join": conversations.join,
        "conversations.list": conversations.list_all,
        "conversations.members": conversations.members,
        "conversations.open": conversations.open_dm,
        "conversations.replies": history.replies,
        "files.completeUploadExternal": files.complete_upload,
        "files.getUploadURLExternal": files.upload_url,
        "files.info": files.info,
        "reactions.add": chat.react,
        "team.info": team.team_info,
        "team.profile.get": team.profile_fields,
        "usergroups.list": team.usergroups_list,
        "usergroups.users.list": team.usergroups_users,
        "users.conversations": conversations.of_user,
        "users.info": users.info,
        "users.list": users.list_all,
        "users.profile.get": users.profile,
        "views.open": views.open_view,
        "views.publish": views.publish,
        "views.push": views.push,
        "views.update": views.update,
    }
