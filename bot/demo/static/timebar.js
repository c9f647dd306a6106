// The bar at the top: the sandbox's time, what comes next, and the buttons that move time forward.

import { barDay, barTime, soonTime, zoneName } from "./dates.js";
import { h } from "./dom.js";
import { notice } from "./stage.js";
import { get, post } from "./wire.js";
import { now, world } from "./world.js";
import { count, language, t } from "./words.js";

const STEPS = [["nextRitual", { to: "next" }], ["plusHour", { hours: 1 }], ["plusDay", { days: 1 }]];
const $ = (id) => document.getElementById(id);
let status = null; // what /demo/status said; null while the server has none
let absent = false; // this server has no demo around the sandbox
let busy = false;
let done = () => {};

export function setUpTime(afterwards) {
  done = afterwards;
  setInterval(tick, 500);
  setInterval(readStatus, 60_000);
  open();
}

/** Tell the server that somebody looks, once the demo has come up: its clock runs from then on. */
async function open() {
  await readTime();
  if (absent) return;
  if (!status) return void setTimeout(open, 1000);
  await post("/demo/opened", {}).catch(() => {});
  await readTime();
}

/** Read the clock and what is coming; call it whenever the clock jumped. */
export async function readTime() {
  const asked = performance.now();
  try {
    const face = await get("/sandbox/clock");
    world.clock = { now: Date.parse(face.now), rate: face.rate, running: face.running, read: (asked + performance.now()) / 2 };
  } catch { /* the stream tells of lost connections */ }
  tick();
  await readStatus();
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
  if (status && $("steps").dataset.language !== language()) {
    $("steps").dataset.language = language();
    $("steps").replaceChildren(...STEPS.map(([word, body], at) => h(
      "button",
      { type: "button", class: `button${at ? "" : " primary"}`, onclick: (event) => advance(body, event.currentTarget) },
      t(word),
    )), ...(status.asks ? [h("button", { type: "button", class: "button", title: t("colleaguesHint"), onclick: (event) => letAnswer(event.currentTarget) }, t("colleagues"))] : []));
  }
  if (status) $("coming").replaceChildren(...coming());
  tick();
}

function coming() {
  const rows = (status.coming || []).slice(0, 3).map((one) => {
    const title = one.title?.[language()] || one.title?.en || one.title?.de || one.ritual;
    const what = t(`what_${one.what}`);
    return h("span", { class: "soon" }, h("b", {}, title), what ? ` (${what})` : "", ` ${soonTime(Date.parse(one.at))}`);
  });
  return rows.length ? [h("span", { class: "faint" }, t("coming")), ...rows] : [h("span", { class: "faint" }, t("nothingComing"))];
}

function tick() {
  const at = now();
  if (status?.coming?.some((one) => Date.parse(one.at) <= at)) {
    status.coming = status.coming.filter((one) => Date.parse(one.at) > at); // ask once for what follows
    readStatus();
  }
  $("day").textContent = barDay(at);
  $("clock").textContent = barTime(at);
  $("clock").setAttribute("datetime", new Date(at).toISOString());
  $("zone").textContent = zoneName(at);
  $("zone").title = world.zone;
}

/** Move time forward, and say how many messages came of it. */
async function advance(body, pressed) {
  await wait(pressed, t("advancing"), "/demo/advance", body, (answer) => count("advanced", answer.messages ?? 0));
}

/** Let the others fill in the forms that wait for them. */
async function letAnswer(pressed) {
  await wait(pressed, t("colleaguesBusy"), "/demo/colleagues", { as: world.me?.id || "" }, (answer) => count("colleaguesDone", answer.answered ?? 0));
}

/** Ask the server for something that takes a while; nothing else can be pressed meanwhile. */
async function wait(pressed, saying, path, body, told) {
  if (busy || absent) return;
  busy = true;
  $("steps").setAttribute("aria-busy", "true");
  pressed.setAttribute("aria-busy", "true");
  $("progress").hidden = false;
  notice(saying);
  try {
    const answer = await post(path, body);
    if (answer.error) notice(t("advanceFailed", { error: answer.message || answer.error }), { alert: true });
    else notice(told(answer));
  } catch (problem) {
    notice(t("advanceFailed", { error: problem.message }), { alert: true });
  }
  busy = false;
  $("steps").removeAttribute("aria-busy");
  pressed.removeAttribute("aria-busy");
  $("progress").hidden = true;
  await readTime();
  done();
}
