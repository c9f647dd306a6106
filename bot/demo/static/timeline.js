// The line of time: a lane for each ritual, a mark for each date; skips are hollow and say why.

import { monthTick, soonTime } from "./dates.js";
import { h, redraw } from "./dom.js";
import { now, world } from "./world.js";
import { count, language, said, t } from "./words.js";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const node = () => document.getElementById("line");
let go = () => {};
let line = null; // what /demo/status said
let told = null; // the mark that the sentence below the lanes is about

export function setUpLine(jump) {
  go = jump;
  node().addEventListener("keydown", walk);
  for (const what of ["focusin", "mouseover"]) node().addEventListener(what, (event) => event.target.about && tell(event.target.about));
}

/** Draw the line; `known` is null while the server has none. */
export function drawLine(known) {
  line = known;
  const { hidden } = node();
  if (!line || hidden) return;
  node().setAttribute("aria-label", t("line"));
  told = told && line.marks.find((one) => sameMark(one, told));
  const hour = Math.floor(Date.parse(line.since) / HOUR); // it moves on with time; a press on a mark must not lose it
  redraw(node(), [line.rituals, line.marks, hour, world.zone, language()], () => [
    h("div", { class: "lanes", role: "group", "aria-label": t("lineHelp") }, ticks(), line.rituals.map(lane), h("i", { class: "line-now", "aria-hidden": "true" })),
    h("p", { class: "line-said", role: "status" }, told ? sentenceOf(told) : t("lineHelp")),
  ]);
  reach();
  moveNow();
}

const sameMark = (one, other) => ["ritual", "at", "what"].every((key) => one[key] === other[key]);

/** Let the tab key stop at one mark. */
function reach() {
  const marks = [...node().querySelectorAll(".mark")];
  if (marks.some((one) => one.tabIndex === 0)) return;
  const first = marks.find((one) => one === document.activeElement) || marks.find((one) => one.dataset.state === "coming") || marks[0];
  if (first) first.tabIndex = 0;
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

function tell(one) {
  told = one;
  const [place, sentence] = [node().querySelector(".line-said"), sentenceOf(one)];
  if (place.textContent !== sentence) place.textContent = sentence;
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

function lane(ritual, number) {
  const name = nameOf(ritual);
  const marks = line.marks.filter((one) => one.ritual === ritual.id).map(mark);
  return h(
    "div",
    { class: `lane tone-${number % 6}`, role: "group", "aria-label": t("lineOf", { name, n: marks.length }) },
    h("span", { class: "lane-name" }, name),
    h("div", { class: "track" }, marks),
  );
}

const nameOf = (ritual) => said(ritual?.title) || ritual?.id || "";

function mark(one) {
  const ahead = one.state === "coming";
  const button = h("button", {
    type: "button",
    class: `mark ${one.what} ${one.state}${one.moved ? " moved" : ""}`,
    tabindex: -1,
    "aria-label": sentenceOf(one),
    "data-action": one.at,
    "data-block": `${one.ritual}/${said(one.name)}`,
    "data-state": one.state,
    onclick: () => { tell(one); if (ahead) go(one.at); },
  });
  button.about = one;
  return placed(button, Date.parse(one.at));
}

function sentenceOf(one) {
  const ritual = nameOf(line.rituals.find((each) => each.id === one.ritual));
  const name = one.name ? `${ritual}, ${said(one.name)}` : ritual;
  const at = soonTime(Date.parse(one.at));
  const why = said(one.why) || t("unknownWhy");
  if (one.state === "skip") return t("markSkip", { name, at, why });
  if (one.state === "rest") return t("markRest", { name, at });
  if (one.state === "missed") return t("markMissed", { name, at, why });
  if (one.state === "coming") return `${one.moved ? t("markMoved", { name, at, why: said(one.moved) }) : `${name}, ${at}`}: ${t("goTo")}`;
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
