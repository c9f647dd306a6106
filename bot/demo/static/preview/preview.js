// The pages of `rondo preview`: draws each message and form with the renderer of the demo's page, and switches the
// language of the page's own words. Nothing can be sent from here.

import { bare, blocks } from "../blocks.js";
import { glyph, h } from "../dom.js";
import { textObject } from "../mrkdwn.js";
import { language, remembered, speak, t } from "../words.js";
import { world } from "../world.js";

const TONGUES = ["de", "en"];
const known = JSON.parse(document.getElementById("known")?.textContent || '{"views": [], "people": [], "now": 0}');

begin();

function begin() {
  const chosen = remembered("rondo-language");
  const first = TONGUES.includes(chosen) ? chosen : document.documentElement.lang;
  world.people = new Map(known.people.map((one) => [one.id, one]));
  world.zone = known.zone || document.documentElement.dataset.zone;
  Object.assign(world.clock, { now: known.now, running: false });
  for (const slot of document.querySelectorAll("[data-view]")) draw(slot);
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.addEventListener("click", () => choose(button.dataset.speak));
  }
  document.addEventListener("click", keep, true);
  choose(first);
}

function choose(tongue) {
  speak(tongue);
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.setAttribute("aria-pressed", String(button.dataset.speak === language()));
  }
}

/** Put what a slot's number stands for in the place of its plain text, in the slot's language. */
function draw(slot, at) {
  const view = known.views[Number(slot.dataset.view)];
  speak(slot.lang);
  const form = view.type === "modal";
  const body = view.blocks?.length ? blocks(view.blocks, stage(slot)) : [bare(view.text || "")];
  slot.classList.add("drawn-here");
  slot.replaceChildren(form ? modal(view, body) : message(body));
}

/** Where blocks stand that lead nowhere: what is chosen stays on the page. */
function stage(root) {
  const prefix = `v${[...document.querySelectorAll("[data-view]")].indexOf(root)}`;
  return { root, container: {}, prefix, values: () => null, use: () => {}, ask: async () => ({ ok: true, options: [] }) };
}

function message(body) {
  const name = h("div", { class: "head" }, h("b", {}, "Rondo"), h("span", { class: "tag" }, t("app")));
  const sign = h("span", { class: "avatar app", "aria-hidden": "true" }, glyph());
  return h("div", { class: "message" }, sign, h("div", { class: "body" }, name, body));
}

function modal(view, body) {
  const close = h("button", { type: "button", class: "button" }, textObject(view.close) || t("cancel"));
  const send = h("button", { type: "button", class: "button primary" }, textObject(view.submit) || t("submit"));
  return h(
    "div",
    { class: "form" },
    h("header", {}, glyph(), h("h5", {}, textObject(view.title))),
    h("div", { class: "form-body" }, body),
    h("footer", {}, close, view.submit ? send : null),
  );
}

/** Links inside messages and buttons with an address lead nowhere either: they are invented people's. */
function keep(event) {
  const drawn = event.target.closest(".slot");
  if (!drawn) return;
  if (event.target.closest("a, button")) {
    event.preventDefault();
    event.stopPropagation();
  }
}
