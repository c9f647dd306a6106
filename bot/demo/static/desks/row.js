// One call or way to the app as a line that opens: asked and answered as JSON.

import "../words-calls.js";
import { barTime, soonTime } from "../dates.js";
import { h } from "../dom.js";
import { get } from "../wire.js";
import { nameOf } from "../world.js";
import { t } from "../words.js";
import { tree } from "./tree.js";

const OUT = ["call", "response_url", "ack"]; // kinds that the app sent
const GOOD = ["ok", "acked"];
const IDLE = ["waiting", "sent"];

/** A list item; `open` shows its contents at once. */
export function trafficRow(row, { open = false } = {}) {
  const body = h("div", { class: "row-body" });
  const node = h("details", { class: "traffic", open }, h("summary", {}, line(row)), body);
  const fill = async () => {
    if (body.childElementCount) return;
    const one = await get(`/sandbox/traffic/one?n=${row.n}`).catch(() => ({ gone: true }));
    body.replaceChildren(...(one.gone ? [h("p", { class: "hint" }, t("c_gone"))] : contents(one)));
  };
  node.addEventListener("toggle", () => { if (node.open) fill(); });
  if (open) fill();
  return h("li", { "data-n": row.n }, node);
}

function line(row) {
  const at = Date.parse(row.at);
  const out = OUT.includes(row.kind);
  return [
    h("time", { datetime: row.at, title: soonTime(at) }, barTime(at)),
    h("span", { class: `way ${out ? "out" : "in"}`, "aria-hidden": "true" }, out ? "→" : "←"),
    h("span", { class: "row-name" }, h("span", { class: "sr" }, `${t(`c_kind_${row.kind}`)} `), row.name),
    row.user ? h("span", { class: "row-who faint" }, t(out ? "c_to" : "c_by", { name: nameOf(row.user) })) : null,
    row.tier ? h("span", { class: "tag" }, tier(row.tier)) : h("span", { class: "tag" }, t(`c_kind_${row.kind}`)),
    h("span", { class: `outcome ${mood(row)}` }, outcome(row)),
    row.tries > 1 ? h("span", { class: "tag" }, t("c_tries", { n: row.tries })) : null,
    row.copies > 1 ? h("span", { class: "tag" }, t("c_copies", { n: row.copies })) : null,
    row.ms === null || row.ms === undefined ? null : h("span", { class: "row-ms faint" }, `${row.ms < 10 ? row.ms.toFixed(1) : Math.round(row.ms)} ms`),
  ].filter(Boolean);
}

export const tier = (name) => (name === "special" ? t("c_tier_special") : t("c_tier", { tier: name }));
const mood = (row) => (GOOD.includes(row.outcome || "ok") ? "good" : IDLE.includes(row.outcome) ? "idle" : "bad");

function outcome(row) {
  if (row.outcome === "error") return row.error;
  return t(`c_o_${row.outcome || "sent"}`, { status: row.status }) || row.outcome;
}

function contents(one) {
  if (one.kind !== "call") return wayContents(one);
  const answer = one.answer || null;
  return [
    one.struck ? h("p", { class: "hint" }, t("c_struck", { what: t(`s_f_${one.struck}`) || t(`s_k_${one.struck}`) || one.struck })) : null,
    answer?.retry_after ? h("p", { class: "hint" }, t("c_retryAfter", { n: answer.retry_after })) : null,
    tree(one.args, `${t("c_args")}: ${one.name}`),
    answer ? tree(answer, `${t("c_answer")} (HTTP ${one.status || "–"})`) : h("p", { class: "hint" }, t("c_noAnswer")),
  ].filter(Boolean);
}

function wayContents(one) {
  return [
    one.envelope ? h("p", { class: "hint" }, `${t("c_envelope")} ${one.envelope}`) : null,
    one.attempts.length > 1 ? tree(one.attempts, t("c_attempts")) : null,
    tree(one.payload, t("c_payload")),
    one.answer ? tree(one.answer, t("c_answer")) : null,
  ].filter(Boolean);
}
