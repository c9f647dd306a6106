// What a text would change: by ritual, each change with its class, when it comes next, and for whom.

import { h } from "../dom.js";
import { count, said, t } from "../words.js";
import { spelt } from "./file-words.js";

const FEW = 8;

/** Draw a plan; `acts`: go(line), create(channel), ahead(ritual). */
export function planned(plan, acts) {
  if (!plan?.ok) return [];
  return [
    h("h3", {}, t("filePlan")),
    h("p", { class: "plan-summary" }, plan.summary.join(" ")),
    plan.strangers.map((one) => stranger(one, acts)),
    plan.rituals.map((one) => ritual(one, acts)),
  ];
}

function stranger(one, acts) {
  const label = one.exists ? t("fileInvite") : t(one.like ? "fileCreateLike" : "fileCreate", one);
  return h(
    "p",
    { class: "file-note" },
    t(one.exists ? "fileNotIn" : "fileNoChannel", one), " ",
    h("button", { type: "button", class: "button", onclick: () => acts.create(one) }, label),
  );
}

function ritual(one, acts) {
  const title = said(one.title) || one.id || t("fileWhole");
  return h(
    "section",
    { class: "plan-ritual" },
    h("h4", {}, title, one.whom ? h("span", { class: "plan-whom" }, whom(one.whom)) : ""),
    h("ul", {}, one.changes.map((change) => h("li", {}, sentence(change, acts)))),
    one.question ? h("p", { class: "file-note" }, spelt(one.question)) : "",
    one.whom ? moves(one.whom) : "",
    one.whom ? names(one.whom) : "",
    one.pairs ? h("p", {}, h("button", { type: "button", class: "button small", onclick: () => acts.ahead(one.id) }, t("fileAhead"))) : "",
  );
}

const whom = ({ channel, n }) => (channel ? t("fileIn", { name: channel, n }) : count("fileFor", n));

function sentence(change, acts) {
  return [
    h("span", { class: `touches ${change.touches}` }, change.class), " ",
    h("button", { type: "button", class: "link plan-line", onclick: () => acts.go(change.line) }, t("fileLine", { n: change.line })), " ",
    h("span", {}, change.said),
    change.coming ? h("span", { class: "hint" }, change.coming) : "",
  ];
}

/** Who comes and who goes; many of them only when asked for. */
function moves({ added, dropped }) {
  return [["fileAdded", added], ["fileDropped", dropped]].filter(([, some]) => some.length).map(([word, some]) => {
    const names = some.join(", ");
    if (some.length <= FEW) return h("p", { class: "plan-moves" }, t(word, { names }));
    return h("details", {}, h("summary", {}, t(`${word}Many`, { n: some.length })), h("p", { class: "hint" }, names));
  });
}

function names({ names: some, by_hand: byHand }) {
  if (!some.length) return !byHand ? "" : h("p", { class: "hint" }, t("fileNobody"));
  return h("details", {}, h("summary", {}, t("fileWho")), h("p", { class: "hint" }, some.join(", ")));
}
