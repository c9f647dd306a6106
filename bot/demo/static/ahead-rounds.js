// Rounds as cards: who meets whom, where they sit, why, and who sits out.

import { inZone } from "./dates.js";
import { h } from "./dom.js";
import { count, language, locale, t } from "./words.js";

const TONES = 6;
const NAMED = 6; // people who sit out and are named one by one
const WHY_NOT = ["paused", "skips", "away", "not_due"];

const day = (at, options) => inZone(Date.parse(at), options);
const dayAndTime = (at) => day(at, { weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
export const dayOnly = (at) => day(at, { weekday: "short", day: "numeric", month: "long" });
const shortDay = (at) => day(at, { day: "numeric", month: "numeric" });

/** Return who is meant by what was typed: {typed, ids}; null where nobody is asked for. */
export function narrowed(told, typed) {
  if (!typed) return null;
  const wanted = typed.toLocaleLowerCase(locale());
  const ids = Object.entries(told.people).filter(([, one]) => one.name.toLocaleLowerCase(locale()).includes(wanted)).map(([id]) => id);
  return { typed, ids: new Set(ids) };
}

/** A letter and a colour for each site, so that neither alone has to tell it. */
function signs(told) {
  const sites = [...new Set(Object.values(told.people).map((one) => one.site).filter(Boolean))].sort((a, b) => a.localeCompare(b));
  const taken = new Set();
  return new Map(sites.map((site, at) => {
    const letter = [...site.toLocaleUpperCase(locale())].find((sign) => /\p{L}/u.test(sign) && !taken.has(sign)) || site[0];
    taken.add(letter);
    return [site, { letter, tone: at % TONES }];
  }));
}

const dot = (sign) => h("span", { class: `ah-site tone-${sign?.tone ?? "none"}`, "aria-hidden": "true" }, sign?.letter || "–");

export function legend(told) {
  const known = signs(told);
  if (!known.size) return null;
  return h("ul", { class: "ah-legend", "aria-label": t("ah_legend") }, [...known].map(([site, sign]) => h("li", {}, dot(sign), " ", site)));
}

export function drawRounds(told, who) {
  if (!told.rounds.length) return h("p", { class: "nothing" }, t("ah_noRound", { date: dayOnly(told.ends) }));
  const known = signs(told);
  return h("div", { class: "ah-rounds" }, told.rounds.map((one, at) => card(told, one, who, known, t("ah_title", { n: told.past.length + at + 1 }))));
}

/** What was really introduced in this sandbox. */
export function drawPast(told, who) {
  const known = signs(told);
  const cards = told.past.map((one, at) => card(told, one, who, known, t("ah_title", { n: at + 1 })));
  return h(
    "details",
    { class: "ah-past", "data-action": "past" },
    h("summary", {}, h("h3", {}, `${t("ah_pastTitle")} (${told.past.length})`)),
    cards.length ? cards.reverse() : h("p", { class: "nothing" }, t("ah_pastNone")),
  );
}

function card(told, one, who, known, title) {
  const groups = who ? one.groups.filter((group) => group.people.some((id) => who.ids.has(id))) : one.groups;
  const usual = mostSaid(one.groups);
  const rows = groups.map((group) => h(
    "li",
    {},
    h("span", { class: "ah-people" }, group.people.map((id) => chip(told.people[id], known, who?.ids.has(id)))),
    group.why && group.why !== usual ? h("small", { class: "hint" }, t("ah_quote", { why: group.why })) : null,
  ));
  const missing = who && !groups.length ? h("p", { class: "nothing" }, t("ah_notIn", { name: who.typed })) : null;
  return h(
    "section",
    { class: "ah-card" },
    h("h3", {}, title, " ", h("time", { datetime: one.at }, dayAndTime(one.at))),
    h("p", {}, summary(one)),
    usual && !who ? h("p", { class: "hint" }, t("ah_because", { why: usual })) : null,
    absences(told, one).map((sentence) => h("p", { class: "hint" }, sentence)),
    rows.length ? h("ul", { class: "ah-groups" }, rows) : missing,
  );
}

function chip(person, known, marked) {
  const sign = known.get(person?.site);
  return h(
    "span",
    { class: `ah-chip${marked ? " marked" : ""}` },
    dot(sign), h("b", {}, person?.name || "?"), " ", h("small", {}, person?.site || t("ah_noSite")),
  );
}

/** "12 groups: 11 trios, 1 group of four. All across sites. Nobody meets again." */
function summary(one) {
  const all = one.groups.length;
  if (!all) return t("ah_nobody");
  const sizes = new Map();
  for (const group of one.groups) sizes.set(group.people.length, (sizes.get(group.people.length) || 0) + 1);
  const kinds = [...sizes].sort((a, b) => b[1] - a[1]).map(([size, n]) => t(n === 1 ? `ah_size${size}_1` : `ah_size${size}`, { n }));
  const said = [`${kinds.length > 1 ? `${count("ah_groups", all)}: ` : ""}${kinds.join(", ")}.`];
  const across = Object.entries(one.across);
  if (across.every(([, n]) => n === all)) said.push(t("ah_both_all"));
  else for (const [name, n] of across) said.push(t(`ah_${name}_${n === all ? "all" : n ? "some" : "none"}`, { n, all }));
  if (one.repeats !== null) said.push(count("ah_repeats", one.repeats));
  if (one.alone) said.push(count("ah_alone", one.alone));
  return said.join(" ");
}

function absences(told, one) {
  return WHY_NOT.flatMap((why) => {
    const who = one.absent.filter((each) => each.why === why).map((each) => told.people[each.person]?.name || "?");
    if (!who.length) return [];
    return who.length > NAMED ? [t(`ah_${why}_n`, { n: who.length })] : who.map((name) => t(`ah_${why}_who`, { who: name }));
  });
}

function mostSaid(groups) {
  const times = new Map();
  for (const one of groups) if (one.why) times.set(one.why, (times.get(one.why) || 0) + 1);
  const [found] = [...times].sort((a, b) => b[1] - a[1]);
  return found && found[1] > 1 ? found[0] : "";
}

/** Everybody by name, and whom they meet in each round. */
export function drawTable(told, who) {
  const rounds = told.rounds.filter((one) => one.groups.length);
  const met = rounds.map((one) => new Map(one.groups.flatMap((group) => group.people.map((id) => [id, group.people.filter((other) => other !== id)]))));
  const ids = Object.keys(told.people).filter((id) => met.some((map) => map.has(id)) && (!who || who.ids.has(id)));
  if (!ids.length) return null;
  const name = (id) => told.people[id]?.name || "?";
  ids.sort((a, b) => name(a).localeCompare(name(b), language()));
  const head = h("tr", {}, h("th", { scope: "col" }, t("ah_person")), rounds.map((one) => h("th", { scope: "col" }, shortDay(one.at))));
  const rows = ids.map((id) => h(
    "tr",
    {},
    h("th", { scope: "row" }, name(id)),
    met.map((map) => h("td", {}, (map.get(id) || []).map(name).join(", ") || "–")),
  ));
  return h(
    "details",
    { class: "ah-table", "data-action": "table", open: Boolean(who) },
    h("summary", {}, h("h3", {}, t("ah_table"))),
    h("div", { class: "ah-scroll", tabindex: 0, role: "region", "aria-label": t("ah_table") }, h("table", {}, h("thead", {}, head), h("tbody", {}, rows))),
  );
}
