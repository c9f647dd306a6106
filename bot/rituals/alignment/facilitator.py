"""Who sorts the texts: somebody who is there, and is nobody's manager here."""

from __future__ import annotations

from bot.errors import KindError
from bot.model import PersonId, State
from bot.rituals.alignment.options import AlignmentOptions


def facilitator_of(options: AlignmentOptions, state: State) -> PersonId | None:
    """Return who sorts the texts; None where nobody has that Slack id, or they have left."""
    person = state.named.get(options.facilitator)
    known = state.people.get(person) if person is not None else None
    return known.id if known is not None and known.is_eligible else None


def manages(state: State, person: PersonId) -> bool:
    """Return whether a member reports to somebody, directly or through others who are known."""
    reports_to = {one.id: one.manager for one in (*state.people.values(), *state.members)}
    for member in state.members:
        seen: set[PersonId] = set()
        above = member.manager
        while above is not None and above not in seen:
            if above == person:
                return True
            seen.add(above)
            above = reports_to.get(above)
    return False


def fit_to_begin(options: AlignmentOptions, state: State) -> PersonId:
    """Return who will sort the texts. Raises KindError where that must not be, so that nobody is asked."""
    person = facilitator_of(options, state)
    if person is None:
        raise KindError("nobody has the Slack id of `facilitator`", key="owner.no_facilitator", id=options.facilitator)
    if manages(state, person):
        raise KindError("`facilitator` is a line manager of members", key="owner.facilitator", id=options.facilitator)
    return person


def fit_to_sort(options: AlignmentOptions, state: State) -> PersonId:
    """Return who sorts the texts now. Raises KindError where they left or became a manager while the round was open;
    the options of an open round stay as they are, so its owners read what that means."""
    person = facilitator_of(options, state)
    if person is None:
        raise KindError("whoever was to sort the texts is gone", key="owner.facilitator_gone")
    if manages(state, person):
        raise KindError("whoever was to sort the texts manages members by now", key="owner.facilitator_manages")
    return person
