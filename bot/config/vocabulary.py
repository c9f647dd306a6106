"""What people write instead of the words of rituals.yaml: German, abbreviations, full names."""

from __future__ import annotations

from collections.abc import Mapping

OTHER_WORDS: Mapping[str, frozenset[str]] = {
    right: frozenset(words.split())
    for right, words in {
        "channel": "kanal raum channels all everyone everybody alle jeder",
        "title": "titel name überschrift",
        "language": "sprache lang",
        "kind": "art typ type sorte",
        "schedule": "zeitplan when wann termin rhythmus",
        "at": "uhrzeit time um zeit hour",
        "days": "tage tag day on wochentag wochentage weekday weekdays",
        "timezone": "zeitzone tz zone",
        "starting": "ab start from beginn begin since",
        "until": "bis end ende to",
        "text": "frage message prompt nachricht",
        "every": "jede jeden alle interval intervall frequency repeat",
        "rituals": "rituale ritual",
        "defaults": "vorgaben default standard standards grundeinstellungen",
        "calendars": "kalender calendar",
        "commands": "befehle kommandos command aliases",
        "managers": "manager verwalter admins admin",
        "owner": "owners besitzer verantwortlich responsible",
        "audience": "zielgruppe teilnehmer publikum members participants",
        "holidays": "feiertage holiday",
        "if_holiday": "bei_feiertag on_holiday",
        "send_between": "sendezeit ruhezeit quiet_hours working_hours",
        "notification_budget": "budget limit",
        "remind": "erinnern erinnerung reminder",
        "paused": "pausiert pause",
        "allow_external": "extern external shared geteilt externe slack_connect",
        "close_after": "endet_nach dauer duration",
        "grace": "kulanz",
        "overlap": "überlappung",
        "join": "beitritt beitreten mitmachen dabei",
        "leave": "verlassen austreten aussteigen",
        "resume": "weitermachen fortsetzen",
        "list": "liste übersicht",
        "help": "hilfe",
        "except": "außer ausser ausgenommen without exclude",
        "people": "leute personen users user persons",
        "user_group": "gruppe group usergroup gruppen",
        "department": "abteilung abteilungen team departments andere_abteilungen verschiedene_abteilungen "
        "other_department other_departments different_departments across_departments abteilungsübergreifend",
        "size": "größe gruppengröße groesse group_size trio trios",
        "mix": "standort standorte site sites across cross-site across_sites standortübergreifend "
        "abteilungsübergreifend mischen gemischt mixed",
        "country": "land",
        "state": "bundesland kanton region",
        "week": "woche wöchentlich weekly wöchentliche wochen",
        "day": "täglich daily tag",
        "month": "monat monatlich monthly monate",
        "quarter": "quartal vierteljährlich quarterly",
        "mon": "mo montag monday montags",
        "tue": "di dienstag tuesday dienstags tu",
        "wed": "mi mittwoch wednesday mittwochs we",
        "thu": "do donnerstag thursday donnerstags th",
        "fri": "fr freitag friday freitags",
        "sat": "sa samstag saturday sonnabend samstags",
        "sun": "so sonntag sunday su sonntags",
        "de": "deutsch german de-de de_de",
        "en": "englisch english en-us en-gb en_us",
        "pairing": "kaffee coffee paare paarung pairs pair donut",
        "post": "nachricht message beitrag posting",
        "welcome": "willkommen begrüßung onboarding newcomers ankommen",
        "digest": "überblick helfer wer_hilft_wobei helpers",
        "messages": "nachrichten",
        "after": "nach danach",
        "offers": "bietet angebot offer",
        "skip": "überspringen auslassen ausfallen ignore none",
        "next-workday": "next_workday nachholen verschieben danach später after next",
        "previous-workday": "previous_workday vorziehen davor früher before previous",
        "opt-in": "optin opt_in freiwillig voluntary",
        "never": "nie niemals nein no off immer ewig unbegrenzt always forever unlimited",
        "directory": "verzeichnis adressbuch people_directory profiles profile",
        "fields": "felder feld field",
        "topics": "themen thema topic skills tags fähigkeiten",
        "type": "typ art sorte kind",
        "label": "bezeichnung beschriftung titel title name",
        "purpose": "zweck wozu wofür why description beschreibung",
        "audiences": "zielgruppen zielgruppe publikum audience sichtbarkeit visibility visible",
        "default": "vorgabe standard voreinstellung defaults",
        "searchable": "suchbar durchsuchbar auffindbar findable search",
        "lifetime": "lebensdauer gültigkeit haltbarkeit gültig ttl expires valid",
        "section": "abschnitt teil part",
        "self": "selbst ich privat private me only_me nur_ich",
        "colleagues": "kollegen kolleginnen kolleg:innen mitarbeiter firma company intern internal team alle everyone",
        "partners": "partner gäste guests guest extern external",
        "public": "öffentlich welt world",
        "long": "lang mehrzeilig multiline textarea",
        "responsibilities": "zuständig zuständigkeiten zuständigkeit verantwortung aufgabengebiete",
        "languages": "sprachen sprache language",
        "contact": "kontakt kontakte telefon erreichbar phone",
        "role": "rolle funktion position stelle jobtitel title",
        "site": "standort ort location office büro standorte orte sites locations andere_standorte "
        "verschiedene_standorte other_site other_sites different_sites across_sites standortübergreifend",
        "what_i_do": "aufgaben tätigkeit was_ich_tue was_ich_mache",
        "ask_me_about": "fragt_mich fragt_mich_zu expertise experte",
        "works_with": "werkzeuge tools arbeitet_mit",
        "can_mentor": "mentor mentoring mentorin",
        "wants_to_learn": "lernen will_lernen",
        "projects": "projekte projekt project",
        "fun_fact": "funfact spaß hobby hobbys hobbies",
        "photo": "foto bild picture avatar",
        "find": "suche suchen finde finden search wer",
        "ask": "frage fragen frag",
        "card": "karte visitenkarte",
        "me": "ich profil mein profile",
        "meet": "treffen kennenlernen",
        "goals": "ziele ziel goal objectives okr okrs zielsetzungen",
        "why": "warum weshalb grund reason begründung wozu zweck purpose",
        "customer": "kunde kunden kundin customers für_wen wofür adressat empfänger for",
        "sign": "woran zeichen merkmal erkennbar signal signs evidence erfolgskriterium kriterium",
        "scope": "ebene geltung reichweite level bereich gilt_für",
        "owners": "besitzer verantwortlich verantwortliche abteilung abteilungen teams owner department departments",
        "starts": "ab start from beginn begin since starting von",
        "ends": "bis ende end until frist deadline due fällig",
        "measure": "messung kennzahl kpi metric metrik measures messgröße messwert",
        "target": "zielwert soll goal ziel",
        "start": "beginn anfang ist startwert baseline from von",
        "unit": "einheit",
        "name": "titel bezeichnung title label",
        "company": "firma unternehmen gesamt alle everybody organisation org",
        "team": "teams abteilung gruppe department",
    }.items()
}
"""A suggestion only if the right word is possible there."""

