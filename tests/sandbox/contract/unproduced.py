"""Documented refusals that the sandbox never gives, and why; with the cases they make up each method's whole list."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

GRID = "of Enterprise Grid: the sandbox is one workspace"
POLICY = "of what an administrator may forbid; the sandbox's company forbids nothing"
PLAN = "of a workspace's plan; the sandbox's company pays"
CANVAS = "of canvases, lists, records or drafts, which the sandbox does not have"
TRANSIENT = "of a failure within Slack; a fault of the kind not_ok answers with it on demand"
MOVING = "of a channel that moves between workspaces"
SIZE = "of a number nobody documents"
GENERAL = "answered as invalid_arguments with the missing field's name, as Slack's newer methods do"
SENDER = "of sending as somebody else, or with a token of another kind"
PAGING = "of paging that the sandbox's list does not need"
RECORDS = "of Salesforce records"
ALL_SEEN = "does not come up: every method here takes every kind of conversation"
CLIENT = "of a client's own message ids, which no app sends"
TWO_WAYS = "answered as ratelimited with status 429, which stands for both"
SCHEMA = "of schemas declared in a manifest, which the sandbox does not read"
NO_POST = "of a GET; the sandbox takes both"
STREAMS = "of messages that are being streamed"
SHARES = "of files of a message being changed, which the sandbox's chat.update ignores"
PROFILES = "of views on profiles, an experiment of Slack's"

UNPRODUCED: dict[str, dict[str, tuple[str, ...]]] = {
    "apps.connections.open": {
        GRID: ("forbidden_team",),
        NO_POST: ("insecure_request",),
        TRANSIENT: ("internal_error",),
        GENERAL: ("missing_args",),
    },
    "auth.test": {TRANSIENT: ("internal_error",)},
    "bots.info": {GRID: ("bots_not_found", "team_not_found"), GENERAL: ("missing_argument",)},
    "chat.postEphemeral": {
        "of a kind of message that cannot be replied to, which nobody sees in an ephemeral one": ("cannot_reply_to_message",),
        PLAN: ("message_limit_exceeded",),
        POLICY: ("restricted_action",),
    },
    "chat.postMessage": {
        POLICY: (
            "app_access_restricted", "ekm_access_denied", "restricted_action", "restricted_action_non_threadable_channel",
            "restricted_action_read_only_channel", "restricted_action_thread_locked",
            "restricted_action_thread_only_channel", "slack_connect_file_link_sharing_blocked",
        ),
        SENDER: ("as_user_not_supported", "metadata_must_be_sent_from_app", "send_on_behalf_not_allowed"),
        CANVAS: (
            "draft_already_deleted", "draft_already_sent", "draft_has_conflict", "draft_not_found",
            "slack_connect_canvas_sharing_blocked", "slack_connect_lists_sharing_blocked",
        ),
        CLIENT: ("duplicate_channel_not_found", "duplicate_message_not_found"),
        SCHEMA: ("invalid_metadata_schema",),
        PLAN: ("message_limit_exceeded",),
        SHARES: ("missing_file_data",),
        TWO_WAYS: ("rate_limited",),
        GRID: ("team_not_found",),
        SIZE: ("attachment_payload_limit_exceeded", "too_many_contact_cards"),
    },
    "chat.update": {
        SENDER: ("as_user_not_supported", "metadata_must_be_sent_from_app"),
        POLICY: (
            "blocked_file_type", "edit_window_closed", "posting_to_channel_denied", "slack_connect_blocked_file_type",
            "slack_connect_clip_sharing_blocked", "slack_connect_file_link_sharing_blocked",
            "slack_connect_file_upload_sharing_blocked",
        ),
        "of a rich text block put in place of another one": ("block_mismatch",),
        "of showing an answer in the channel afterwards": ("cant_broadcast_message", "no_dual_broadcast_content_update"),
        MOVING: ("external_channel_migrating",),
        SHARES: (
            "file_deleted", "file_is_deleted", "file_not_found", "file_share_limit_reached", "max_file_sharing_exceeded",
            "unable_to_share_files",
        ),
        SCHEMA: ("invalid_metadata_schema",),
        PLAN: ("message_limit_exceeded",),
        CANVAS: ("slack_connect_canvas_sharing_blocked",),
        STREAMS: ("streaming_state_conflict",),
        GRID: ("team_not_found",),
        TRANSIENT: ("update_failed",),
    },
    "conversations.history": {RECORDS: ("channel_is_limited_access",), CANVAS: ("invalid_metadata_filter_keys",)},
    "conversations.info": {RECORDS: ("channel_is_limited_access",)},
    "conversations.join": {RECORDS: ("channel_is_limited_access",), SIZE: ("too_many_members",)},
    "conversations.list": {ALL_SEEN: ("method_not_supported_for_channel_type",), GRID: ("missing_argument",)},
    "conversations.members": {
        TRANSIENT: ("fetch_members_failed",),
        ALL_SEEN: ("method_not_supported_for_channel_type",),
    },
    "conversations.replies": {
        CANVAS: ("invalid_metadata_filter_keys", "list_record_comment_fetch_failed"),
        ALL_SEEN: ("method_not_supported_for_channel_type",),
    },
    "files.completeUploadExternal": {
        SIZE: ("channels_limit_exceeded",),
        POLICY: ("file_type_not_allowed", "file_uploads_except_images_disabled", "posting_to_channel_denied"),
        TRANSIENT: ("file_update_failed",),
        "of blocks beside the file, which the sandbox does not read": ("invalid_blocks",),
        "answered as channel_not_found, which says the same": ("invalid_channel",),
    },
    "files.getUploadURLExternal": {
        POLICY: (
            "file_type_not_allowed", "file_upload_size_restricted", "file_uploads_disabled",
            "file_uploads_except_images_disabled",
        ),
        PLAN: ("storage_limit_reached",),
        "of a list of snippet types that is long and changes": ("unknown_snippet_type", "unknown_subtype"),
    },
    "files.info": {
        POLICY: ("access_denied",),
        "of deleting files, which nobody does here": ("file_deleted",),
        "answered as file_not_found, so that nothing is told of files elsewhere": ("not_visible",),
    },
    "reactions.add": {
        MOVING: ("external_channel_migrating",),
        CANVAS: ("no_access",),
        GENERAL: ("no_item_specified",),
        "of reactions to files, which Slack gave up": ("not_reactable",),
        POLICY: ("thread_locked",),
        SIZE: ("too_many_emoji", "too_many_reactions"),
    },
    "team.info": {
        GRID: ("enterprise_not_found", "org_not_found", "team_not_on_enterprise"),
        SENDER: ("fail_to_get_teams_for_restricted_user", "missing_user", "user_not_found"),
    },
    "usergroups.list": {
        PAGING: ("invalid_cursor",),
        GRID: ("invalid_team", "missing_argument"),
        PLAN: ("plan_upgrade_required",),
        TRANSIENT: ("users_not_found",),
    },
    "usergroups.users.list": {PAGING: ("invalid_cursor",), PLAN: ("plan_upgrade_required",)},
    "users.conversations": {ALL_SEEN: ("method_not_supported_for_channel_type",), GRID: ("missing_argument",)},
    "users.info": {SIZE: ("too_many_users",)},
    "users.list": {
        "of a company too large for one answer; the sandbox gives everybody": ("limit_required",),
        GRID: ("missing_argument",),
    },
    "users.profile.get": {"is the general 429, a case of the limits": ("ratelimited",)},
    "views.publish": {PROFILES: ("missing_profile_id", "not_implemented")},
}  # fmt: skip


def unproduced(method: str) -> frozenset[str]:
    """Give the documented codes of a method that the sandbox leaves out."""
    return frozenset(code for codes in UNPRODUCED.get(method, {}).values() for code in codes)
