"""What the options of the kinds say in German; in English each says it by its own docstring, where it is declared.

An option of somebody else's kind that is not named here is described in English alone.
"""

from __future__ import annotations

from collections.abc import Mapping

_OWN = "ohne Angabe Rondos eigene"
_SCATTER = "Ab wie vielen Antworten gesagt wird, wie sie verteilt sind"

GERMAN: Mapping[str, str] = {
    "alignment.goal": "Die id des Ziels, um das es geht.",
    "alignment.facilitator": "Wer die Texte ohne Namen liest und zu Lesarten ordnet (eine Slack-ID); für "
    "niemanden hier "
    "die Führungskraft.",
    "alignment.leads": "Wer vorher schätzt, wie viele das Ziel so meinen, wie es dasteht (Slack-IDs); ohne "
    "Angabe wird "
    "nicht verglichen. Nicht, wer die Texte ordnet und sie dann schon kennt.",
    "alignment.min_answers": "Ab wie vielen Texten sie geordnet werden; mehr geht, weniger nicht.",
    "alignment.min_spread": "Ab wie vielen Stimmen gesagt wird, wie sie verteilt sind; mehr geht, weniger nicht.",
    "alignment.results": "Wer das Ergebnis liest: der Kanal, oder alle, die dabei sind, jeweils für sich.",
    "alignment.decide": "Ob die nächste Runde erst beginnt, wenn jemand gesagt hat, was nach dieser entschieden wurde.",
    "alignment.compare_departments": "Ob Abteilungen verglichen werden, wo jede genug Antworten hat.",
    "alignment.ask": f"Die ersten Sätze der Frage nach dem Ziel; {_OWN}. Sie dürfen das Ziel nicht verraten.",
    "checkin.goals": "Ids von Zielen dieser Datei; bei mehreren fragt jede Runde nach einem. Was mit /rondo "
    "goals für "
    "das Ritual gesetzt ist, kommt dazu.",
    "checkin.questions": "Was gefragt wird; ohne Angabe vier Fragen von Rondo.",
    "checkin.visibility": "Wer Antworten sieht: alle, die dabei sind, mit Namen; oder niemand, dann gibt es nur "
    "Zahlen.",
    "checkin.late": "Wie lange nach den Ergebnissen noch Antworten zählen, als spät markiert; nur mit Namen. "
    "Ohne Angabe "
    "ein Arbeitstag.",
    "checkin.results": "Wo die Zahlen stehen: im Kanal, oder bei allen, die dabei sind, jeweils für sich.",
    "checkin.min_answers": "Ab wie vielen Antworten ein Mittelwert gesagt wird.",
    "checkin.min_spread": f"{_SCATTER}.",
    "checkin.needs": "Ob das Formular fragt, was jemand braucht und von wem; nur mit Namen, und dann immer. Wer "
    "gebraucht "
    "wird, erfährt es sofort und mit Namen; ohne Namen verriete das, wer wann geantwortet hat.",
    "checkin.decide": "Ob die Verantwortlichen nach jeder Runde gefragt werden, was sie entschieden haben.",
    "checkin.goals_by": "Wer dafür mit /rondo goals Ziele setzen darf.",
    "checkin.ask": f"Der erste Satz der Nachricht, die fragt; {_OWN}.",
    "checkin.intro": f"Die ersten Sätze der Ergebnisse; {_OWN}.",
    "digest.intro": f"Die ersten Sätze des Beitrags; {_OWN}.",
    "digest.topics": "Wie viele Themen höchstens darin stehen; bei weniger als dreien erscheint er nicht.",
    "digest.people": "Wie viele Leute höchstens bei einem Thema stehen.",
    "intro.people": "Wie viele Leute auf einmal vorgestellt werden.",
    "intro.newcomer": "Wie viele Tage jemand als neu gilt und vor den anderen gefragt wird.",
    "intro.ask": f"Die ersten Sätze der Frage, ob jemand sich vorstellen lassen möchte; {_OWN}.",
    "intro.intro": f"Die ersten Sätze des Beitrags im Kanal; {_OWN}.",
    "pairing.size": "Wie viele sich treffen: 2 bis 8. Geht es nicht auf, sind manche Gruppen um eins größer "
    "oder kleiner.",
    "pairing.mix": "Worin sich die Leute einer Gruppe unterscheiden sollen, mit `same`: was sie gemeinsam haben "
    "sollen. Das "
    "Erste geht vor; nie um den Preis, dass sich dieselben wieder treffen.",
    "pairing.min_overlap": "So viel Arbeitszeit (9 bis 17 Uhr nach der Uhr jeder Person) teilt eine Gruppe, wo "
    "es geht.",
    "pairing.never": "Wer sich hier nie trifft: wer einander vorgesetzt ist, oder etwas gemeinsam hat.",
    "pairing.keep_apart": "Listen von Leuten (Slack-IDs), von denen sich hier keine zwei treffen.",
    "pairing.intro": f"Die ersten Sätze, mit denen Leute einander vorgestellt werden; {_OWN}.",
    "pairing.reminder": f"Die Worte der Erinnerung zwischendurch; {_OWN}.",
    "pairing.did_you_meet": f"Die Frage, ob ein Treffen stattfand; {_OWN}. Die Knöpfe bleiben, wie sie sind.",
    "pairing.summary": "Ein eigener Satz in der Zusammenfassung, vor den Zahlen.",
    "pairing.questions": "Eigene Einstiegsfragen; ohne Angabe nimmt Rondo welche aus seiner Sammlung.",
    "pairing.offer_skip": "Ob alle am Arbeitstag davor gefragt werden, ob sie die Runde auslassen möchten.",
    "pairing.wrap_up": "Ob im Kanal am Ende der Runde eine kurze Zusammenfassung steht; ohne Kanal gibt es keine.",
    "post.text": "Die Nachricht, in einer Sprache oder beiden; im Kanal in der Sprache des Rituals, an Leute in ihrer.",
    "pulse.questions": "Was alle gefragt werden; ohne Angabe: ob sie haben, was sie für hervorragende Arbeit "
    "brauchen, was am "
    "meisten fehlt und was helfen würde. Andere Worte, Skalen oder Antworten beginnen eine neue Reihe. Neben einem "
    "Spiegel darf es leer sein.",
    "pulse.mirror": "Ein Team sagt, wie seine internen Kunden es sehen, und sie sagen es selbst; beides steht "
    "nebeneinander.",
    "pulse.min_answers": "Ab wie vielen Antworten etwas gesagt wird; mehr geht, weniger nicht.",
    "pulse.min_spread": f"{_SCATTER}, nie unter `min_answers`; mehr geht, weniger nicht.",
    "pulse.results": "Wer die Ergebnisse liest: der Kanal, oder alle Gefragten, jeweils für sich.",
    "pulse.decide": "Ob die Verantwortlichen sagen, was sie entschieden haben, bevor die nächste Runde beginnt.",
    "pulse.ask": f"Der erste Satz der Frage, ob jemand antworten möchte; {_OWN}.",
    "welcome.messages": "Was Neue bekommen, jedes einmal; ohne Angabe drei Nachrichten von Rondo: Hallo, ein "
    "erstes Profil, "
    "eine Patin oder ein Pate.",
    "Condition.question": "Die id einer früheren Frage.",
    "Condition.is": "Die Antwort war diese; bei mehreren eine davon.",
    "Condition.below": "Die Zahl war kleiner.",
    "Condition.above": "Die Zahl war größer.",
    "Mirror.team": "Die Abteilungen, die das Team sind, wie in den Slack-Profilen.",
    "Mirror.customers": "Die Abteilungen, die seine internen Kunden sind.",
    "Mirror.questions": "Was beide gefragt werden; ohne Angabe, ob die Kunden bekommen, was sie brauchen.",
    "MirrorQuestion.id": "Unter diesem Namen werden Antworten verglichen; ändere ihn nicht, solange du das möchtest.",
    "MirrorQuestion.team": "Was das Team gefragt wird: wie seine Kunden es wohl sehen.",
    "MirrorQuestion.customers": "Was die Kunden gefragt werden: wie sie es sehen.",
    "MirrorQuestion.scale": "Die Skala, auf der beide antworten.",
    "Question.id": "Unter diesem Namen werden Antworten verglichen; ändere ihn nicht, solange du das möchtest.",
    "Question.type": "Was geantwortet wird.",
    "Question.ask": "Die Frage.",
    "Question.one_of": "Andere Fassungen, die sich mit `ask` von Runde zu Runde abwechseln; nur bei Texten.",
    "Question.hint": "Was unter dem Feld steht.",
    "Question.options": "Was zur Wahl steht; bei single und multiple.",
    "Question.scale": "Welche Skala; bei scale.",
    "Question.every": "Nur in jeder wievielten Runde gefragt wird, und wenn ein Ziel neu gefasst wurde.",
    "Question.optional": "Ob das Feld leer bleiben darf.",
    "Question.if": "Gefragt wird nur nach dieser Antwort auf eine frühere Frage.",
    "Question.about": "Das Ziel des Rituals, oder das eigene Ziel; wer keins hat, wird dann nicht gefragt.",
    "Question.blind": "Ob das Ziel erst nach der Antwort im Wortlaut dasteht.",
    "WelcomeMessage.after": "Wie viele Arbeitstage nach dem Anfang; `0 workdays`: am selben Tag.",
    "WelcomeMessage.text": "Die Nachricht; ohne Angabe Rondos eigene Worte zu dem, was darunter steht.",
    "WelcomeMessage.offers": "Was darunter steht: nichts, ein erstes Profil (nur mit Verzeichnis), oder eine "
    "Patin oder ein Pate.",
}
"""By `kind.option`, or `Model.field` for what stands within an option."""


def in_both(name: str, english: str) -> str:
    """Return a description in German and in English, as far as there is one in German."""
    return "\n\n".join(filter(None, (GERMAN.get(name, ""), english)))
