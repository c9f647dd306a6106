// X-ray: where a message, a Home tab or a form comes from, how large it is, and which calls made it.

import "../words-xray.js";
import { soonTime, wholeDay } from "../dates.js";
import { openDesk } from "../dock.js";
import { h } from "../dom.js";
import { mrkdwn } from "../mrkdwn.js";
import { get } from "../wire.js";
import { nameOf, world } from "../world.js";
import { count, said, t } from "../words.js";
import { figure, meter } from "./meters.js";
import { trafficRow } from "./row.js";
import { tree } from "./tree.js";

let node = null;
let about = {}; // what is looked at: {channel, ts}, {home} or {modal}
let shown = null; // what the server said of it

export const desk = {
  async open(place, asked) {
    node = place;
    if (asked.channel || asked.home || asked.modal) about = asked;
    await look(node, about);
  },
  draw() { if (node) fill(node, shown); },
  close() { node = null; },
};

/** Look at something in a dialog of its own, over a form that is open. */
export async function xrayDialog(asked) {
  const body = h("div", { class: "desk-body" });
  const dialog = h(
    "dialog",
    { class: "xray-dialog", "aria-labelledby": "xray-title" },
    h("header", {}, h("h2", { id: "xray-title" }, t("desk_xray")), h("button", { type: "button", class: "icon", "aria-label": t("close"), onclick: () => dialog.close() }, "✕")),
    body,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("cancel", (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  fill(body, await read(asked), { linked: false });
}

async function look(place, asked) {
  const seen = asked.channel || asked.home || asked.modal ? await read(asked) : null;
  if (place !== node) return; // closed meanwhile, or opened anew
  shown = seen;
  fill(place, shown);
}

const read = (asked) => get(`/demo/xray?${new URLSearchParams(asked)}`).catch(() => ({ found: false }));

function fill(place, seen, { linked = true } = {}) {
  const home = h("button", { type: "button", class: "button", onclick: () => openDesk("xray", { home: world.me.id }) }, t("x_home"));
  if (!seen) {
    place.replaceChildren(h("p", { class: "hint" }, t("x_hint")), h("div", {}, home));
    return;
  }
  if (!seen.found) {
    place.replaceChildren(h("p", { role: "status" }, t("c_gone")), h("div", {}, home));
    return;
  }
  place.replaceChildren(...[
    head(seen),
    ...origin(seen),
    ...why(seen),
    seen.sizes.length ? part(t("x_sizes"), h("ul", { class: "meters" }, seen.sizes.map(size))) : null,
    seen.what === "home" || seen.what === "modal" ? null : part(t("x_text"), h("p", { class: "hint" }, t("x_textHint")), h("blockquote", { class: "plain-text" }, mrkdwn(seen.text).textContent || t("x_noText"))),
    seen.metadata ? part(t("x_metadata"), h("code", { class: "wrapped" }, seen.metadata)) : null,
    seen.blocks.length ? tree(seen.blocks, `${t("x_blocks")} (${seen.blocks.length})`, { levels: 1 }) : null,
    calls(seen, linked),
  ].filter(Boolean));
}

function head(seen) {
  const whose = seen.what === "message" ? "" : nameOf(seen.only_for || seen.user);
  return h("header", { class: "xray-head" }, h("h3", {}, [t(`x_what_${seen.what}`), seen.title || whose].filter(Boolean).join(": ")), seen.callback ? h("code", {}, seen.callback) : null);
}

const part = (title, ...nodes) => h("section", { class: "xray-part" }, h("h4", {}, title), nodes);

/** Name and value pairs; those without a value are left out. */
function pairs(rows) {
  return h("dl", { class: "pairs" }, rows.filter(([, value]) => value || value === 0).map(([name, value, more]) => [
    h("dt", {}, name),
    h("dd", {}, value, more ? h("span", { class: "hint" }, more) : null),
  ]));
}

const at = (iso) => (iso ? soonTime(Date.parse(iso)) : "");

function origin(seen) {
  if (!seen.letters) {
    const key = { person: "x_noLetterPerson", ephemeral: "x_noLetterReply", home: "x_noLetterHome", modal: "x_noLetterModal" }[seen.what];
    return [h("p", { class: "note" }, t(key || "x_noLetter"))];
  }
  const run = seen.run ? runPairs(seen.run) : h("p", { class: "note" }, t("x_house"));
  const letters = seen.letters.map((one, number) => h("details", { class: "letter", open: number === 0 }, h("summary", {}, h("b", {}, t(`x_op_${one.op}`)), ` ${t(`x_letter_${one.state}`)} `, h("code", {}, one.key)), letterPairs(one)));
  return [part(t("x_origin"), run), part(count("x_letters", seen.letters.length), letters)];
}

function runPairs(run) {
  const title = said(run.title) || run.ritual;
  return pairs([
    [t("x_ritual"), title, ` ${run.ritual} · ${run.kind}`],
    [t("x_run"), h("code", {}, run.id), ` ${t(`x_state_${run.state}`)}`],
    [t("x_nominal"), wholeDay(Date.parse(run.nominal_date))],
    [t("x_slot"), run.slot],
    [t("x_step"), run.step ? said(run.step_words) : "", run.step ? ` ${run.step}` : ""],
    [t("x_seed"), h("code", {}, run.seed), ` ${t("x_seedHint")}`],
    [t("x_opened"), at(run.opened_at)],
    [t("x_closes"), at(run.closes_at)],
  ]);
}

function letterPairs(one) {
  return pairs([
    [t("x_letterState"), t(`x_letter_${one.state}`)],
    [t("x_outcome"), one.outcome ? h("code", {}, one.outcome) : ""],
    [t("x_people"), one.people.filter(Boolean).map(nameOf).join(", ")],
    [t("x_attempts"), String(one.attempts)],
    [t("x_priority"), String(one.priority), ` ${t("x_priorityHint")}`],
    [t("x_notBefore"), at(one.not_before)],
    [t("x_claimed"), at(one.claimed_at)],
    [t("x_expires"), at(one.expires_at)],
    [t("x_doubt"), t(`x_doubt_${one.on_doubt}`)],
    [t("x_unsolicited"), one.unsolicited ? t("x_yes") : t("x_no")],
    [t("x_bundle"), one.bundle],
  ]);
}

/** Why these people, and of an introduction why this very group. */
function why(seen) {
  const parts = [];
  if (seen.reasons?.length) parts.push(part(t("x_reason"), h("ul", { class: "reasons" }, seen.reasons.map((one) => h("li", {}, h("b", {}, nameOf(one.user)), `: ${said(one.words)}`)))));
  const group = seen.introduction;
  if (group) {
    const found = group.certificate;
    const judged = found && t("x_judged", { groups: group.groups, repeats: found.repeats, least: found.repeats_bound > 0 ? t("x_least", { bound: found.repeats_bound }) : "", best: t(found.optimal ? "x_best" : "x_good") });
    parts.push(part(t("x_because"), group.because ? h("p", {}, group.because) : null, pairs([[t("x_met"), t(`x_met_${group.met}`)]]), judged ? h("p", { class: "hint" }, judged) : null));
  }
  return parts;
}

function size(one) {
  return meter({
    name: t(`x_size_${one.what}`),
    used: one.used,
    most: one.most,
    said: t("x_sizeOf", { used: figure(one.used), most: figure(one.most) }),
    words: ["x_size_ok", "x_size_near", "x_size_over"],
    beside: one.at >= 0 ? t("x_sizeAt", { n: one.at + 1 }) : "",
  });
}

function calls(seen, linked) {
  if (seen.what === "person") return null;
  const title = t(seen.what === "message" ? "x_calls" : "x_callsReply");
  if (!seen.calls.length) return part(title, h("p", { class: "hint" }, t("x_noCalls")));
  const rows = seen.calls.map((row) => {
    const item = trafficRow(row);
    if (row.n === seen.cause) item.prepend(h("span", { class: "tag cause" }, t("x_cause")));
    if (linked) item.append(h("button", { type: "button", class: "link", "aria-label": `${t("x_toCall")}: ${row.name}`, onclick: () => openDesk("calls", { n: row.n }) }, "↗"));
    return item;
  });
  return part(title, h("ol", { class: "rows" }, rows));
}
