// JSON as a tree that folds, with a button that copies it all.

import "../words-calls.js";
import { h } from "../dom.js";
import { t } from "../words.js";

/** A value as JSON under a title; so many levels are open at first. */
export function tree(value, title, { levels = 2 } = {}) {
  const copy = h("button", { type: "button", class: "link copy", "aria-label": `${t("c_copy")}: ${title}`, onclick: () => copied(copy, value) }, t("c_copy"));
  return h("div", { class: "json" }, h("div", { class: "json-head" }, h("b", {}, title), copy), h("div", { class: "json-body" }, part(value, levels)));
}

async function copied(button, value) {
  const text = JSON.stringify(value, null, 2);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    byHand(text);
  }
  button.textContent = t("c_copied");
  setTimeout(() => { button.textContent = t("c_copy"); }, 2000);
}

/** The old way, where the page may not use the clipboard. */
function byHand(text) {
  const field = h("textarea", { class: "sr", "aria-hidden": "true", value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** One value with its key; what is in a list or an object is made when it is first opened. */
function part(value, levels, key = "") {
  const name = key === "" ? null : h("span", { class: "json-key" }, `${key} `);
  if (value === null || typeof value !== "object") return [name, leaf(value)];
  const entries = Object.entries(value);
  const list = Array.isArray(value);
  if (!entries.length) return [name, h("span", { class: "json-key" }, list ? "[]" : "{}")];
  const node = h("details", { open: levels > 0 }, h("summary", {}, name, summary(value, list, entries.length)));
  const fill = () => node.append(h("ul", {}, entries.map(([word, one]) => h("li", {}, part(one, levels - 1, list ? word : `${word}:`)))));
  if (levels > 0) fill();
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
