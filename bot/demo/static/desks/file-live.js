// "Take it live": the one step that brings this file into the company's own Slack.

import { h } from "../dom.js";
import { post } from "../wire.js";
import { language, t } from "../words.js";
import { spelt } from "./file-words.js";

/** Show the step for a text that has no mistakes; what it changes is measured at the file saved on disk. */
export async function takeLive(text) {
  const plan = await post("/demo/file/plan", { text, language: language(), against: "own" });
  const dialog = h("dialog", { class: "take", "aria-labelledby": "take-title" }, content(text, plan, () => dialog.close()));
  const asked = document.activeElement;
  dialog.addEventListener("close", () => { dialog.remove(); asked?.focus?.(); });
  document.body.append(dialog);
  dialog.showModal();
}

function content(text, plan, close) {
  const said = h("p", { role: "status", class: "hint" });
  return [
    h("header", { class: "take-head" }, h("h2", { id: "take-title" }, t("takeTitle")), h("button", { type: "button", class: "icon", "aria-label": t("close"), onclick: close }, "✕")),
    h("p", { class: "take-step" }, plan.managed ? t("takeStep") : t("takeNoManagers")),
    h(
      "div",
      { class: "take-buttons" },
      h("button", { type: "button", class: "button primary", onclick: () => download(text) }, t("takeDownload")),
      h("button", { type: "button", class: "button", onclick: () => copy(text, said) }, t("takeCopy")),
    ),
    said,
    h("p", {}, t(plan.managed ? "takeThen" : "takeAlone")),
    asked(plan),
    h("p", { class: "hint" }, t("takeMerge")),
    h("p", { class: "hint" }, t("takeNone")),
  ];
}

/** What Rondo will ask there. */
function asked(plan) {
  const rituals = plan.rituals || [];
  if (!rituals.length) return h("p", {}, t("takeSame"));
  const data = rituals.flatMap((one) => one.changes.filter((change) => change.touches === "data").map((change) => [one, change]));
  const questions = rituals.map((one) => one.question).filter(Boolean);
  return [
    data.length
      ? [h("p", {}, t(plan.managed ? "takeData" : "takeDataAlone")), h("ul", { class: "take-data" }, data.map(([one, change]) => h("li", {}, `${one.id ? `${one.id}: ` : ""}${change.said}`)))]
      : h("p", {}, t("takePlain")),
    questions.length ? h("p", {}, t("takeId"), " ", spelt(questions.join(" "))) : "",
  ];
}

function download(text) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })), download: "rituals.yaml" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = t("takeCopied");
  } catch {
    said.textContent = t("takeNotCopied");
  }
}
