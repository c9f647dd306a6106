// Modals: one <dialog> that shows whatever view lies on top of the person's stack.

import { blocks, showErrors } from "./blocks.js";
import { collect } from "./controls.js";
import { glyph, h, keepingFocus } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { stage } from "./stage.js";
import { perform } from "./wire.js";
import { app, world } from "./world.js";
import { fieldError, sorry, t } from "./words.js";

let done = () => {};
let shown = ""; // id and hash of the view on show
let current = ""; // its id
const typed = new Map(); // view id -> what the person has entered so far

const dialog = () => document.getElementById("modal");
const form = () => dialog().querySelector("form");

export function setUpModal(afterwards) {
  done = afterwards;
  dialog().addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  dialog().addEventListener("close", () => { if (current && !dialog().open) close(); }); // a second Escape cannot be held up
  form().addEventListener("submit", submit);
}

/** Show the view on top, or close the dialog when there is none. */
export function showModal(view) {
  const key = view ? `${view.id} ${view.hash} ${document.documentElement.lang}` : "";
  if (key === shown) return;
  if (current && form().isConnected) typed.set(current, collect(form()));
  const same = current === view?.id;
  shown = key;
  current = view?.id || "";
  if (!view) {
    typed.clear();
    if (dialog().open) dialog().close();
    return;
  }
  if (same) keepingFocus(form(), () => draw(view));
  else draw(view);
  if (!dialog().open) dialog().showModal();
  if (!same) focusFirst();
}

function draw(view) {
  const known = typed.get(view.id) || view.state?.values || {};
  const place = stage({
    root: form(),
    container: { type: "modal" },
    prefix: `m-${view.id}`,
    values: (block, action) => known[block]?.[action] || null,
    fail: complain,
    done,
  });
  const body = h("div", { class: "modal-body" }, blocks(view.blocks, place));
  const dismiss = h("button", { type: "button", class: "button", "data-action": "modal:close", onclick: close }, textObject(view.close) || t("cancel"));
  const send = h("button", { class: "button primary", "data-action": "modal:submit" }, textObject(view.submit) || t("submit"));
  const xray = h("button", { type: "button", class: "icon", "data-action": "modal:xray", "aria-label": t("xrayModal"), title: t("xrayModal"), onclick: async () => (await import("./desks/xray.js")).xrayDialog({ modal: world.me.id }) }, "◎");
  const cross = h("button", { type: "button", class: "icon", "data-action": "modal:cross", "aria-label": t("close"), onclick: close }, "✕");
  form().replaceChildren(
    h("header", {}, glyph(), h("h2", { id: "modal-title" }, textObject(view.title) || app().name), xray, cross),
    body,
    h("p", { class: "error modal-error", role: "alert" }),
    h("footer", {}, dismiss, view.submit || view.blocks.some((one) => one.type === "input") ? send : null),
  );
}

function focusFirst() {
  const body = form().querySelector(".modal-body");
  const wanted = body.querySelector("[autofocus]") || body.querySelector("input,select,textarea,summary,button");
  (wanted || form().querySelector("footer button")).focus();
}

const complain = (sentence) => { form().querySelector(".modal-error").textContent = sentence; };

async function submit(event) {
  event.preventDefault();
  const send = form().querySelector("footer .primary");
  if (!send || send.getAttribute("aria-busy") === "true") return;
  send.setAttribute("aria-busy", "true");
  complain("");
  const answer = await perform(world.me.id, "submit", { state: collect(form()) });
  send.removeAttribute("aria-busy");
  const told = Object.entries(answer.errors || {}).map(([key, sentence]) => [key, fieldError(sentence)]);
  const homeless = showErrors(form(), Object.fromEntries(told));
  if (!answer.ok && !told.length) complain(sorry(answer));
  if (homeless.length) complain(homeless.join(" "));
  done(answer);
}

async function close() {
  const answer = await perform(world.me.id, "close");
  if (!answer.ok) showModal(null);
  done(answer);
}