KEYS_UNDER: Mapping[str, frozenset[str]] = {
    "schedule": frozenset(["every", "days", "at", "timezone", "starting", "until", "except", "rrule"]),
    "defaults": frozenset(["language", "timezone", "holidays", "send_between", "notification_budget"]),
    "audience": frozenset(["channel", "user_group", "department", "people", "except"]),
    "managers": frozenset(["channel", "user_group", "department", "people", "except"]),
    "except": frozenset(["channel", "user_group", "department", "people"]),
    "holidays": frozenset(["country", "state"]),
    "title": frozenset(["de", "en"]),
    "text": frozenset(["de", "en"]),
    "label": frozenset(["de", "en"]),
    "purpose": frozenset(["de", "en"]),
    "directory": frozenset(["fields", "topics"]),
    "measure": frozenset(["name", "start", "target", "unit"]),
    **dict.fromkeys(("why", "customer", "sign"), frozenset(["de", "en"])),
}
"""What may stand under a key; a line that is indented by mistake belongs where its key is known."""

TRUE = frozenset(["yes", "y", "ja", "j", "on", "an", "true", "wahr", "1", "si", "oui", "richtig"])
FALSE = frozenset(["no", "n", "nein", "off", "aus", "false", "falsch", "0", "non"])

ORDINALS: Mapping[str, str] = {
    "erster": "first", "erste": "first", "ersten": "first", "1": "first", "1.": "first",
    "zweiter": "2nd", "zweite": "2nd", "zweiten": "2nd", "2": "2nd", "2.": "2nd",
    "dritter": "third", "dritte": "third", "dritten": "third", "3": "third", "3.": "third",
    "vierter": "4th", "vierte": "4th", "vierten": "4th", "4": "4th", "4.": "4th",
    "letzter": "last", "letzte": "last", "letzten": "last", "final": "last",
}  # fmt: skip

UNITS: Mapping[str, str] = {
    "m": "minute", "min": "minute", "mins": "minute", "minuten": "minute",
    "h": "hour", "hr": "hour", "hrs": "hour", "std": "hour", "stunde": "hour", "stunden": "hour",
    "d": "day", "t": "day", "tag": "day", "tage": "day", "tagen": "day",
    "w": "week", "woche": "week", "wochen": "week", "wk": "week", "wks": "week",
    "werktag": "workday", "werktage": "workday", "arbeitstag": "workday", "arbeitstage": "workday",
    "business": "workday", "working": "workday", "weekday": "workday", "weekdays": "workday",
    "monat": "month", "monate": "month", "quartal": "quarter", "quartale": "quarter",
    "jahr": "year", "jahre": "year",
}  # fmt: skip

