// JSON as a tree that folds, with a button that copies it all.

import { h } from "../dom.js";
import { t } from "../words.js";

const OPEN_TO = 2; // levels that are open at first

/** A value as JSON under a title; `label` names the copy button's target for whoever cannot see it. */
export function tree(value, title) {
  const copy = h("button", { type: "button", class: "link copy", "aria-label": `${t("x_copy")}: ${title}`, onclick: () => copied(copy, value) }, t("x_copy"));
  return h("div", { class: "json" }, h("div", { class: "json-head" }, h("b", {}, title), copy), h("div", { class: "json-body" }, part(value, 0)));
}

async function copied(button, value) {
  const text = JSON.stringify(value, null, 2);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    byHand(text);
  }
  button.textContent = t("x_copied");
  setTimeout(() => { button.textContent = t("x_copy"); }, 2000);
}

/** The old way, where the page may not use the clipboard. */
function byHand(text) {
  const field = h("textarea", { class: "sr", "aria-hidden": "true", value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

function part(value, depth) {
  if (value === null || typeof value !== "object") return leaf(value);
  const entries = Object.entries(value);
  const list = Array.isArray(value);
  if (!entries.length) return h("span", { class: "json-mark" }, list ? "[]" : "{}");
  const node = h("details", { open: depth < OPEN_TO });
  const head = h("summary", {}, summary(value, list, entries.length));
  const fill = () => node.append(h("ul", {}, entries.map(([key, one]) => h("li", {}, h("span", { class: "json-key" }, list ? `${key} ` : `${key}: `), part(one, depth + 1)))));
  node.append(head);
  if (depth < OPEN_TO) fill();
  else node.addEventListener("toggle", fill, { once: true });
  return node;
}

/** What a folded value says of itself: its type where it has one, else how much is in it. */
function summary(value, list, count) {
  const word = !list && typeof value.type === "string" ? ` ${value.type}` : "";
  return `${list ? "[" : "{"}${count}${list ? "]" : "}"}${word}`;
}

function leaf(value) {
  return h("span", { class: `json-${value === null ? "null" : typeof value}` }, JSON.stringify(value));
}
