"""Words with a part of their own: those that carry no topic, those that must not be cut, those for women and men."""

from __future__ import annotations

STOP = """
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist brauche brauchen brauchst braucht
da dabei damit danach dann darf das dass dazu dein deine deinem deinen dem den denen denn der des deshalb dich die
dies diese diesem diesen dieser dieses dir doch dort du durch eigentlich ein eine einem einen einer eines einfach er
es etwas euch euer eure fuer für ganz gar gegen geht gerade gern gerne gibt gibts gilt gut gute guten guter gutes hab
habe haben hast hat hatte hier hin ich ihm ihn ihnen ihr ihre im immer in ins irgendjemand irgendwas irgendwer ist ja
je jede jedem jeden jeder jedes jemand jemandem jemanden jetzt kann kannst keine koennt koennte koennten können könnt
könnte könnten machen macht mal man mehr mein meine meinem meinen meiner mich mir mit muss müssen möchte nach nicht
noch nun nur ob oder ohne per pro schon sehr sein seine sich sie sind so soll sollte sowie tun über ueber um und uns
unser unsere unserem unseren unserer vom von vor wann war waere wäre was weil welche welchem welchen welcher welches
wem wen wenn wer werde werden wessen wie wieder will wir wird wirst wo wobei wofür wofuer woher wohin womit worum wozu
wuerde wurde würde zu zum zur zwischen hallo hi hey bitte danke moin a about after all and another any anybody anyone
are as at be been but by can could did do does doing every everybody everyone for from get give go got had has have
having he hello her here him his how i if into is it its just let like may me might must my need needed needs no not
of off on or our out over please really she should some somebody someone something thanks that the their them then
there these they this those to too up us use used using very want wants we well were what when where which while who
whom whose why with within without would you your yours
"""
"""German and English words that stand between the words that mean something."""

ASKING = """
projekt projekte project projects abteilung abteilungen department departments standort standorte site sites buero büro
office team teams sprache sprachen language languages
herr herrn frau hr fr dr prof professor mr mrs ms miss sir
anlegen anlegt bearbeitet bedient besorgt betreiben betreibt bietet einrichten eingerichtet genau genauer hinter
kaputt klappt koordiniert kuemmern kümmern laeuft läuft legt löst meldet neu neue neuen neuer neues organisiert pflegt
plant prüft regelt schreibt stellt steuert verwaltet wegen zurecht griff blick drauf wirklich richtig richtige
richtigen richtiger momentan aktuell aktuelle derzeit hinwenden erreiche erreichen erreicht hilfreich nützt
care cares worked working done doing need recommend manages manage organises organizes owns own best right correct
point direction touch involved proficient fluent fluently doing previously currently
ahnung ansprechpartner ansprechpartnerin ansprechperson ansprechbar antworten arbeitet arbeiten auskennen auskennt
kennt kennen kenne kennst weiss weiß wissen weißt weisst beantworten beantwortet befasst berät beraten beschäftigt
beschaeftigt betreut bescheid erfahrung erfahrungen erfahrene erfahrener erklären erklaeren erklärt experte experten
expertin expertinnen expertise fachwissen finde finden findet frage fragen fragt fit gesucht hätte helfen helfe hilfe
hilft hilfst infos information informationen jemanden kenntnis kenntnisse kontakt kollege kollegen kollegin
kolleginnen kümmert kuemmert leute leuten mensch menschen mitarbeiter mitarbeiterin namens person personen problem
probleme profi profis sagen sagt sitzt sitzen spezialist spezialistin spezialisten spreche sprechen spricht suche
sucht suchen thema themen unterstützen unterstuetzen unterstützt unterstützung unterstuetzung verantwortlich
verantwortet verantwortliche verantwortlicher versteht verstehen vertraut weiterhelfen weiterhilft wende wenden zeigen
zeigt zuständig zustaendig zuständige zuständiger zustaendige zuständigen zeichnet heisst heißt leitet macht nennt rat
steckt stecken fragestellung anliegen dran bereich advice answer answers anyone ask asking based charge colleague
colleagues contact deal deals dealing employee employees experience experienced expert experts explain explains
familiar find finding handle handles handling help helped helper helpful helping helps kind know knowing knowledge
knows located looking looks look name named people persons problems question questions responsible run runs seeking
search searching show shows skilled someone somebody speak speaker speakers speaks specialist specialists specialised
specialized stuck support supports take takes talk talking tell topic topics understand understands work working works
good
"""
"""Words of a question for people; in a profile they mean something, in a question only where nothing else is left."""

