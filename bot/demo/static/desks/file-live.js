// "Take it live": the one step that brings this file into the company's own Slack.

import { h } from "../dom.js";
import { post } from "../wire.js";
import { failed } from "../stage.js";
import { addWords, count, language, t } from "../words.js";
import { spelt } from "./file-words.js";

addWords({
  de: {
    takeUnread: "Das ließ sich gerade nicht prüfen: {error}. Versuch es noch einmal.",
    takeWrong1: "In der Datei steckt noch ein Fehler. So nimmt sie euer Rondo nicht.",
    takeWrong: "In der Datei stecken noch {n} Fehler. So nimmt sie euer Rondo nicht.",
    takePlainAlone: "Keine der Änderungen betrifft Daten. Sie gelten, sobald die Datei dort liegt.",
  },
  en: {
    takeUnread: "This could not be checked just now: {error}. Please try again.",
    takeWrong1: "There is still a mistake in the file. Your Rondo would not take it.",
    takeWrong: "There are still {n} mistakes in the file. Your Rondo would not take it.",
    takePlainAlone: "None of the changes touches data. They hold as soon as the file is there.",
  },
});

/** Show the step for a text that has no mistakes; what it changes is measured at the file saved on disk. */
export async function takeLive(text) {
  const plan = await post("/demo/file/plan", { text, language: language(), against: "own" }).catch((problem) => ({ error: problem.message }));
  if (plan.problems?.length) return failed(count("takeWrong", plan.problems.length));
  if (plan.error || !plan.ok) return failed(t("takeUnread", { error: plan.message || plan.error || "" }));
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
      : h("p", {}, t(plan.managed ? "takePlain" : "takePlainAlone")),
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
