// Bad days: what goes wrong at Slack from now on, and how the bot copes with it.

import "../words-storm.js";
import { soonTime } from "../dates.js";
import { h, redraw } from "../dom.js";
import { failed, notice } from "../stage.js";
import { get, post } from "../wire.js";
import { count, language, t } from "../words.js";
import { figure } from "./meters.js";

const EVERY = 1500; // milliseconds between two looks
const OF_CALLS = ["429", "500", "lost_reply", "reset", "hang"];
const ON_THE_WAY = ["duplicate_event", "drop_event"];
const USUAL = { 429: 5, 500: 5, lost_reply: 3, reset: 3, hang: 2, duplicate_event: 30, drop_event: 5 }; // per cent, once switched on
const GOOD = { rates: {}, methods: [], retry_after: 3, seconds: 2, seed: 1, limits: false, cut_every: 0, down: 0 };
const PRESETS = {
  monday: { limits: true, rates: { lost_reply: 0.01, duplicate_event: 0.1 } },
  gale: { limits: true, rates: { 429: 0.1, 500: 0.1, lost_reply: 0.1, reset: 0.05, duplicate_event: 0.5 }, cut_every: 60 },
  mute: { rates: { lost_reply: 0.2, reset: 0.1, hang: 0.03 } },
};

let node = null;
let parts = null;
let told = null; // what /sandbox/weather said
let timer = 0;
let telling = Promise.resolve(); // changes go out one after the other: each builds on what the one before left
let waiting = 0; // changes that have not landed yet
let turn = 0; // grows with each change, so that looks that began before it are dropped

export const desk = {
  async open(place) {
    node = place;
    await read();
    if (node !== place) return; // closed meanwhile, or opened anew
    clearInterval(timer);
    timer = setInterval(read, EVERY);
  },
  draw() { if (node && told) { frame(); show(); } },
  close() { clearInterval(timer); node = null; parts = null; },
};

/** Read weather and ledger, and draw what changed. */
async function read() {
  const mine = node;
  if (!mine || document.hidden || waiting) return;
  const began = turn;
  const weather = await get("/sandbox/weather").catch(() => null);
  if (!weather || node !== mine || began !== turn) return;
  told = weather;
  if (!parts) frame();
  const coping = await get("/demo/coping").catch(() => null);
  if (node === mine && began === turn) show(coping);
}

/** What holds now, in the words of the route that changes it. */
const now = () => ({
  rates: told.rates, methods: told.methods, retry_after: told.retry_after, seconds: told.seconds, seed: told.seed, limits: told.limits, cut_every: told.cut_every,
  down: told.down_until ? (Date.parse(told.down_until) - Date.parse(told.now)) / 1000 : 0,
});

/** Let another weather begin; `weather()` is asked once its turn has come, for it builds on what holds then. */
function tell(weather) {
  waiting += 1;
  turn += 1;
  telling = telling.then(async () => {
    const answer = await post("/sandbox/weather", weather()).catch((problem) => ({ ok: false, error: problem.message }));
    waiting -= 1;
    if (answer.ok) told = answer;
    else failed(t("s_failed", { error: answer.message || answer.error }));
    if (!node || waiting) return;
    settle();
    read();
  });
}

const change = (some) => tell(() => ({ ...now(), ...some() }));

function frame() {
  const preset = (name, weather) => h("button", { type: "button", class: `button${weather === GOOD ? " primary" : ""}`, onclick: () => tell(() => ({ ...GOOD, seed: told.seed, ...weather })) }, t(`s_${name}`));
  parts = {
    face: h("div", { class: "weather", role: "status" }),
    coping: h("div", { class: "coping" }),
    struck: h("div", {}),
    down: h("button", { type: "button", class: "button danger", onclick: () => change(() => ({ down: told.down_until ? 0 : 600 })) }),
  };
  node.replaceChildren(
    h("p", { class: "hint" }, t("s_intro")),
    h("div", { class: "presets", role: "group", "aria-label": t("s_presets") }, preset("good", GOOD), Object.entries(PRESETS).map(([name, weather]) => preset(name, weather))),
    parts.face,
    parts.coping,
    parts.struck,
    group("s_calls", [...OF_CALLS.map(rate), toggle("limits", "s_limits", (on) => change(() => ({ limits: on })))]),
    group("s_way", [...ON_THE_WAY.map(rate), h("p", { class: "hint" }, t("s_dropHint")), toggle("cut", "s_cutEvery", (on) => change(() => ({ cut_every: on ? 60 : 0 }))), h("div", { class: "presets" }, h("button", { type: "button", class: "button", onclick: cut }, t("s_cut")), parts.down)]),
    details(),
  );
  settle();
}

const group = (title, nodes) => h("fieldset", { class: "switches" }, h("legend", {}, t(title)), nodes);

/** A switch with its per cent. */
function rate(kind) {
  const box = h("input", { type: "checkbox", id: `storm-${kind}`, "data-rate": kind, onchange: (event) => setRate(kind, event.target.checked ? USUAL[kind] : 0) });
  const field = h("input", {
    type: "number", min: 0, max: 100, step: 1, "data-percent": kind, "aria-label": t("s_rate", { name: t(`s_f_${kind}`) }),
    onchange: (event) => setRate(kind, Math.min(100, Math.max(0, Number(event.target.value) || 0))),
  });
  return h("div", { class: "fault-row" }, h("label", { class: "box" }, box, h("span", {}, t(`s_f_${kind}`))), h("span", { class: "percent" }, field, " %"));
}