PROTECTED: tuple[tuple[str, str], ...] = (
    (r"(?<![a-z0-9])c\+\+(?:\d\d)?", " cplusplus "),
    (r"(?<![a-z0-9])g\+\+", " gplusplus "),
    (r"(?<![a-z0-9])notepad\+\+", " notepadplusplus "),
    (r"(?<![a-z0-9])([acfjq])(?:#|♯)", r" \1sharp "),
    (r"(?<![a-z0-9])c[ -]sharp(?![a-z0-9])", " csharp "),
    (r"(?<![a-z0-9])(asp|ado|vb|ml)\.net(?![a-z0-9])", r" \1dotnet dotnet "),
    (r"(?<![a-z0-9])\.net(?![a-z0-9])", " dotnet "),
    (r"(?<![a-z0-9])dot[ -]net(?![a-z0-9])", " dotnet "),
    (r"(?<![a-z0-9])([a-z0-9]{1,12})[.\- ]js(?![a-z0-9])", r" \1js "),
    (r"(?<![a-z0-9])s[/ ]?4[/ -]?hana(?![a-z0-9])", " s4hana "),
    (r"(?<![a-z0-9])s/4(?![a-z0-9])", " s4hana "),
    (r"(?<![a-z0-9])r/3(?![a-z0-9])", " r3 "),
    (r"(?<![a-z0-9])ci ?/ ?cd(?![a-z0-9])", " cicd "),
    (r"(?<![a-z0-9])tcp ?/ ?ip(?![a-z0-9])", " tcpip "),
    (r"(?<![a-z0-9])pl ?/ ?sql(?![a-z0-9])", " plsql "),
    (r"(?<![a-z0-9])t-sql(?![a-z0-9])", " tsql "),
    (r"(?<![a-z0-9])a ?/ ?b[- ]test", " abtest abtest"),
    (r"(?<![a-z0-9])objective[ -]c(?![a-z0-9])", " objectivec "),
    (r"(?<![a-z0-9])([a-z]) ?[&+] ?([a-z])(?![a-z0-9])", r" \1x26\2 "),
    (r"(?<![a-z0-9])(\d+) ?[/-] ?(\d+)(?![a-z0-9])", r" \1\2 \1 \2 "),
)
"""How words look that cutting at signs would lose, in small letters, and the plain word that stands for each."""

NO_WOMEN = """
hausfrau ehefrau jungfrau frau frauen manner mannern leute
aladin argentin augustin austin benjamin benzin berlin bulletin cabin celestin christin clementin corinthin dolphin
domain edwin emiratin erwin florentin franklin fluorin gelatin hamlin insulin justin karin kathrin katrin kerstin
konstantin kristin latin linkedin login magazin marin martin medizin merlin mixin origin partin plugin platin pristin
protein quentin quarantin robin ruin satin sabin serpentin stalin stettin tamarin tamoxifen termin urin valentin
vitamin fortin plantin cretin toxin dioxin yasmin jasmin assassin erzin admin begin check-in spin twin skin main plain
train wein verein stein allein schein klein
"""
"""Words that end like one for a woman and are none."""

WOMEN = (
    "entin", "antin", "istin", "orin", "eurin", "login", "grafin", "graphin", "nomin", "arztin", "anwaltin", "wirtin",
    "architektin", "kandidatin", "diplomatin", "beamtin", "chefin", "pilotin", "botin", "kollegin", "sekretarin",
    "thekarin", "notarin", "kommissarin", "veterinarin", "demokratin", "psychologin", "meisterin", "agogin", "urgin",
    "soldatin", "ystin",
    "freundin", "kundin", "partnerin", "polizistin", "philologin", "okonomin", "statistikerin", "erin",
)  # fmt: skip
"""Endings of words for women whose word for men is the same without `in`; umlauts are folded."""

COUPLES: tuple[tuple[str, str], ...] = (
    ("kaufleuten", "kaufmann"), ("kaufleute", "kaufmann"), ("fachleuten", "fachmann"), ("fachleute", "fachmann"),
    ("obleute", "obmann"), ("wehrleute", "wehrmann"), ("kameraleute", "kameramann"), ("kochin", "koch"),
    ("manner", "mann"), ("mannern", "mann"), ("frauen", "mann"), ("frau", "mann"),
    ("krankenschwester", "krankenpfleger"),
)  # fmt: skip
"""Endings of a word for a woman, or for several, and that of the word for a man."""

LIGHT = """
management verwaltung planung abwicklung bearbeitung erstellung durchfuhrung organisation betreuung system systeme
software tool tools prozess prozesse projekt projekte thema themen frage fragen kenntnis kenntnisse wesen angelegenheit
angelegenheiten team abteilung bereich einrichtung anlage anlagen service programm entwicklung arbeit arbeiten
"""
"""Second parts of compounds that add little to the first."""

ALONE = "java script type micro data auto inter trans euro mann frau"
"""Words that begin or end others of another meaning: they are never sought within longer ones."""
