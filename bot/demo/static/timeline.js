// The line of time: a lane for each ritual, a mark for each date; skips are hollow and say why.

import { monthTick, soonTime } from "./dates.js";
import { h, keepingFocus } from "./dom.js";
import { now } from "./world.js";
import { count, language, t } from "./words.js";

const WEEK = 7 * 86_400_000;
const node = () => document.getElementById("line");
let go = () => {};
let line = null; // what /demo/status said
let told = ""; // the sentence below the lanes

export function setUpLine(jump) {
  go = jump;
  node().addEventListener("keydown", walk);
  for (const what of ["focusin", "mouseover"]) node().addEventListener(what, (event) => event.target.sentence && tell(event.target.sentence));
}

/** Draw the line; `known` is null while the server has none. */
export function drawLine(known) {
  line = known;
  const { hidden } = node();
  if (!line || hidden) return;
  node().setAttribute("aria-label", t("line"));
  keepingFocus(node(), () => node().replaceChildren(
    h("div", { class: "lanes", role: "group", "aria-label": t("lineHelp") }, ticks(), line.rituals.map(lane), h("i", { class: "line-now", "aria-hidden": "true" })),
    h("p", { class: "line-said", role: "status" }, told || t("lineHelp")),
  ));
  const marks = [...node().querySelectorAll(".mark")];
  const first = marks.find((one) => one === document.activeElement) || marks.find((one) => one.dataset.state === "coming") || marks[0];
  if (first) first.tabIndex = 0;
  moveNow();
}

/** Put the line that stands for the present where it belongs. */
export function moveNow() {
  const hand = node().querySelector(".line-now");
  if (line && hand) hand.style.left = `calc(var(--names) + (100% - var(--names) - 14px) * ${share(now())})`;
}

const share = (ms) => {
  const [since, until] = [Date.parse(line.since), Date.parse(line.until)];
  return Math.min(Math.max((ms - since) / (until - since), 0), 1).toFixed(4);
};

function tell(sentence) {
  told = sentence;
  const said = node().querySelector(".line-said");
  if (said.textContent !== sentence) said.textContent = sentence;
}

/** The Mondays, each with its date where there is room. */
function ticks() {
  const from = new Date(Date.parse(line.since));
  from.setUTCHours(0, 0, 0, 0);
  from.setUTCDate(from.getUTCDate() + ((8 - from.getUTCDay()) % 7));
  const rows = [];
  for (let at = from.getTime(); at < Date.parse(line.until); at += WEEK) rows.push(placed(h("span", { class: `tick${share(at) > 0.94 ? " end" : ""}` }, monthTick(at)), at));
  return h("div", { class: "ticks", "aria-hidden": "true" }, h("span", {}), h("div", { class: "track" }, rows));
}

function placed(one, ms) {
  one.style.left = `${share(ms) * 100}%`;
  return one;
}

const say = (words) => words?.[language()] || words?.en || words?.de || "";

function lane(ritual, number) {
  const name = say(ritual.title) || ritual.id;
  const marks = line.marks.filter((one) => one.ritual === ritual.id).map((one) => mark(one, name));
  return h(
    "div",
    { class: `lane tone-${number % 6}`, role: "group", "aria-label": t("lineOf", { name, n: marks.length }) },
    h("span", { class: "lane-name" }, name),
    h("div", { class: "track" }, marks),
  );
}

function mark(one, name) {
  const ms = Date.parse(one.at);
  const what = one.name ? `${name}, ${say(one.name)}` : name;
  const sentence = sentenceOf(one, what, soonTime(ms));
  const ahead = one.state === "coming";
  const button = h("button", {
    type: "button",
    class: `mark ${one.what} ${one.state}${one.moved ? " moved" : ""}`,
    tabindex: -1,
    "aria-label": sentence,
    "data-action": one.at,
    "data-block": `${one.ritual}/${say(one.name)}`,
    "data-state": one.state,
    onclick: () => { tell(sentence); if (ahead) go(one.at); },
  });
  button.sentence = sentence;
  return placed(button, ms);
}

function sentenceOf(one, name, at) {
  const why = say(one.why) || t("unknownWhy");
  if (one.state === "skip") return t("markSkip", { name, at, why });
  if (one.state === "rest") return t("markRest", { name, at });
  if (one.state === "missed") return t("markMissed", { name, at, why });
  if (one.state === "coming") return `${one.moved ? t("markMoved", { name, at, why: say(one.moved) }) : `${name}, ${at}`}: ${t("goTo")}`;
  if (one.what === "step") return `${name}, ${at}.`;
  return t(one.open ? "markOpen" : "markDone", { name, at, sent: count("sent", one.sent) });
}

/** One stop of the tab key; arrows go from mark to mark, up and down from lane to lane. */
function walk(event) {
  const from = event.target.closest?.(".mark");
  if (!from) return;
  const all = [...node().querySelectorAll(".mark")];
  const inTime = [...all].sort((a, b) => a.dataset.action.localeCompare(b.dataset.action));
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const other = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  let to = null;
  if (step) to = inTime[inTime.indexOf(from) + step];
  if (event.key === "Home") to = inTime[0];
  if (event.key === "End") to = inTime.at(-1);
  if (other) to = nearest(from, other);
  if (!to) return;
  event.preventDefault();
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function nearest(from, way) {
  const lanes = [...node().querySelectorAll(".lane")].filter((one) => one.querySelector(".mark"));
  const next = lanes[lanes.indexOf(from.closest(".lane")) + way];
  const gap = (one) => Math.abs(Date.parse(one.dataset.action) - Date.parse(from.dataset.action));
  return next && [...next.querySelectorAll(".mark")].sort((a, b) => gap(a) - gap(b))[0];
}
