"""App Home: everything /rondo can do, with buttons, for threads and phones where slash commands do not reach."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import actions, button, context, divider, header, home, option, section, select
from bot.model import LANGUAGES, Block, Overview, RitualLine, Words
from bot.slack.views.replies import coming_lines, ritual_words, stance_words

AUTO = "auto"
MANY = 30
"""Rituals shown in full, so that the view stays within a hundred blocks."""
MANY_BESIDE = 18
"""And beside an entry of the directory."""


def home_view(
    seen: Overview, entry: Sequence[Block] = (), needs: Sequence[Block] = (), goals: Sequence[Block] = ()
) -> Block:
    """The person's own page.

    `entry` is what they see of themselves in the directory, `needs` what others need of them and they of others,
    `goals` the door to goals.
    """
    blocks = [header(Words("home.title")), section(Words("home.intro"))]
    find = [button(Words("dir.button.who"), "home:find")] if seen.has_directory else []
    if seen.is_guest:
        return home([*blocks, section(Words("guest")), *([actions(*find, block_id="verbs")] if find else [])])
    if seen.paused_until is not None:
        blocks.append(section(Words("home.paused", {"until": seen.paused_until})))
    meet = [button(Words("button.meet"), "home:meet", style="primary")] if seen.brings_together else []
    blocks.append(actions(*meet, *find, _break(seen), button(Words("button.help"), "home:help"), block_id="verbs"))
    blocks += [divider(), *needs] if needs else []
    blocks += [divider(), header(Words("home.rituals")), *_rituals(seen, _most(entry, needs))]
    blocks += [divider(), *goals] if goals else []
    blocks += [divider(), *entry] if entry else []
    blocks += [divider(), header(Words("home.dates"))]
    blocks += coming_lines(seen) or [section(Words("next.none"))]
    blocks += [divider(), header(Words("home.settings")), _language(seen)]
    if seen.brings_together:
        wishes = button(Words("button.wishes"), "home:wishes")
        blocks.append(section(Words("home.wishes"), accessory=wishes, block_id="wishes"))
    return home(blocks)


def _most(entry: Sequence[Block], needs: Sequence[Block]) -> int:
    return (MANY_BESIDE if entry else MANY) - (len(needs) + 1) // 2


def _break(seen: Overview) -> Block:
    if seen.paused_until is not None:
        return button(Words("button.resume"), "home:resume", style="primary")
    return button(Words("button.pause"), "home:pause")


def _rituals(seen: Overview, most: int) -> list[Block]:
    if not seen.rituals:
        return [section(Words("list.empty"))]
    blocks = []
    for line in seen.rituals[:most]:
        blocks += [
            section(ritual_words(line, seen), accessory=_stance(line), block_id=f"ritual-{line.id}"),
            context(stance_words(line)),
        ]
    return blocks


def _stance(line: RitualLine) -> Block | None:
    """The button that changes the person's part; a ritual for a whole channel has none."""
    if not line.has_members:
        return None
    if line.takes_part:
        return button(Words("button.leave"), "home:leave", value=line.id)
    return button(Words("button.join"), "home:join", value=line.id, style="primary")


def _language(seen: Overview) -> Block:
    choices = [option(Words("lang.auto"), AUTO), *(option(Words(f"lang.{one}"), one) for one in LANGUAGES)]
    chosen = select("home:language", choices, placeholder=Words("home.language"), initial=seen.chosen_language or AUTO)
    return section(Words("home.language"), accessory=chosen, block_id="language")
