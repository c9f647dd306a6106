// The desk "Look ahead": which rounds come, who meets whom, and how much comes to whom, before anybody is bothered.

import { drawCalendar, drawLoad } from "../ahead-calendar.js";
import { drawPast, drawRounds, drawTable, legend, narrowed } from "../ahead-rounds.js";
import * as file from "../draft.js";
import { openDesk } from "../dock.js";
import { h, keepingFocus } from "../dom.js";
import { isUnderWay, lookForJump } from "../jump.js";
import { post } from "../wire.js";
import { WORDS } from "../words-ahead.js";
import { addWords, count, language, said, t } from "../words.js";
import { now } from "../world.js";

addWords(WORDS);

const MOST = 6;
const PATIENCE = 10_000; // milliseconds between two looks that nobody asked for
const asking = { ritual: "", rounds: 3, who: "" };
let root = null; // where the desk stands, while it is open
let parts = null; // its nodes
let told = null; // what the server said last
let number = 0; // of the last question; answers to older ones are late
let looked = 0; // when it was asked
let watching = 0;
const opened = new Map(); // what somebody opened or closed by hand, by its class
let checking = false; // whether somebody moves time

export const desk = {
  async open(node, asked) {
    root = node;
    if (asked.ritual) asking.ritual = asked.ritual;
    frame();
    document.addEventListener("applied", look);
    clearInterval(watching);
    watching = setInterval(watch, 1000);
    await file.ready?.().catch(() => {});
    if (root === node) await look(); // else closed meanwhile, or opened anew
  },
  draw() {
    frame();
    look();
  },
  close() {
    number += 1;
    root = null;
    clearInterval(watching);
    document.removeEventListener("applied", look);
  },
};

/** Build what stays while answers come and go. */
function frame() {
  parts = {
    which: h("p", { class: "ah-which" }),
    state: h("p", { class: "hint", role: "status" }),
    ritual: h("select", { id: "ah-ritual", onchange: (event) => { asking.ritual = event.target.value; look(); } }),
    rounds: h("select", { id: "ah-rounds", onchange: (event) => { asking.rounds = Number(event.target.value); look(); } }, numbers()),
    who: h("input", { id: "ah-who", type: "search", list: "ah-names", autocomplete: "off", placeholder: t("ah_whoHint"), value: asking.who, oninput: filter }),
    names: h("datalist", { id: "ah-names" }),
    result: h("div", { class: "ah-result", "aria-busy": "true", onclick: opens }),
  };
  parts.choices = h(
    "div",
    { class: "ah-choices", hidden: true },
    field("ah-ritual", "ah_ritual", parts.ritual),
    field("ah-rounds", "ah_rounds", parts.rounds),
    field("ah-who", "ah_who", parts.who),
    parts.names,
  );
  root.replaceChildren(h("p", { class: "hint" }, t("ah_intro")), parts.which, parts.choices, parts.state, parts.result);
  if (told) draw();
}

const field = (id, word, control) => h("div", { class: "ah-field" }, h("label", { for: id }, t(word)), control);
const numbers = () => Array.from({ length: MOST }, (_, at) => h("option", { value: at + 1, selected: at + 1 === asking.rounds }, at + 1));

/** Ask the server; while it plays, what stood there stays. */
async function look() {
  if (!root) return;
  const mine = ++number;
  const text = file.draft.changed() ? file.draft.text : undefined;
  looked = performance.now();
  sayWhich(Boolean(text));
  parts.result.setAttribute("aria-busy", "true");
  parts.state.textContent = t("ah_busy");
  const answer = await post("/demo/ahead", { text, ritual: asking.ritual, rounds: asking.rounds, language: language() })
    .catch((problem) => ({ refused: "failed", message: problem.message }));
  if (mine !== number || !root) return;
  parts.result.removeAttribute("aria-busy");
  told = answer.error ? { refused: "failed", message: answer.message || answer.error } : answer;
  draw();
}

