// Calls: all that passes between the bot and Slack, live, and how full each method's minute is.

import "../words-calls.js";
import { h, redraw } from "../dom.js";
import { get } from "../wire.js";
import { language, t } from "../words.js";
import { figure, meter } from "./meters.js";
import { tier, trafficRow } from "./row.js";

const EVERY = 1000; // milliseconds between two looks, while the desk is on show
const MOST = 400; // rows kept on the page, unless older ones were asked for
const ways = ["all", "call", "in"];
const outcomes = ["all", "bad", "ok", "error", "limited", "broken", "lost"];
const tiers = ["all", "1", "2", "3", "4", "special"];

const asked = { method: "", kind: "all", outcome: "all", tier: "all" };
let node = null;
let parts = null;
let newest = 0;
let oldest = 0;
let paused = false;
let deep = false; // older rows were asked for
let turn = 0; // grows with every new list, so that late answers are dropped
let timer = 0;

export const desk = {
  async open(place, wanted) {
    node = place;
    if (wanted.n) Object.assign(asked, { method: "", kind: "all", outcome: "all", tier: "all" });
    frame();
    await fresh(wanted.n);
    if (node !== place) return; // closed meanwhile, or opened anew
    clearInterval(timer);
    timer = setInterval(follow, EVERY);
  },
  draw() { if (node) { frame(); fresh(); } },
  close() { clearInterval(timer); clearTimeout(waiting); turn += 1; node = null; },
};

function frame() {
  const search = h("input", { type: "search", id: "calls-method", value: asked.method, autocomplete: "off", placeholder: t("c_filterMethod"), "aria-label": t("c_filterMethod"), oninput: (event) => { asked.method = event.target.value.trim(); later(); } });
  parts = {
    minute: h("div", { class: "minute" }),
    status: h("p", { class: "hint", role: "status" }),
    list: h("ol", { class: "rows", "aria-label": t("c_list") }),
    older: h("button", { type: "button", class: "button", hidden: true, onclick: older }, t("c_older")),
    pause: h("button", { type: "button", class: "button", "aria-pressed": String(paused), onclick: pause }, t(paused ? "c_resume" : "c_pause")),
  };
  node.replaceChildren(
    h("h3", {}, t("c_title")),
    parts.minute,
    h("div", { class: "filters" }, search, choice("kind", ways, "c_filterWay", "c_way_"), choice("outcome", outcomes, "c_filterOutcome", "c_out_"), choice("tier", tiers, "c_filterTier", ""), parts.pause),
    parts.status,
    parts.list,
    h("div", {}, parts.older),
  );
}

function choice(name, values, label, prefix) {
  const word = (value) => (prefix ? t(`${prefix}${value}`) : value === "all" ? t("c_tier_all") : tier(value));
  return h(
    "select",
    { "aria-label": t(label), id: `calls-${name}`, onchange: (event) => { asked[name] = event.target.value; fresh(); } },
    values.map((value) => h("option", { value, selected: asked[name] === value }, word(value))),
  );
}

const address = (more) => `/sandbox/traffic?${new URLSearchParams({
  ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value && value !== "all")),
  ...more,
})}`;

let waiting = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(fresh, 150);
}

/** Begin the list anew; with `wanted` at that row, which is opened. */
async function fresh(wanted = 0) {
  const mine = ++turn;
  deep = Boolean(wanted);
  const page = await get(address(wanted ? { before: Number(wanted) + 20 } : {}));
  if (!node || mine !== turn) return;
  newest = wanted ? page.rows[0]?.n || 0 : page.last;
  if (wanted && !paused) pause();
  parts.list.replaceChildren(...page.rows.map((row) => trafficRow(row, { open: row.n === wanted })));
  ended(page);
  const at = wanted && parts.list.querySelector(`[data-n="${wanted}"] summary`);
  if (at) {
    at.focus();
    at.scrollIntoView({ block: "center" });
  }
  await minute();
}

function ended(page) {
  oldest = Number(parts.list.lastElementChild?.dataset.n) || 0;
  parts.older.hidden = !page.more;
  if (!parts.list.childElementCount) parts.status.textContent = t("c_none");
  else if (!paused) parts.status.textContent = t("c_total", { n: figure(page.calls) });
}

/** Put what is new on top. */
async function follow() {
  if (!node || document.hidden) return;
  const mine = turn;
  const page = await get(address({ after: newest })).catch(() => null);
  if (!page || !node || mine !== turn) return;
  if (page.last !== newest) await minute();
  if (mine !== turn || !node) return;
  if (paused) {
    if (page.rows.length) parts.status.textContent = t("c_paused", { n: page.more ? `${page.rows.length}+` : page.rows.length });
    return;
  }
  if (page.more) return void fresh();
  if (page.last === newest) return;
  const fresh = page.rows.filter((row) => row.n > newest); // another look may have brought the rest
  newest = Math.max(newest, page.last);
  parts.list.prepend(...fresh.map((row) => trafficRow(row)));
  while (!deep && parts.list.childElementCount > MOST) parts.list.lastElementChild.remove();
  oldest = Number(parts.list.lastElementChild?.dataset.n) || 0;
  if (parts.list.childElementCount) parts.status.textContent = t("c_total", { n: figure(page.calls) });
}

async function older() {
  const mine = turn;
  deep = true;
  const page = await get(address({ before: oldest }));
  if (mine !== turn || !node) return;
  const rows = page.rows.map((row) => trafficRow(row));
  parts.list.append(...rows);
  ended(page);
  rows[0]?.querySelector("summary").focus({ preventScroll: true });
}

function pause() {
  paused = !paused;
  parts.pause.textContent = t(paused ? "c_resume" : "c_pause");
  parts.pause.setAttribute("aria-pressed", String(paused));
  parts.status.textContent = "";
  if (!paused) fresh();
}

/** How full each method's minute is. */
async function minute() {
  const told = await get("/sandbox/rates").catch(() => null);
  if (!told || !node) return;
  redraw(parts.minute, [told, language()], () => [
    h("h4", {}, t("c_minute")),
    h("p", { class: "hint" }, t(told.on ? "c_limitsOn" : "c_limitsOff")),
    told.rates.length ? h("ul", { class: "meters" }, told.rates.map(rate)) : h("p", { class: "hint" }, t("c_minuteNone")),
  ]);
}

function rate(one) {
  const said = t("c_used", { used: figure(one.used), limit: figure(one.limit) });
  return meter({
    name: one.method,
    used: one.used,
    most: one.limit,
    said: one.refused ? `${said} · ${t("c_refused", { n: one.refused })}` : said,
    words: ["c_room", "c_near", "c_over"],
    beside: tier(one.tier),
  });
}
