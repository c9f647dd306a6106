"""Every key of rituals.yaml once: what a change of it touches, why, and what it says, in both languages.

The options of a kind are declared where they stand, by `Touches` and their docstring (bot/rituals/base.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.config.field_keys import FIELD
from bot.config.goal_keys import GOAL, MEASURE
from bot.config.key import Key

FILE: Mapping[str, Key] = {
    "version": Key("data", "Version dieser Sprache: 1.", "The version of this language: 1.", "it gives all keys sense"),
    "defaults": Key(
        "data",
        "Was gilt, wo ein Ritual nichts anderes sagt.",
        "What holds unless a ritual says otherwise.",
        "by its parts",
    ),
    "defaults.language": Key("text", "Sprache: de oder en.", "The language: de or en."),
    "defaults.timezone": Key("time", "Zeitzone, etwa Europe/Berlin.", "A time zone such as Europe/Berlin."),
    "defaults.holidays": Key(
        "time",
        "Wessen Feiertage gelten, etwa {country: DE, state: BY}; none: keine.",
        "Whose public holidays hold, such as {country: DE, state: BY}; none: no holiday counts.",
    ),
    "defaults.send_between": Key(
        "data",
        'Von wann bis wann Rondo Leuten schreibt, nach ihrer Uhr: ["08:00", "18:00"].',
        'The hours in which Rondo writes to people, by their own clock: ["08:00", "18:00"].',
        "a promise to staff about their hours: the works council has a say (BetrVG § 87 (1) 2)",
    ),
    "defaults.notification_budget": Key(
        "data",
        "Wie viele Nachrichten jemand ungefragt bekommt: je Arbeitstag (day) und Woche (week).",
        "How many messages somebody gets unasked: per working day (day) and per week (week).",
        "a threshold that protects everybody, over all rituals",
    ),
    "managers": Key(
        "data",
        "Wer Rituale ansehen und Änderungen vorschlagen darf.",
        "Who may preview and propose.",
        "whoever names the managers names who approves changes of data",
    ),
    "calendars": Key(
        "time",
        "Tage, an denen die Firma zu ist: Name und Daten oder Zeiträume.",
        "Days on which the company is closed: a name, and dates or stretches.",
    ),
    "commands": Key(
        "text",
        "Eigene Kurzbefehle: /kaffee steht für „/rondo join kaffee“.",
        'Commands of your own: /kaffee stands for "/rondo join kaffee".',
        "other words for what everybody can say to /rondo anyway",
    ),
    "directory": Key(
        "data",
        "Das Verzeichnis: wer was macht und wobei hilft. Ohne diesen Schlüssel gibt es keines.",
        "The directory: who does what, and who helps with what. Without this key there is none.",
        "what is asked of people, why, and who may see it",
    ),
    "directory.fields": Key(
        "data",
        "Seine Felder: mitgebrachte ändern oder mit off herausnehmen, eigene dazuschreiben.",
        "Its fields: change those that come with Rondo or drop them with off, add your own.",
        "what is asked of people, why, and who may see it",
    ),
    "directory.topics": Key(
        "text",
        "Wörter, die dasselbe Thema meinen; das erste ist sein Name: [Kubernetes, k8s].",
        "Words that mean the same topic; the first is its name: [Kubernetes, k8s].",
        "which words find a topic: nothing more is asked of anybody, and nobody sees more of them",
    ),
    "goals": Key(
        "data",
        "Was ihr euch vornehmt; Rituale wie checkin fragen danach. Was jemand antwortet, hängt an der id.",
        "What you set out to do; rituals such as checkin ask about it. What people answer hangs on the id.",
        "by its parts",
    ),
    "rituals": Key("data", "Die Rituale.", "The rituals.", "by its parts"),
}
RITUAL: Mapping[str, Key] = {
    "id": Key(
        "data",
        "Sein Name für immer: kleine Buchstaben a-z, Ziffern, Bindestriche. Nie ändern: Daran hängt die Geschichte.",
        "Its name for ever: small letters a-z, digits, hyphens. Never change it: history hangs on it.",
        "who takes part and who met whom hangs on it",
    ),
    "kind": Key(
        "data",
        "Was geschieht: alignment, checkin, digest, intro, pairing, post, pulse oder welcome.",
        "What happens: alignment, checkin, digest, intro, pairing, post, pulse or welcome.",
        "each kind stores other things",
    ),
    "title": Key("text", "Name für Menschen, höchstens 24 Zeichen.", "Its name for people, at most 24 characters."),
    "channel": Key(
        "data",
        "Name des Kanals, ohne #.",
        "The channel's name, without #.",
        "other recipients: what is posted there, a summary too, is read by another circle",
    ),
    "audience": Key("people", "Für wen das Ritual ist.", "Whom the ritual is for."),
    "owner": Key(
        "people",
        "Wer hört, wenn etwas schiefgeht: Slack-IDs wie U012ABCDE.",
        "Who hears when something goes wrong: Slack ids such as U012ABCDE.",
    ),
    "schedule": Key("time", "Wann es geschieht.", "When it happens."),
    "schedule.every": Key(
        "time", "Wie oft: week, 2 weeks, month, quarter.", "How often: week, 2 weeks, month, quarter."
    ),
    "schedule.days": Key(
        "time",
        "Wochentage (mon bis sun); für month und quarter: first mon, last workday.",
        "Days of the week (mon to sun); for month and quarter: first mon, last workday.",
    ),
    "schedule.at": Key("time", 'Uhrzeit vor Ort: "HH:MM".', 'The local time: "HH:MM".'),
    "schedule.timezone": Key(
        "time",
        "Zeitzone; personal: nach der Uhr jeder Person.",
        "A time zone; personal: by each person's own clock.",
    ),
    "schedule.starting": Key(
        "time",
        "Der erste Tag; von ihm an zählen mehrere Wochen oder Monate.",
        "The first day; several weeks or months are counted from it.",
    ),
    "schedule.until": Key("time", "Der letzte Tag.", "The last day."),
    "schedule.except": Key("time", "Tage, an denen es ausfällt.", "Days on which it does not happen."),
    "schedule.rrule": Key(
        "time",
        "Für alles andere: eine Regel nach RFC 5545; braucht starting.",
        "For everything else: a rule by RFC 5545; needs starting.",
    ),
    "language": Key("text", "Sprache im Kanal: de oder en.", "Its language in the channel: de or en."),
    "join": Key(
        "data",
        "channel: Wer im Kanal ist, macht mit. opt-in: nur, wer selbst beitritt.",
        "channel: everybody there takes part. opt-in: who joined.",
        "whether somebody takes part without having said yes",
    ),
    "if_holiday": Key(
        "time",
        "An Feiertagen: ausfallen (skip), danach oder davor.",
        "On a holiday: skip it, or move to the next or previous working day.",
    ),
    "holidays": Key(
        "time", "Wessen Feiertage gelten; none: keine.", "Whose public holidays hold; none: no holiday counts."
    ),
    "calendars": Key(
        "time",
        "Welche Kalender gelten; ohne Angabe alle.",
        "Which of the calendars hold; all of them if it is left out.",
    ),
    "close_after": Key(
        "time",
        "Wie lange eine Runde offen bleibt: 4 workdays, 48 hours.",
        "How long a round stays open: 4 workdays, 48 hours.",
    ),
    "remind": Key(
        "time",
        "Wie lange vor dem Ende erinnert wird: 1 workday; oder never.",
        "How long before the end people are reminded: 1 workday; or never.",
    ),
    "grace": Key(
        "time",
        "Wie viel später es noch beginnen darf: 2 hours.",
        "How late it may still begin: 2 hours.",
    ),
    "overlap": Key(
        "time",
        "Ist die letzte Runde noch offen: schließen (close), auslassen (skip), beide (allow).",
        "If the last round is still open: close it, skip the new one, or allow both.",
    ),
    "on_doubt": Key(
        "people",
        "Unklar, ob etwas ankam: lassen (skip) oder noch einmal (resend).",
        "If nobody can tell whether a message arrived: skip it, or resend it.",
        "whether some get a message twice or not at all; nothing more is stored or shown",
    ),
    "paused": Key("time", "true: Das Ritual ruht.", "true: the ritual rests."),
    "allow_external": Key(
        "data",
        "true: Es spricht auch in einem Kanal, den eine andere Firma mitliest; sonst pausiert es dort.",
        "true: it also speaks in a channel that another company reads along; else it pauses there.",
        "people of another company read what is posted there",
    ),
}
PEOPLE: Mapping[str, Key] = {
    "channel": Key("people", "Wer in diesen Kanälen ist.", "Who is in these channels."),
    "user_group": Key("people", "Wer in diesen Slack-Gruppen ist, ohne @.", "Who is in these user groups, without @."),
    "department": Key(
        "people", "Wer in diesen Abteilungen ist, wie im Slack-Profil.", "These departments, as in Slack profiles."
    ),
    "people": Key(
        "people", "Einzelne, mit ihrer Slack-ID wie U012ABCDE.", "Single people by Slack id such as U012ABCDE."
    ),
    "except": Key("people", "Ohne diese.", "Without these."),
}
"""The parts of `audience` and `managers`."""


def declared(path: tuple[str, ...], *, of_ritual: bool) -> Key | None:
    """Return what is declared for a key, `("schedule", "at")`; what names people is described the same everywhere."""
    if path[:1] == ("directory",) and not of_ritual and len(path) > 2:
        return FIELD.get(path[3]) if path[1] == "fields" and len(path) > 3 else FILE.get(".".join(path[:2]))
    if path[:1] == ("goals",) and not of_ritual and len(path) > 2:
        return MEASURE.get(path[3]) if path[2] == "measure" and len(path) > 3 else GOAL.get(path[2])
    known = (RITUAL if of_ritual else FILE).get(".".join(path))
    if known is None and path[:1] in (("audience",), ("managers",)):
        part, whole = PEOPLE.get(path[-1]), FILE.get(path[0])
        return replace(part, touches=whole.touches, why=whole.why) if part and whole and not of_ritual else part
    return known
