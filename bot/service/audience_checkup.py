"""Do the audiences of the rituals file name what there is? User groups, departments and people, each with its mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

from bot.config.needs import DEPARTMENT, Needs, needs_of
from bot.errors import DeliveryError
from bot.service.audience import READ
from bot.service.context import Context
from bot.service.finding import Finding
from bot.service.profiles import LABELS, find_fields
from bot.store import people, runs

SHOWN = 8
"""Names that are offered in place of an unknown one."""
PAID = "User groups are part of Slack's paid plans: name a channel or people instead."


def check_audiences(context: Context, mend: Callable[[DeliveryError], str]) -> Iterator[Finding]:
    """Look at all that audiences, exclusions, managers and owners name; `mend` says what helps against a refusal.

    All of it are warnings: one ritual that reaches fewer people than it should is no reason for Rondo not to start.
    """
    needs = needs_of(context.config(), context.kinds)
    checks = (
        ("user groups", needs.user_groups, _check_groups),
        ("profile fields", needs.fields, _check_fields),
        ("people", needs.people, _check_people),
    )
    for what, named, check in checks:
        if named:
            try:
                yield from check(context, needs)
            except DeliveryError as error:
                said = PAID if error.outcome == "not_allowed" else mend(error)
                yield Finding(what, error.outcome, said, is_warning=True)
    for ritual in context.config().rituals:
        if not ritual.whom.names_somebody:
            yield _nobody(ritual.id)


def _check_groups(context: Context, needs: Needs) -> Iterator[Finding]:
    known = {group.handle for group in context.slack.user_groups()}
    for handle in sorted(needs.user_groups):
        what = f"user group @{handle}"
        if handle in known:
            yield Finding(what, "is there")
        else:
            mend = f"There is no user group @{handle}, or it is disabled: correct its name. {_offer(handle, known)}"
            yield Finding(what, "unknown", mend.strip(), is_warning=True)


def _check_fields(context: Context, needs: Needs) -> Iterator[Finding]:
    found = find_fields(context.slack.profile_fields(), needs.fields)
    for name in sorted(needs.fields):
        what = f"profile field {name}"
        if name in found:
            yield Finding(what, "is there")
        else:
            labels = " or ".join(word.capitalize() for word in LABELS[name])
            mend = f"Slack's profiles have no field of words called {labels}: add it, or name a user group instead."
            yield Finding(what, "missing", mend, is_warning=True)
    if DEPARTMENT in found:
        yield from _check_departments(context, needs)


def _check_departments(context: Context, needs: Needs) -> Iterator[Finding]:
    with context.database.read() as tx:
        known, read = people.departments(tx), runs.mark(tx, READ + DEPARTMENT)
    by_fold = {name.casefold() for name in known}
    for name in sorted(needs.departments):
        what = f"department {name}"
        if name.casefold() in by_fold:
            yield Finding(what, "somebody is in it")
        elif read is None:
            yield Finding(what, "not read yet; Rondo reads the departments while it runs")
        else:
            mend = f"Nobody's profile says {name}: correct it in the rituals file. {_offer(name, known)}"
            yield Finding(what, "nobody has it", mend.strip(), is_warning=True)


def _check_people(context: Context, needs: Needs) -> Iterator[Finding]:
    for slack_id in sorted(needs.people):
        what = f"person {slack_id}"
        try:
            someone = context.slack.user(slack_id)
        except DeliveryError as error:
            if not error.permanent or error.outcome == "missing_scope":
                raise
            mend = f"Slack knows nobody with the id {slack_id}: copy it again from their profile (… > Copy member ID)."
            yield Finding(what, "unknown", mend, is_warning=True)
            continue
        if someone.is_deactivated:
            yield Finding(what, "deactivated", f"{slack_id} has left: take them out of the file.", is_warning=True)
        else:
            yield Finding(what, "is there")


def _nobody(ritual: str) -> Finding:
    mend = "Its `audience` only excludes people: name a channel, user group, department or people, too."
    return Finding(f"audience of {ritual}", "names nobody", mend, is_warning=True)


def _offer(name: str, known: Iterable[str]) -> str:
    ordered = sorted(known, key=str.casefold)
    close = get_close_matches(name.casefold(), [one.casefold() for one in ordered], n=1, cutoff=0.6)
    meant = [one for one in ordered if one.casefold() in close]
    if meant:
        return f"Did you mean {meant[0]}?"
    shown = ", ".join(ordered[:SHOWN]) + (" …" if len(ordered) > SHOWN else "")
    return f"There is: {shown}." if shown else ""
