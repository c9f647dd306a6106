// The desk with the rituals file: edit, see what is wrong and what would change, let it hold in the sandbox, take it back.

import { openDesk } from "../dock.js";
import { h, redraw } from "../dom.js";
import { draft, hold, ready, write } from "../draft.js";
import { isUnderWay, lookForJump } from "../jump.js";
import { failed, notice } from "../stage.js";
import { get, post } from "../wire.js";
import { count, language, t } from "../words.js";
import { world } from "../world.js";
import { correct, editor, goTo, hint, isChoosing, mark, put, settle, speak } from "./file-editor.js";
import { takeLive } from "./file-live.js";
import { planned } from "./file-plan.js";
import { spelt } from "./file-words.js";

const PAUSE = 250; // milliseconds after the last key until the checker is asked
const LOOK = 2000; // milliseconds between two looks whether something else holds
let place = null; // where the desk stands while it is open
let parts = null; // its nodes
let view = null; // the editor
let kept = null; // its state while the desk is closed
let known = null; // schema and names
let said = null; // what the server said of the file last
let problems = [];
let unchecked = ""; // why the checker gave no answer
let plan = null;
let round = 0; // of checks: the latest wins
let landed = 0; // the last round that came to its end
let checked = null; // the text that it was about
let timer = 0;
let looking = 0;
let busy = false;
let news = ""; // key of a sentence about what happened meanwhile

export const desk = { open, draw, close };

async function open(node, asked) {
  place = node;
  node.replaceChildren(h("p", { class: "hint", role: "status" }, t("fileLoading")));
  try {
    [said, known] = await Promise.all([ready(), known || get("/demo/file/known")]);
  } catch (problem) {
    if (node === place) node.replaceChildren(h("p", { class: "error", role: "alert" }, t("fileFailed", { error: problem.message })));
    return;
  }
  if (node !== place) return; // closed meanwhile, or opened anew
  const isNew = !kept;
  build(node);
  follow(said);
  check();
  document.addEventListener("jump", show);
  clearInterval(looking);
  looking = setInterval(look, LOOK);
  const arrive = () => view && !view.hasFocus && (asked.line ? goTo(view, asked.line) : settle(view, isNew));
  requestAnimationFrame(() => requestAnimationFrame(arrive)); // once it has its size, which scrolling needs
}

function close() {
  document.removeEventListener("jump", show);
  clearInterval(looking);
  clearTimeout(timer);
  round += 1;
  kept = view?.state || kept;
  view?.destroy();
  place = view = parts = null;
}

function build(node) {
  const button = (name, act, style = "") => h("button", { type: "button", class: `button ${style}`, "data-word": name, onclick: act });
  parts = {
    apply: button("fileApply", () => change("apply", { text: draft.text }), "primary"),
    undo: button("fileUndo", () => change("undo")),
    redo: button("fileRedo", () => change("redo")),
    reset: button("fileReset", () => change("reset")),
    take: button("fileTake", () => takeLive(draft.text)), // asks the checker itself: a check that ends meanwhile must not take the click away
    state: h("span", { class: "file-state" }),
    news: h("div", { class: "file-news", role: "status" }),
    host: h("div", { class: "editor" }),
    hint: hint(),
    verdict: h("p", { class: "file-verdict", role: "status" }),
    problems: h("ul", { class: "file-problems" }),
    plan: h("div", { class: "file-plan" }),
  };
  const buttons = h("div", { class: "file-bar" }, parts.apply, parts.undo, parts.redo, parts.reset, parts.take, parts.state);
  const below = h("div", { class: "file-below", tabindex: 0, role: "region" }, parts.verdict, parts.problems, parts.plan);
  parts.below = below;
  node.replaceChildren(buttons, parts.news, parts.host, parts.hint, below);
  view = editor({ parent: parts.host, text: draft.text, known: () => known, typed, state: kept, save });
  put(view, draft.text);
  draw();
}

/** Say everything, in the page's language. */
function draw() {
  if (!parts) return;
  for (const one of Object.values(parts)) if (one.dataset.word) one.textContent = t(one.dataset.word);
  for (const name of ["undo", "redo", "reset"]) parts[name].title = t(`${parts[name].dataset.word}Hint`);
  parts.hint.textContent = t("fileHint");
  parts.below.setAttribute("aria-label", t("fileBelow"));
  speak(view);
  show();
  if (problems.length || plan) check(); // its sentences are the server's
}

