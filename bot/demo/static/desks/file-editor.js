// The editor itself: CodeMirror in the page's colours and words, with the checker's marks.

import {
  Annotation, Compartment, EditorSelection, EditorState, EditorView, HighlightStyle, autocompletion, bracketMatching, completionKeymap,
  completionStatus, defaultKeymap, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSelectionMatches, history, historyKeymap,
  indentUnit, indentWithTab, keymap, lineNumbers, lintGutter, lintKeymap, search, searchKeymap, setDiagnostics, syntaxHighlighting, tags, yaml,
} from "../vendor/editor.js";
import { h } from "../dom.js";
import { language, t } from "../words.js";
import { completing, help, helpShown, hovering } from "./file-complete.js";
import { PHRASES, spelt } from "./file-words.js";

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, class: "y-key" },
  { tag: [tags.string, tags.content, tags.special(tags.string)], class: "y-text" },
  { tag: tags.comment, class: "y-comment" },
  { tag: [tags.number, tags.bool, tags.keyword, tags.meta], class: "y-sign" },
]);
const QUIET = Annotation.define(); // a change that nobody typed
const words = new Compartment();

/** Make an editor in `parent`; `typed(text)` is called for what somebody types, `state` is one that was kept. */
export function editor({ parent, text, known, typed, state = null, save }) {
  const made = state || EditorState.create({ doc: text, extensions: extensions({ known, typed, save }) });
  const view = new EditorView({ state: made, parent });
  view.dispatch({ effects: words.reconfigure(said()) });
  parent.addEventListener("keydown", stayOpen);
  return view;
}

/** Escape belongs to the editor: it closes its lists, and lets Tab leave; the workbench stays open. */
const stayOpen = (event) => { if (event.key === "Escape") event.stopPropagation(); };

function extensions({ known, typed, save }) {
  return [
    words.of([]), lineNumbers(), highlightActiveLineGutter(), history(), drawSelection(), indentUnit.of("  "), syntaxHighlighting(COLOURS),
    bracketMatching(), EditorView.lineWrapping, autocompletion({ override: [completing(known)], icons: false }), hovering(known), helpShown, highlightActiveLine(),
    highlightSelectionMatches(), search({ top: true }), yaml(), lintGutter(),
    keymap.of([
      { key: "Enter", run: beginLine }, { key: "F1", run: help(known) }, { key: "Mod-s", run: () => { save(); return true; } },
      ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.annotation(QUIET))) typed(update.state.doc.toString());
    }),
  ];
}

/** Begin a line beneath the keys of the one before, and one step further in after a key without a value. */
function beginLine(view) {
  const { from, to } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const before = line.text.slice(0, from - line.from);
  const said = before.replace(/(^|\s)#.*$/, "").trimEnd();
  const [lead] = /^ *(?:- +)*/.exec(said || before);
  const deeper = /(^|[^\s]):$|:\s+[|>][+-]?\d?$/.test(said) ? 2 : 0;
  const indent = Math.min(lead.length, before.length) + deeper;
  const insert = `\n${" ".repeat(indent)}`;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true, userEvent: "input" });
  return true;
}

const said = () => [
  EditorState.phrases.of(language() === "de" ? PHRASES : {}),
  EditorView.contentAttributes.of({ "aria-label": t("fileEditor"), "aria-describedby": "file-hint", tabindex: "0", spellcheck: "false" }),
];

/** Say the editor's own words in the page's language. */
export const speak = (view) => view.dispatch({ effects: words.reconfigure(said()) });

/** Whether somebody is choosing from a list that completion offers. */
export const isChoosing = (view) => Boolean(view?.hasFocus && completionStatus(view.state) === "active");

/** Put another text into it, as if nobody had typed; what was there can be brought back with Ctrl+Z. */
export function put(view, text) {
  const before = view.state.doc.toString();
  if (before === text) return;
  const change = differing(before, text);
  const end = change.from + change.insert.length;
  const effects = EditorView.scrollIntoView(EditorSelection.range(end, change.from), { y: "nearest", yMargin: 40 });
  view.dispatch({ changes: change, annotations: QUIET.of(true), effects });
}

/** The one span in which two texts differ. */
function differing(before, after) {
  const least = Math.min(before.length, after.length);
  let from = 0;
  while (from < least && before[from] === after[from]) from += 1;
  let same = 0;
  while (same < least - from && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) };
}

/** Mark problems as the server found them; `mend(problem)` is called for a correction that is accepted. */
export function mark(view, problems, mend) {
  const found = problems.map((one) => {
    const { from, to } = extent(view.state, one);
    const actions = one.fix ? [{ name: t("fileMend"), apply: () => mend(one) }] : [];
    const message = [one.text, one.hint].filter(Boolean).join("\n");
    return { from, to, severity: "error", message, renderMessage: () => h("span", {}, spelt(message)), actions };
  });
  view.dispatch(setDiagnostics(view.state, found.sort((one, other) => one.from - other.from)));
}

/** Write a correction: from its line on, so many lines give way to others. */
export function correct(view, { line, removes, lines }) {
  const { doc } = view.state;
  const first = Math.min(line, doc.lines);
  const beyond = line > doc.lines;
  const from = beyond ? doc.length : doc.line(first).from;
  const last = Math.min(first + removes - 1, doc.lines);
  const whole = removes ? doc.line(last).to : from;
  const text = lines.join("\n");
  let change = { from, to: whole, insert: text };
  if (beyond) change.insert = `\n${text}`;
  else if (!removes) change.insert = `${text}\n`;
  else if (!lines.length) change = { from, to: Math.min(whole + 1, doc.length), insert: "" };
  view.dispatch({ changes: change, userEvent: "input.complete" });
}

/** Go to a place and show it in the middle. */
export function goTo(view, line, column = 1) {
  const { from } = extent(view.state, { line, column });
  view.dispatch({ selection: EditorSelection.cursor(from), effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}

/** Show where one was last, or else the first ritual: what stands above it is not what one came for. */
export function settle(view, isNew) {
  const { doc } = view.state;
  let at = view.state.selection.main.head;
  if (isNew) {
    const text = doc.toString();
    const rituals = /^rituals:.*$/m.exec(text);
    const first = rituals && /^ *- /m.exec(text.slice(rituals.index));
    if (!first) return;
    at = rituals.index + first.index + first[0].length;
  }
  const above = doc.line(Math.max(1, doc.lineAt(at).number - (isNew ? 2 : 0))).from;
  view.dispatch({ selection: EditorSelection.cursor(at), effects: EditorView.scrollIntoView(isNew ? above : at, { y: isNew ? "start" : "center" }) });
}

/** From a place to the end of the word or value there; the server counts characters, the editor half ones. */
function extent(state, { line, column }) {
  const found = state.doc.line(Math.max(1, Math.min(line, state.doc.lines)));
  const before = [...found.text].slice(0, Math.max(0, column - 1)).join("").length;
  const from = found.from + Math.min(before, found.length);
  const rest = found.text.slice(from - found.from);
  const length = (/^("[^"]*"|'[^']*'|[^\s:,\]}#]+)/.exec(rest)?.[0] || rest.trimEnd()).length;
  return { from, to: Math.min(found.to, from + Math.max(1, length)) };
}

/** The sentence that says how to leave by keyboard. */
export const hint = () => h("p", { id: "file-hint", class: "hint" }, t("fileHint"));
