// Bars with words: how much of a limit is used.

import { h } from "../dom.js";
import { locale, t } from "../words.js";

const NEAR = 0.8;

/** {name, used, most, said: a sentence, words: [ok, near, over] as keys, beside: small print} -> list item */
export function meter({ name, used, most, said, words, beside = "" }) {
  const share = most ? used / most : 0;
  const mood = share > 1 ? "over" : share >= NEAR ? "near" : "ok";
  const word = t(words[mood === "ok" ? 0 : mood === "near" ? 1 : 2]);
  const fill = h("span", { class: "meter-fill" });
  fill.style.width = `${Math.min(100, share * 100)}%`;
  return h(
    "li",
    { class: `meter ${mood}` },
    h("span", { class: "meter-name" }, name, beside ? h("span", { class: "faint" }, ` ${beside}`) : null),
    h("span", { class: "meter-bar", "aria-hidden": "true" }, fill),
    h("span", { class: "meter-said" }, `${said} · `, h("b", {}, word)),
  );
}

export const figure = (n) => new Intl.NumberFormat(locale()).format(n);