function toggle(name, word, act) {
  return h("div", { class: "fault-row" }, h("label", { class: "box" }, h("input", { type: "checkbox", "data-toggle": name, onchange: (event) => act(event.target.checked) }), h("span", {}, t(word))));
}

const setRate = (kind, percent) => change(() => ({ rates: { ...told.rates, [kind]: percent / 100 } }));

function details() {
  const set = (name, value) => change(() => ({ [name]: value }));
  const field = (name, word, props, read) => h("label", { class: "detail" }, h("span", {}, t(word)), h("input", { ...props, "data-detail": name, onchange: (event) => set(name, read(event.target.value)) }));
  const number = (least) => (value) => Math.max(least, Number(value) || least);
  return h(
    "details",
    { class: "finer" },
    h("summary", {}, t("s_details")),
    field("methods", "s_methods", { type: "text", placeholder: "chat.postMessage, conversations.open", spellcheck: "false" }, (value) => value.split(/[\s,]+/).filter(Boolean)),
    field("retry_after", "s_retry", { type: "number", min: 1, max: 3600 }, number(1)),
    field("seconds", "s_seconds", { type: "number", min: 0, max: 60 }, number(0)),
    field("seed", "s_seed", { type: "number", step: 1 }, (value) => Math.trunc(Number(value)) || 0),
  );
}

/** Put the switches where the weather is; what somebody is typing in stays. */
function settle() {
  const put = (field, value) => { if (field !== document.activeElement || field.type === "checkbox") field.value = value; };
  for (const box of node.querySelectorAll("[data-rate]")) box.checked = Boolean(told.rates[box.dataset.rate]);
  for (const field of node.querySelectorAll("[data-percent]")) put(field, Math.round((told.rates[field.dataset.percent] || 0) * 1000) / 10);
  for (const field of node.querySelectorAll("[data-detail]")) put(field, Array.isArray(told[field.dataset.detail]) ? told[field.dataset.detail].join(", ") : told[field.dataset.detail]);
  node.querySelector("[data-toggle=limits]").checked = told.limits;
  node.querySelector("[data-toggle=cut]").checked = Boolean(told.cut_every);
  parts.down.textContent = t(told.down_until ? "s_downEnd" : "s_down");
}

async function cut() {
  const answer = await post("/sandbox/cut", {}).catch((problem) => ({ error: problem.message }));
  if (answer.error) failed(t("s_failed", { error: answer.message || answer.error }));
  else notice(count("s_cutDone", answer.closed ?? 0));
}

function show(coping = parts.seen) {
  parts.seen = coping;
  settle();
  redraw(parts.face, [told.rates, told.limits, told.cut_every, told.down_until, told.connections, language()], face);
  redraw(parts.struck, [told.struck, language()], struck);
  if (coping) redraw(parts.coping, [coping, language()], () => copingParts(coping));
}

function face() {
  const bad = Object.keys(told.rates).length || told.limits || told.cut_every || told.down_until;
  const down = told.down_until ? ` ${t("s_downUntil", { time: soonTime(Date.parse(told.down_until)) })}` : "";
  return [h("b", {}, bad ? `⛈ ${t("s_stormy")}` : `☀ ${t("s_fine")}`), `${down} `, h("span", { class: "faint" }, count("s_conn", told.connections))];
}

function struck() {
  const rows = Object.entries(told.struck);
  const name = (kind) => t(`s_f_${kind}`) || t(`s_k_${kind}`) || kind;
  return [h("h4", {}, t("s_struck")), rows.length ? h("ul", { class: "struck" }, rows.map(([kind, n]) => h("li", {}, h("b", {}, figure(n)), ` ${name(kind)}`))) : h("p", { class: "hint" }, t("s_struckNone"))];
}

function copingParts(seen) {
  const wrong = seen.twice || seen.missing;
  const bad = wrong || seen.died;
  const any = Object.values(seen.letters).some(Boolean);
  const sentence = wrong ? t("s_wrong", seen) : seen.died ? count("s_died", seen.died) : seen.due_now ? count("s_onTheWay", seen.due_now) : t(any ? "s_allFine" : "s_noneYet");
  const tile = (value, word, mood = "") => h("li", { class: `tile ${mood}` }, h("b", {}, figure(value)), h("span", {}, t(word)));
  const dead = Object.entries(seen.outcomes).filter(([word]) => !["ok", "found", "sent_again"].includes(word));
  return [
    h("h4", {}, t("s_coping")),
    h("p", { class: `verdict ${bad ? "bad" : seen.due_now || !any ? "idle" : "good"}`, role: "status" }, sentence),
    h("ul", { class: "tiles" }, tile(seen.letters.sent, "s_sent"), tile(seen.letters.due, "s_due"), tile(seen.letters.sending, "s_sending"), tile(seen.letters.dead - seen.died, "s_dead"), tile(seen.died, "s_diedTile", seen.died ? "bad" : "good"), tile(seen.retried, "s_retried"), tile(seen.found, "s_found"), tile(seen.twice, "s_twice", seen.twice ? "bad" : "good"), tile(seen.missing, "s_missing", seen.missing ? "bad" : "good")),
    dead.length ? h("p", { class: "hint" }, t("s_deadHint"), " ", dead.map(([word, n]) => h("code", {}, `${word} ${n}`))) : null,
  ].filter(Boolean);
}
