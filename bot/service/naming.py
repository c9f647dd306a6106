"""Which ritual somebody means by what they typed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from bot.errors import UserError
from bot.model import Ritual
from bot.service.audience import is_for_people
from bot.service.context import Context


def find_ritual(context: Context, name: str, *, verb: str) -> Ritual:
    """Return the ritual a person means, by id or title; without a name the only one there is. Raises UserError."""
    joinable: list[Ritual] = [one for one in context.config().rituals if is_for_people(one, context.kinds[one.kind])]
    if not joinable:
        raise UserError("ritual.none_to_join")
    if not name and len(joinable) == 1:
        return joinable[0]
    if not name:
        names = ", ".join(one.id for one in joinable)
        raise UserError("ritual.which", verb=verb, example=joinable[0].id, names=names)
    return find_named(joinable, name)


def find_named(rituals: Iterable[Ritual], name: str) -> Ritual:
    """Return the ritual of this id or title, or of one much like it. Raises UserError."""
    by_name: dict[str, Ritual] = {one.id: one for one in rituals}
    names = ", ".join(by_name)
    for one in list(by_name.values()):
        by_name.update({title.casefold(): one for title in one.title.values()})
    close = get_close_matches(name.casefold(), by_name, n=1, cutoff=0.75)
    if not close:
        raise UserError("ritual.unknown", name=name, names=names)
    return by_name[close[0]]
