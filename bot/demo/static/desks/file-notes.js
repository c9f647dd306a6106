// What the values of a rituals file mean, in a few words: `key=value`, or `=value` wherever it stands.

import { language, locale } from "../words.js";

const NOTES = {
  de: {
    "kind=pairing": "Leute zusammenbringen", "kind=post": "eine Nachricht schicken", "kind=checkin": "Fortschritt bei Zielen, mit Namen",
    "kind=pulse": "Umfrage ohne Namen", "kind=alignment": "Meinen alle dasselbe?", "kind=digest": "Wer hilft wobei",
    "kind=intro": "Leute vorstellen", "kind=welcome": "Neue begrüßen",
    "every=day": "jeden Tag", "every=week": "jede Woche", "every=2 weeks": "alle zwei Wochen", "every=month": "jeden Monat", "every=quarter": "jedes Quartal",
    "size=2": "Paare", "size=3": "Trios", "size=4": "Vierergruppen", "size=5": "Fünfergruppen", "size=6": "Sechsergruppen", "size=7": "Siebenergruppen", "size=8": "Achtergruppen",
    "mix=department": "verschiedene Abteilungen", "mix=site": "verschiedene Standorte", "mix=level": "verschiedene Ebenen",
    "mix=same department": "gleiche Abteilung", "mix=same site": "gleicher Standort", "mix=same level": "gleiche Ebene",
    "never=manager": "nie mit der eigenen Führungskraft", "never=same department": "nie aus derselben Abteilung", "never=same site": "nie vom selben Standort",
    "never=same level": "nie von derselben Ebene",
    "join=channel": "alle im Kanal machen mit", "join=opt-in": "nur, wer selbst beitritt",
    "if_holiday=skip": "fällt aus", "if_holiday=next-workday": "am nächsten Arbeitstag", "if_holiday=previous-workday": "am Arbeitstag davor",
    "overlap=close": "die alte Runde endet", "overlap=skip": "die neue fällt aus", "overlap=allow": "beide laufen",
    "on_doubt=resend": "lieber noch einmal schicken", "on_doubt=skip": "lieber lassen",
    "results=channel": "im Kanal", "results=members": "jeweils für sich", "visibility=named": "mit Namen", "visibility=group": "nur Zahlen",
    "goals_by=members": "alle, die dabei sind", "goals_by=owners": "nur die Verantwortlichen",
    "offers=nothing": "nichts", "offers=profile": "ein erstes Profil", "offers=buddy": "eine Patin oder ein Pate",
    "holidays=none": "Feiertage zählen nicht", "remind=never": "gar nicht", "=personal": "nach der Uhr jeder Person",
    "language=de": "Deutsch", "language=en": "Englisch", "country=DE": "Deutschland", "country=AT": "Österreich", "country=CH": "Schweiz",
    "=self": "nur man selbst", "=colleagues": "alle in der Firma", "=partners": "auch Gäste", "=public": "alle Welt", "=true": "ja", "=false": "nein",
  },
  en: {
    "kind=pairing": "bring people together", "kind=post": "send a message", "kind=checkin": "progress on goals, with names",
    "kind=pulse": "a survey without names", "kind=alignment": "does everybody mean the same?", "kind=digest": "who helps with what",
    "kind=intro": "introduce people", "kind=welcome": "greet newcomers",
    "every=day": "each day", "every=week": "each week", "every=2 weeks": "every other week", "every=month": "each month", "every=quarter": "each quarter",
    "size=2": "pairs", "size=3": "trios", "size=4": "groups of four", "size=5": "groups of five", "size=6": "groups of six", "size=7": "groups of seven", "size=8": "groups of eight",
    "mix=department": "across departments", "mix=site": "across sites", "mix=level": "across levels",
    "mix=same department": "within a department", "mix=same site": "within a site", "mix=same level": "within a level",
    "never=manager": "never with one's own manager", "never=same department": "never within a department", "never=same site": "never within a site",
    "never=same level": "never within a level",
    "join=channel": "everybody in the channel", "join=opt-in": "only who joins themselves",
    "if_holiday=skip": "does not happen", "if_holiday=next-workday": "on the next working day", "if_holiday=previous-workday": "on the working day before",
    "overlap=close": "the old round ends", "overlap=skip": "the new one is left out", "overlap=allow": "both go on",
    "on_doubt=resend": "rather send it again", "on_doubt=skip": "rather leave it",
    "results=channel": "in the channel", "results=members": "to each member alone", "visibility=named": "with names", "visibility=group": "figures only",
    "goals_by=members": "everybody who takes part", "goals_by=owners": "only those in charge",
    "offers=nothing": "nothing", "offers=profile": "a first profile", "offers=buddy": "a buddy",
    "holidays=none": "public holidays do not count", "remind=never": "not at all", "=personal": "by each person's clock",
    "language=de": "German", "language=en": "English", "country=DE": "Germany", "country=AT": "Austria", "country=CH": "Switzerland",
    "=self": "only oneself", "=colleagues": "everybody in the company", "=partners": "guests, too", "=public": "the whole world", "=true": "yes", "=false": "no",
  },
};
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const COUNTED = {
  de: { first: "erster", "1st": "erster", second: "zweiter", "2nd": "zweiter", third: "dritter", "3rd": "dritter", fourth: "vierter", "4th": "vierter", last: "letzter" },
  en: { first: "first", "1st": "first", second: "second", "2nd": "second", third: "third", "3rd": "third", fourth: "fourth", "4th": "fourth", last: "last" },
};

/** Say what a value of a key means; "" where it speaks for itself. */
export function noteOf(key, value) {
  const known = NOTES[language()];
  return known[`${key}=${value}`] || (key === "days" && dayOf(value)) || known[`=${value}`] || "";
}

function dayOf(value) {
  const parts = value.split(" ");
  const count = parts.length > 1 ? COUNTED[language()][parts.shift()] : "";
  const at = DAYS.indexOf(parts[0]);
  const name = at < 0 ? { workday: language() === "de" ? "Arbeitstag" : "working day" }[parts[0]] : nameOf(at);
  return name ? [count, name].filter(Boolean).join(" ") : "";
}

const nameOf = (at) => new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + at));
