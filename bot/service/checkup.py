"""Is everything in place? One finding per thing, each with its mend; used at start and by `rondo doctor`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.config.needs import needs_of
from bot.errors import DeliveryError, StoreError
from bot.model import Channel
from bot.service.audience_checkup import check_audiences
from bot.service.context import Context
from bot.service.directory.surface import is_barred
from bot.service.finding import Finding
from bot.service.shelf import readable
from bot.store import halts, versions, workers
from bot.store.gauges import LEASE

REINSTALL = "run `rondo manifest`, paste it under App Manifest, reinstall the app."
MENDS = {
    "token_revoked": "SLACK_BOT_TOKEN is not accepted by Slack: copy it again from api.slack.com/apps > your app > "
    "OAuth & Permissions, or reinstall the app.",
    "missing_scope": f"The token lacks a scope: {REINSTALL}",
    "unreachable": "Slack does not answer: check the network, SLACK_API_URL, HTTPS_PROXY and SSL_CERT_FILE.",
    "rate_limited": "Slack asks for a pause: try again in a minute.",
}
APP_MEND = (
    "SLACK_APP_TOKEN is not accepted: make one at api.slack.com/apps > your app > Basic Information > "
    "App-Level Tokens, with the scope connections:write."
)
HISTORY = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})
OFF = "off: after a crash, a message in flight may come twice or not at all (docs/operating.md)"
ORIGINS = {
    "file": "from the file",
    "upload": "sent by a manager",
    "address": "from RONDO_RITUALS_URL",
    "rollback": "brought back by a manager",
}
SKEW = timedelta(seconds=60)


def check_database(context: Context) -> Finding:
    """Look whether the database answers."""
    try:
        context.database.ping()
    except StoreError as error:
        return Finding("database", "does not answer", str(error))
    return Finding("database", "SQLite" if context.database.is_sqlite else "PostgreSQL")


def check_version(context: Context) -> Finding:
    """Say which version of the rituals file is live, and where it came from."""
    with context.database.read() as tx:
        live = versions.live(tx)
    if live is None:
        return Finding("live version", "none yet: the file holds from the first start on")
    if readable(live, context.kinds) is None:
        mend = "Install the kinds it needs, or bring another version back: `/rondo versions`. The file holds meanwhile."
        return Finding("live version", f"{live.id} cannot be read by this Rondo", mend, is_warning=True)
    since = f" since {live.live_at:%Y-%m-%d %H:%M} UTC" if live.live_at else ""
    said = f"{live.id}, {ORIGINS[live.origin]}{since}"
    if live.fingerprint != context.config().fingerprint:
        return Finding("live version", f"{said}; at the next start the changed file takes its place")
    return Finding("live version", said)


def check_stops(context: Context) -> Finding:
    """Say what is stopped, and since when."""
    with context.database.read() as tx:
        stops = halts.every(tx)
    if not stops:
        return Finding("stops", "none")
    said = ", ".join(
        f"{'everything' if one.ritual == halts.ALL else one.ritual} since {one.since:%Y-%m-%d %H:%M} UTC"
        + (" (a backup was brought back)" if one.reason == halts.RESTORED else "")
        for one in stops
    )
    return Finding("stops", said, "Nothing of it is sent: `rondo go` shows what would go, and asks.", is_warning=True)


def check_processes(context: Context) -> Finding:
    """Say which processes live on this database; none at all is no fault before the start."""
    with context.database.read() as tx:
        living = [one for one in workers.every(tx) if one.age < LEASE]
    verbs = Counter(one.verb for one in living)
    said = ", ".join(f"{n} x rondo {verb}" for verb, n in sorted(verbs.items()))
    return Finding("processes", said or "none seen in the last ten seconds")


def check_clock(now: datetime, slack_now: datetime | None, *, is_real: bool) -> Finding:
    """Compare our clock with Slack's; rituals are punctual only by a right one."""
    if not is_real:
        return Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC, not the system's")
    if slack_now is not None and abs(now - slack_now) > SKEW:
        off = (now - slack_now).total_seconds()
        return Finding("clock", f"{off:+.0f} s off", "Set this machine's clock, best by switching NTP on.")
    return Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def check_slack(context: Context, missing: Callable[[frozenset[str]], tuple[str, ...]]) -> Iterator[Finding]:
    """Look at the bot token, its scopes and the channels; what follows a bad finding is not asked."""
    try:
        who, granted = context.slack.whoami()
    except DeliveryError as error:
        yield Finding("bot token", error.outcome, _mend(error))
        return
    yield Finding("bot token", f"{who.get('user', 'the bot')} in {who.get('team', 'the workspace')}")
    lacking = missing(granted) if granted else ()
    if lacking:
        mend = f"The token lacks {', '.join(lacking)}: {REINSTALL}"
        yield Finding("scopes", "incomplete", mend)
        return
    yield Finding("scopes", "all there" if granted else "not told by the server")
    if granted:
        yield Finding("look-up", ", ".join(sorted(granted & HISTORY)) or OFF)
    yield from _check_channels(context)
    yield from check_audiences(context, _mend)


def check_app_token(open_socket: Callable[[], object]) -> Finding:
    """Look whether the app token may open a socket."""
    try:
        open_socket()
    except DeliveryError as error:
        mend = MENDS["unreachable"] if error.outcome == "unreachable" else APP_MEND
        return Finding("app token", error.outcome, mend)
    return Finding("app token", "may open a socket")


def _mend(error: DeliveryError) -> str:
    return MENDS.get(error.outcome, f"Slack refuses the call ({error.outcome}): {REINSTALL}")


def _check_channels(context: Context) -> Iterator[Finding]:
    try:
        known = {channel.name: channel for channel in context.slack.channels()}
    except DeliveryError as error:
        yield Finding("channels", error.outcome, _mend(error))
        return
    spoken_in = {ritual.channel for ritual in context.config().rituals}
    closed = {one.channel for one in context.config().rituals if is_barred(one, known.get(one.channel))}
    for name in sorted(needs_of(context.config(), context.kinds).channels):
        yield _check_channel(name, known.get(name), speaks=name in spoken_in, is_closed=name in closed)


def _check_channel(name: str, channel: Channel | None, *, speaks: bool, is_closed: bool = False) -> Finding:
    what = f"channel #{name}"
    if channel is None:
        mend = (
            f"There is no channel #{name}, or it is private and Rondo was not invited: create it, "
            "type `/invite @Rondo` there, or correct its name in the rituals file."
        )
        return Finding(what, "unknown", mend, is_warning=not speaks)
    if channel.is_archived:
        mend = f"The channel #{name} is archived: unarchive it, or name another one in the rituals file."
        return Finding(what, "archived", mend, is_warning=not speaks)
    if not speaks:
        return Finding(what, "Rondo can see who is in it")
    if not channel.is_member:
        return Finding(what, "not a member", f"Rondo is not in #{name}: type `/invite @Rondo` there.", is_warning=True)
    if is_closed:
        mend = (
            f"Another company reads #{name}, so nothing is posted there: write `allow_external: true` into the ritual, "
            "or name another channel."
        )
        return Finding(what, "shared", mend, is_warning=True)
    return Finding(what, "Rondo is a member")
