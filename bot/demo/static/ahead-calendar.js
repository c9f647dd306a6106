// What comes when, ritual by ritual, each date that does not happen with its reason; and how much comes to people.

import { dayOnly } from "./ahead-rounds.js";
import { soonTime } from "./dates.js";
import { h } from "./dom.js";
import { count, t } from "./words.js";

export function drawCalendar(told, titleOf) {
  const rows = told.dates.map((one) => h(
    "li",
    { class: one.skipped || one.missed ? "off" : "" },
    h("time", { datetime: one.at }, soonTime(Date.parse(one.at))),
    h("b", {}, titleOf(one.ritual)),
    h("span", { class: "faint" }, what(one)),
  ));
  return h(
    "section",
    { class: "ah-calendar" },
    h("h3", {}, t("ah_calendar")),
    h("ol", {}, rows),
    h("p", { class: "hint" }, t("ah_counted", { date: dayOnly(told.ends) })),
  );
}

function what(one) {
  if (one.skipped) return t("ah_skipped", { why: one.skipped });
  if (one.missed) return t(`ah_missed_${one.missed}`) || t("ah_missed");
  const said = one.moved ? [t("ah_moved", { why: one.moved })] : [];
  if (one.direct) said.push(t(`ah_direct${one.direct === 1 ? "1" : ""}${one.people === 1 ? "_one" : ""}`, { n: one.direct, people: one.people }));
  if (one.channel) said.push(count("ah_channel", one.channel));
  return said.join(", ");
}

export function drawLoad({ load }) {
  const sentences = [t(load.most > 1 ? "ah_most" : `ah_most${load.most}`, load), load.held ? count("ah_held", load.held) : ""];
  return h("section", { class: "ah-load" }, h("h3", {}, t("ah_load")), sentences.filter(Boolean).map((one) => h("p", {}, one)));
}
