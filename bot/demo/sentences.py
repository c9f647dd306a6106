"""What simulated colleagues write: a few sentences, each short enough for any field."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "de": (
        "Weniger Rückfragen, weil alle den Stand kennen.",
        "Wir antworten noch am selben Tag.",
        "Die Übergabe vor dem Wochenende fest einplanen.",
        "Mir fehlt eine klare Reihenfolge.",
        "Neue Kunden gewinnen.",
        "Die bestehenden Kunden halten.",
        "Zwei Stunden am Stück ohne Termine.",
        "Wir entscheiden schneller, wer was macht.",
        "Ein Muster, an dem wir uns festhalten können.",
        "Die Liste der offenen Punkte kürzen.",
        "Früher Bescheid sagen, wenn etwas klemmt.",
        "Weniger Fehler beim ersten Mal.",
    ),
    "en": (
        "Fewer questions, as everybody knows where we are.",
        "We answer on the same day.",
        "A fixed time for handing over before the weekend.",
        "I am missing a clear order of things.",
        "Win new customers.",
        "Keep the customers we have.",
        "Two hours in one piece without meetings.",
        "We decide faster who does what.",
        "A template that we can hold on to.",
        "Shorten the list of open points.",
        "Say so earlier when something is stuck.",
        "Fewer mistakes the first time.",
    ),
}
"""By language; none is longer than seventy characters."""