function sayWhich(isDraft) {
  const away = h("button", { type: "button", class: "link", onclick: () => openDesk("file", {}, { focus: true }) }, t("ah_toFile"));
  parts.which.classList.toggle("draft", isDraft);
  parts.which.replaceChildren(t(isDraft ? "ah_draft" : "ah_live"), " ", away);
}

function draw() {
  parts.choices.hidden = !told.rituals;
  if (told.refused || told.problems) return drawTrouble();
  const pairs = told.rituals.filter((one) => one.pairs);
  asking.ritual = told.ritual;
  parts.ritual.replaceChildren(...pairs.map((one) => h("option", { value: one.id, selected: one.id === told.ritual }, titleOf(one.id))));
  for (const node of parts.choices.querySelectorAll(".ah-field")) node.hidden = !pairs.length;
  const names = Object.values(told.people).map((one) => one.name).sort((a, b) => a.localeCompare(b));
  parts.names.replaceChildren(...names.map((name) => h("option", { value: name })));
  parts.state.textContent = pairs.length ? count("ah_ready", told.rounds.length) : t("ah_none");
  fill();
}

/** Remember what somebody opens or closes, for the next answer. */
function opens(event) {
  const one = event.target.closest("summary")?.parentElement;
  if (one) opened.set(one.className, !one.open);
}

/** Fill in what was told, narrowed to whom the visitor asks for. */
function fill() {
  const who = narrowed(told, asking.who);
  const rows = [
    ...notes(),
    ...(told.ritual ? [legend(told), drawPast(told, who), drawRounds(told, who), drawTable(told, who)] : []),
    drawLoad(told),
    drawCalendar(told, titleOf),
  ];
  keepingFocus(parts.result, () => parts.result.replaceChildren(...rows.filter(Boolean)));
  for (const one of parts.result.querySelectorAll("details")) if (opened.has(one.className)) one.open = opened.get(one.className);
}

function notes() {
  const rows = told.troubles.map((one) => t(`ah_${one.why}`, { ...one, title: titleOf(one.ritual) }));
  if (told.waits) rows.unshift(t("ah_waits"));
  const chosen = told.rituals.find((one) => one.id === told.ritual);
  if (chosen?.paused) rows.push(t("ah_paused"));
  return [chosen && h("p", { class: "ah-when" }, chosen.when), ...rows.map((sentence) => h("p", { class: "ah-note" }, sentence))];
}

function drawTrouble() {
  parts.state.textContent = "";
  if (told.problems) {
    parts.result.replaceChildren(
      h("p", { class: "ah-note", role: "alert" }, count("ah_problems", told.count)),
      h("ul", { class: "ah-lines" }, told.problems.map((one) => h("li", {}, t("ah_line", one)))),
    );
    return;
  }
  const sentence = told.refused === "database" ? t("ah_database") : t("ah_failed", { error: told.message });
  const again = h("button", { type: "button", class: "button", onclick: look }, t("ah_again"));
  parts.result.replaceChildren(h("p", { class: "ah-note", role: "alert" }, sentence), told.refused === "database" ? "" : again);
}

function filter(event) {
  asking.who = event.target.value.trim();
  opened.delete("ah-table"); // it opens for whom one asks
  if (told?.rounds) fill();
}

const titleOf = (id) => {
  const found = told.rituals.find((one) => one.id === id);
  return said(found?.title) || id;
};

/** Look again once something of what was told has happened; not too often, for time may be running fast, and never on a jump. */
async function watch() {
  if (checking || !told?.dates || parts.result.hasAttribute("aria-busy") || performance.now() - looked < PATIENCE) return;
  const past = told.dates.some((one) => !one.skipped && Date.parse(one.at) < now() - 60_000);
  if (!past) return;
  const mine = number;
  checking = true;
  await lookForJump();
  checking = false;
  if (root && mine === number && !isUnderWay()) look();
}
