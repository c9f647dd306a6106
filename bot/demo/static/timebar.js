// The bar at the top: the sandbox's time, what comes next, and the buttons that move time forward.

import "./words-time.js";
import { barDay, barTime, soonTime, zoneName } from "./dates.js";
import { h } from "./dom.js";
import { tellJump } from "./jump.js";
import { notice } from "./stage.js";
import { drawLine, moveNow, setUpLine } from "./timeline.js";
import { get, post } from "./wire.js";
import { now, world } from "./world.js";
import { count, language, remember, remembered, said, t } from "./words.js";

const STEPS = [
  ["nextRitual", { to: "next" }], ["plusHour", { hours: 1 }], ["plusDay", { days: 1 }],
  ["nextMonday", { to: "monday" }], ["eightWeeks", { days: 56 }],
];
const SHOWN = 3;
const $ = (id) => document.getElementById(id);
let status = null; // what /demo/status said; null while the server has none
let absent = false; // this server has no demo around the sandbox
let busy = ""; // what is under way: "advance" can be ended
let done = () => {};

/** Whether a jump is under way that this page asked for. */
export const isJumping = () => Boolean(busy);

export function setUpTime(afterwards) {
  done = afterwards;
  setUpLine((at) => advance({ at }, null));
  setInterval(tick, 500);
  setInterval(readStatus, 60_000);
  open();
}

/** Tell the server that somebody looks, once the demo has come up: its clock runs from then on. */
async function open() {
  await readTime();
  if (absent) return;
  if (!status) return void setTimeout(open, 1000);
  $("line").hidden = (remembered("rondo-line") || (matchMedia("(min-width: 700px) and (min-height: 640px)").matches ? "yes" : "no")) === "no";
  await post("/demo/opened", {}).catch(() => {});
  await readTime();
}

/** Read the clock and what is coming; call it whenever the clock jumped. */
export async function readTime() {
  await readClock();
  if (!busy) await readStatus();
}

async function readClock() {
  const asked = performance.now();
  try {
    const face = await get("/sandbox/clock");
    world.clock = { now: Date.parse(face.now), rate: face.rate, running: face.running, read: (asked + performance.now()) / 2 };
  } catch { /* the stream tells of lost connections */ }
  tick();
}

async function readStatus() {
  if (busy || absent) return;
  try {
    status = await get("/demo/status");
    world.zone = status.zone || world.zone;
  } catch (problem) {
    absent = problem.status === 404;
  }
  drawTime();
}

/** Draw everything but the ticking time, in the page's language. */
export function drawTime() {
  $("steps").hidden = !status;
  $("coming").hidden = !status;
  if (!status) return;
  const sign = JSON.stringify([language(), status.asks, $("line").hidden, busy]);
  if ($("steps").dataset.sign !== sign) {
    const at = [...$("steps").children].indexOf(document.activeElement);
    $("steps").dataset.sign = sign;
    $("steps").replaceChildren(...(busy ? [onTheWay()] : buttons()));
    if (busy) $("stop-jump")?.focus({ preventScroll: true });
    else if (at >= 0) $("steps").children[at]?.focus({ preventScroll: true });
  }
  drawPlay();
  $("coming").replaceChildren(...coming());
  drawLine(status.line);
  tick();
}

function buttons() {
  const button = (word, press, more = "") => h(
    "button",
    { type: "button", class: `button ${more}`, title: t(`${word}Hint`) || null, onclick: (event) => press(event.currentTarget) },
    t(word),
  );
  const toggle = h("button", { type: "button", id: "line-toggle", class: "button more", "aria-expanded": String(!$("line").hidden), "aria-controls": "line", title: t($("line").hidden ? "lineShow" : "lineHide"), "aria-label": t("line"), onclick: toggleLine }, $("line").hidden ? "▾" : "▴");
  return [
    ...STEPS.map(([word, body], at) => button(word, (pressed) => advance(body, pressed), at ? "" : "primary")),
    h("button", { type: "button", id: "play", class: "button", onclick: play }),
    ...(status.asks ? [button("colleagues", letAnswer)] : []),
    toggle,
  ];
}

