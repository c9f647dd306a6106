// What people say of themselves beside their name: an emoji with its words, until its end.

import { untilDay } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { now } from "./world.js";
import { addWords, t } from "./words.js";

addWords({ de: { statusUntil: "{text}, zurück ab {day}" }, en: { statusUntil: "{text}, back on {day}" } });

const holds = (one) => one?.status_emoji && !one.deleted && (!one.status_expiration || one.status_expiration * 1000 > now());

/** What the status says, with its end; "" where there is none. */
export function statusWords(one) {
  if (!holds(one)) return "";
  return one.status_expiration ? t("statusUntil", { text: one.status_text, day: untilDay(one.status_expiration * 1000) }) : one.status_text;
}

/** The sign beside a name; null where there is none. */
export function statusSign(one) {
  const words = statusWords(one);
  return words ? h("span", { class: "status-sign", role: "img", "aria-label": words, title: words }, ` ${emoji(one.status_emoji.replaceAll(":", ""))}`) : null;
}