function typed(text) {
  write(text);
  news = "";
  show();
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

/** Ask the checker, and if all is well what would change. */
async function check() {
  clearTimeout(timer);
  if (isChoosing(view)) {
    timer = setTimeout(check, PAUSE); // a word that is still being completed is no mistake yet
    return;
  }
  const mine = ++round;
  const asked = { text: draft.text, language: language() };
  try {
    const found = answered(await post("/demo/file/check", asked)).problems;
    const next = found.length ? null : answered(await post("/demo/file/plan", asked));
    if (mine !== round || !view) return;
    unchecked = "";
    checked = asked.text;
    problems = next?.problems || found;
    plan = next;
    mark(view, problems, accept);
  } catch (problem) {
    if (mine !== round || !view) return;
    unchecked = problem.message;
  }
  landed = mine;
  show();
}

/** An answer that says something of the file; else the checker itself is in trouble. */
function answered(answer) {
  if (answer.error) throw new Error(answer.message || answer.error);
  return answer;
}

function accept(problem) {
  correct(view, problem.fix);
  view.focus();
}

/** Let something hold, and take over what does. */
async function change(what, asked = {}) {
  if (busy) return;
  busy = true;
  news = "";
  show();
  notice(t("fileBusy"));
  const answer = await post(`/demo/file/${what}`, { ...asked, language: language() }).catch((problem) => ({ ok: false, error: problem.message }));
  busy = false;
  if (answer.ok) {
    notice(t({ apply: "fileApplied", undo: "fileUndone", redo: "fileRedone", reset: "fileResetDone" }[what]));
    follow(answer, { over: what !== "apply" });
  } else {
    notice("");
    failed(answer.error === "jumping" ? t("fileJumping") : t("fileFailed", { error: answer.problems?.[0]?.text || answer.error || "" }));
  }
  known = await get("/demo/file/known").catch(() => known);
  if (view) check();
}

const save = () => { if (!parts.apply.disabled) change("apply", { text: draft.text }); };

/** Take over what the server says of the file; typing stays unless `over` gives it up. */
function follow(answer, { over = false } = {}) {
  said = answer;
  hold(answer.text, { over });
  if (!view) return;
  put(view, draft.text);
  show();
}

/** Notice what came to hold by other ways: the file on disk, an answer in Slack. */
async function look() {
  if (busy || document.hidden) return;
  if (unchecked && landed === round) check(); // one under way may take longer than a look
  const waited = isUnderWay();
  await lookForJump();
  if (waited !== isUnderWay()) show();
  const answer = await get("/demo/file/live").catch(() => null);
  if (!answer || !view || busy || answer.edition === said.edition) return;
  const fromDisk = answer.taken_over !== said.taken_over;
  const before = draft.live;
  follow(answer);
  const kept = draft.changed() && answer.text !== before;
  news = answer.own_is_wrong ? "fileOwnWrong" : fromDisk ? (kept ? "fileTakenKept" : "fileTaken") : kept ? "fileMoved" : "";
  show();
  check();
}

function show() {
  if (!parts) return;
  const changed = draft.changed();
  const waits = busy || isUnderWay();
  parts.apply.disabled = waits || !changed || problems.length > 0 || Boolean(unchecked);
  parts.undo.disabled = waits || !said.can_undo;
  parts.redo.disabled = waits || !said.can_redo;
  parts.reset.disabled = waits || (said.is_own && !changed);
  parts.state.textContent = `${said.name} · ${t(changed ? "fileDraft" : "fileSame")}`;
  redraw(parts.news, [said.waits_for, news, changed, isUnderWay(), language()], told);
  const verdict = unchecked ? t("fileUnchecked", { error: unchecked }) : problems.length ? count("fileWrong", problems.length) : checked === draft.text ? t("fileFine") : "";
  if (parts.verdict.textContent !== verdict) parts.verdict.textContent = verdict;
  parts.verdict.classList.toggle("error", problems.length > 0 || Boolean(unchecked));
  parts.problems.setAttribute("aria-label", t("fileProblems"));
  parts.problems.hidden = !problems.length;
  redraw(parts.problems, [problems, language()], () => problems.map(row));
  const shown = changed && !problems.length && !unchecked ? plan : null;
  redraw(parts.plan, [shown, language()], () => planned(shown, { go: (line) => goTo(view, line), create, ahead }).flat(3));
}

function row(one) {
  return h(
    "li",
    {},
    h("button", { type: "button", class: "link", onclick: () => goTo(view, one.line, one.column) }, t("fileLine", { n: one.line })), " ",
    h("span", {}, spelt(one.text), " ", spelt(one.hint)), " ",
    one.fix ? h("button", { type: "button", class: "button small", "aria-label": t("fileMendIn", { n: one.line }), onclick: () => accept(one) }, t("fileMend")) : "",
  );
}

/** What happened meanwhile, and what waits for an answer in Slack. */
function told() {
  const rows = isUnderWay() ? [h("p", { class: "file-note" }, t("fileJumping"))] : [];
  if (said.waits_for) {
    const names = said.waits_for.map((one) => one.name).join(", ");
    const go = (one) => document.dispatchEvent(new CustomEvent("be", { detail: { person: one.id, place: "app" } }));
    const buttons = said.waits_for.slice(0, 3).map((one) => h("button", { type: "button", class: "button", onclick: () => go(one) }, t("fileAnswerAs", { name: one.name })));
    rows.push(h("p", { class: "file-note" }, t("fileWaits", { names }), " ", buttons));
  }
  if (news) {
    const drop = draft.changed() ? h("button", { type: "button", class: "button", onclick: () => { news = ""; follow(said, { over: true }); check(); } }, t("fileShowLive")) : "";
    rows.push(h("p", { class: "file-note" }, t(news), " ", drop));
  }
  return rows;
}

const ahead = (ritual) => openDesk("ahead", { ritual }, { focus: true });

async function create({ name, like }) {
  const answer = await post("/demo/file/channel", { name, like, as: world.me.id }).catch((problem) => ({ error: problem.message }));
  if (!answer.ok) failed(t("fileFailed", { error: answer.error }));
  known = await get("/demo/file/known").catch(() => known);
  check();
}