function drawPlay() {
  if (!$("play")) return;
  const playing = world.clock.running && world.clock.rate > 0;
  $("play").textContent = t(playing ? "pause" : "play");
  $("play").title = t(playing ? "pauseHint" : "playHint");
}

function onTheWay() {
  return h(
    "span",
    { class: "jump" },
    h("span", { id: "jump-at", "aria-hidden": "true" }, t("jumpingTo", { at: soonTime(now()) })),
    busy === "advance" && h("button", { type: "button", id: "stop-jump", class: "button primary", onclick: () => post("/demo/stop", {}).catch(() => {}) }, t("stopJump")),
  );
}

function toggleLine() {
  $("line").hidden = !$("line").hidden;
  remember("rondo-line", $("line").hidden ? "no" : "yes");
  drawTime();
  $("line-toggle").scrollIntoView({ block: "nearest", inline: "nearest" });
}

function coming() {
  const rituals = new Map(status.line.rituals.map((one) => [one.id, one.title]));
  const rows = status.line.marks.filter((one) => one.state === "coming" && Date.parse(one.at) > now()).slice(0, SHOWN).map((one) => {
    const title = said(rituals.get(one.ritual)) || one.ritual;
    const what = said(one.name);
    return h("span", { class: "soon" }, h("b", {}, title), what ? ` (${what})` : "", ` ${soonTime(Date.parse(one.at))}`);
  });
  return rows.length ? [h("span", { class: "faint" }, t("coming")), ...rows] : [h("span", { class: "faint" }, t("nothingComing"))];
}

function tick() {
  const at = now();
  if (!busy && status?.line?.marks.some((one) => one.state === "coming" && Date.parse(one.at) <= at)) {
    for (const one of status.line.marks) if (Date.parse(one.at) <= at && one.state === "coming") one.state = "done"; // ask once for what follows
    setTimeout(readStatus, 700);
  }
  $("day").textContent = barDay(at);
  $("clock").textContent = barTime(at);
  $("clock").setAttribute("datetime", new Date(at).toISOString());
  $("zone").textContent = zoneName(at);
  $("zone").title = world.zone;
  if ($("jump-at")) {
    $("jump-at").textContent = t("jumpingTo", { at: soonTime(at) });
    $("coming").replaceChildren(...coming());
  }
  drawPlay();
  moveNow();
}

/** Let time run by itself, or make it stand still. */
async function play() {
  await post("/demo/play", { on: !(world.clock.running && world.clock.rate > 0) }).catch(() => {});
  await readTime();
}

/** Move time forward, and say how many messages came of it. */
async function advance(body, pressed) {
  const told = (answer) => count(answer.ended ? "jumped" : "advanced", answer.messages ?? 0);
  await wait("advance", pressed, t("advancing"), "/demo/advance", body, told);
}

/** Let the others fill in the forms that wait for them. */
async function letAnswer(pressed) {
  await wait("answer", pressed, t("colleaguesBusy"), "/demo/colleagues", { as: world.me?.id || "" }, (answer) => count("colleaguesDone", answer.answered ?? 0));
}

/** Ask the server for something that takes a while; nothing else but its end can be asked for meanwhile. */
async function wait(what, pressed, saying, path, body, told) {
  if (busy || absent) return;
  busy = what;
  tellJump(true);
  const at = pressed ? [...$("steps").children].indexOf(pressed) : -1;
  $("progress").hidden = false;
  notice(saying);
  drawTime();
  const following = setInterval(readClock, 400);
  try {
    const answer = await post(path, body);
    if (answer.error) notice(t("advanceFailed", { error: answer.message || answer.error }), { alert: true });
    else notice(told(answer));
  } catch (problem) {
    notice(t("advanceFailed", { error: problem.message }), { alert: true });
  }
  clearInterval(following);
  busy = "";
  tellJump(false);
  $("progress").hidden = true;
  const held = document.activeElement?.id === "stop-jump";
  await readTime();
  if (held) $("steps").children[Math.max(at, 0)]?.focus({ preventScroll: true });
  done();
}