NUMBERS: Mapping[str, int] = {
    "ein": 1, "eine": 1, "einen": 1, "one": 1, "zwei": 2, "two": 2, "drei": 3, "three": 3, "vier": 4, "four": 4,
    "fünf": 5, "five": 5, "sechs": 6, "six": 6, "sieben": 7, "seven": 7, "acht": 8, "eight": 8,
    "paar": 2, "pair": 2, "trio": 3,
}  # fmt: skip

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan jänner", "februar february feb", "märz march mar mrz", "april apr", "mai may",
            "juni june jun", "juli july jul", "august aug", "september sep sept", "oktober october okt oct",
            "november nov", "dezember december dez dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

ZONES: Mapping[str, str] = {
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin",
    "met": "Europe/Berlin", "deutschland": "Europe/Berlin", "germany": "Europe/Berlin", "münchen": "Europe/Berlin",
    "hamburg": "Europe/Berlin", "frankfurt": "Europe/Berlin", "köln": "Europe/Berlin", "wien": "Europe/Vienna",
    "österreich": "Europe/Vienna", "austria": "Europe/Vienna", "schweiz": "Europe/Zurich", "zürich": "Europe/Zurich",
    "switzerland": "Europe/Zurich", "bst": "Europe/London", "uk": "Europe/London", "wet": "Europe/Lisbon",
    "lissabon": "Europe/Lisbon", "eet": "Europe/Athens", "athen": "Europe/Athens", "est": "America/New_York",
    "edt": "America/New_York", "est5edt": "America/New_York", "cst6cdt": "America/Chicago", "mst": "America/Denver",
    "mst7mdt": "America/Denver", "pst": "America/Los_Angeles", "pst8pdt": "America/Los_Angeles",
    "hst": "Pacific/Honolulu", "ist": "Asia/Kolkata", "own": "personal", "local": "personal", "lokal": "personal",
    "eigene": "personal", "persönlich": "personal",
}  # fmt: skip
"""What stands for a zone in everyday language; the abbreviations say nothing about summer time."""

COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "DE": ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"),
    "AT": tuple("123456789"),
    "CH": (
        "AG", "AI", "AR", "BE", "BL", "BS", "FR", "GE", "GL", "GR", "JU", "LU", "NE",
        "NW", "OW", "SG", "SH", "SO", "SZ", "TG", "TI", "UR", "VD", "VS", "ZG", "ZH",
    ),
}  # fmt: skip
"""Countries with their states by ISO 3166-2, as the library `holidays` knows them."""

COUNTRY_NAMES: Mapping[str, str] = {
    "deutschland": "DE", "germany": "DE", "ger": "DE", "d": "DE",
    "österreich": "AT", "oesterreich": "AT", "austria": "AT", "a": "AT", "aut": "AT",
    "schweiz": "CH", "switzerland": "CH", "suisse": "CH", "che": "CH",
}  # fmt: skip

STATE_NAMES: Mapping[str, tuple[str, str]] = {
    name: (country, code)
    for country, states in {
        "DE": {
            "BB": "brandenburg", "BE": "berlin", "BW": "baden-württemberg bw", "BY": "bayern bavaria",
            "HB": "bremen", "HE": "hessen hesse", "HH": "hamburg", "MV": "mecklenburg-vorpommern",
            "NI": "niedersachsen", "NW": "nordrhein-westfalen nrw", "RP": "rheinland-pfalz",
            "SH": "schleswig-holstein", "SL": "saarland", "SN": "sachsen saxony", "ST": "sachsen-anhalt",
            "TH": "thüringen thuringia",
        },
        "AT": {
            "1": "burgenland", "2": "kärnten", "3": "niederösterreich", "4": "oberösterreich",
            "5": "salzburg", "6": "steiermark", "7": "tirol", "8": "vorarlberg", "9": "wien vienna",
        },
        "CH": {
            "AG": "aargau", "BE": "bern", "BS": "basel basel-stadt", "BL": "basel-landschaft",
            "FR": "freiburg fribourg", "GE": "genf genève geneva", "GL": "glarus", "GR": "graubünden", "JU": "jura",
            "LU": "luzern lucerne", "NE": "neuenburg", "NW": "nidwalden", "OW": "obwalden",
            "SG": "sankt-gallen", "SH": "schaffhausen",
            "SO": "solothurn", "SZ": "schwyz", "TG": "thurgau", "TI": "tessin ticino", "UR": "uri", "VD": "waadt vaud",
            "VS": "wallis valais", "ZG": "zug", "ZH": "zürich zurich", "AI": "innerrhoden", "AR": "ausserrhoden",
        },
    }.items()
    for code, names in states.items()
    for name in names.split()
}  # fmt: skip
