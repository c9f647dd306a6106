// Completion and help in the editor: keys with what they are for, and the values that are possible.

import { StateEffect, StateField, hoverTooltip, showTooltip, startCompletion, syntaxTree } from "../vendor/editor.js";
import { h } from "../dom.js";
import { language, t } from "../words.js";
import { offers, said } from "./file-offers.js";
import { placeAt } from "./file-place.js";
import { keysOf, valuesOf } from "./file-schema.js";
import { spelt } from "./file-words.js";

const TEXT = /Comment|BlockLiteralContent/;
const WORD = /[^\s,:{}[\]]*$/;

// What F1 showed goes with the next key or change.
const shown = StateEffect.define();
export const helpShown = StateField.define({
  create: () => null,
  update(tip, change) {
    for (const effect of change.effects) if (effect.is(shown)) return effect.value;
    return change.docChanged || change.selection ? null : tip;
  },
  provide: (field) => showTooltip.from(field),
});

/** A source of completion; `known()` is what the server said of schema and names, null before it did. */
export const completing = (known) => (context) => {
  const text = context.state.doc.toString();
  if (!known() || TEXT.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
  const place = placeAt(text, context.pos);
  if (!place || (!context.explicit && !place.typed && text[context.pos - 1] !== " ")) return null;
  if (!context.explicit && !place.typed && place.key && !place.flow) return null; // an empty line asks for nothing
  const whole = context.explicit && !place.key ? wholeValue(known(), place, text, context.pos) : null;
  const found = offers(known(), whole ? { ...place, typed: "" } : place, text);
  const written = found.length === 1 && (found[0].value ?? found[0].key.name) === place.typed; // Enter should begin a line then
  if (!found.length || (!context.explicit && written)) return null;
  const options = found.map((one) => (one.value === undefined ? keyOption(one.key, place, context) : valueOption(one, place)));
  return { from: place.from, to: whole ? whole.to : context.pos, options, filter: false };
};

/** The value that stands at the cursor, when it is one of those that are possible: asking there is for another one. */
function wholeValue(known, place, text, at) {
  const rest = /^[^\s,\]}#]*/.exec(text.slice(at))[0];
  const there = place.typed.trim() + rest;
  return there && valuesOf(known.schema, place, known).some((one) => one.value === there) ? { to: at + rest.length } : null;
}

function keyOption(one, place, context) {
  const open = !place.flow && one.shapes.some((shape) => shape.properties) && !one.shapes.some((shape) => ["string", "boolean", "array"].includes(shape.type));
  const follows = /^\s*:/.test(context.state.sliceDoc(context.pos, context.pos + 3));
  const more = follows ? "" : open ? `:\n${" ".repeat(place.indent + 2)}` : ": ";
  return {
    label: one.name,
    type: "property",
    detail: [one.needed && t("fileNeeded"), short(said(one))].filter(Boolean).join(": "),
    info: () => ({ dom: about(one) }),
    apply(view, completion, from, to) {
      const insert = one.name + more;
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete" });
      if (!open) startCompletion(view);
    },
  };
}

/** The first of what is said of a key, without marks. */
const short = (sentence) => sentence.split(/[.;](?=\s|$)/)[0].replaceAll("`", "");

/** A value; or a key with its value, which may stand in another line already. */
function valueOption({ key, value, note, standing }, place) {
  if (!key) return { label: value, detail: note, type: "constant" };
  const list = standing?.written.startsWith("[");
  const insert = standing ? (list ? `[${value}]` : value) : `${key.name}: ${value}`;
  return {
    label: `${key.name}: ${standing ? insert : value}`,
    detail: [note, standing && t("fileInstead", { was: standing.written, n: standing.line })].filter(Boolean).join(", "),
    type: "constant",
    info: () => ({ dom: about(key) }),
    apply: standing ? (view, completion, from, to) => replaceThere(view, { from, to, standing, insert }) : insert,
  };
}

/** Put a value where its key stands, and take away the word that led there, with its line where nothing else is in it. */
function replaceThere(view, { from, to, standing, insert }) {
  const line = view.state.doc.lineAt(from);
  const alone = !view.state.sliceDoc(line.from, from).trim() && !view.state.sliceDoc(to, line.to).trim();
  const gone = alone && line.from > 0 ? { from: line.from - 1, to: line.to } : { from, to };
  const shift = gone.from < standing.from ? gone.to - gone.from : 0;
  const at = standing.from - shift;
  view.dispatch({
    changes: [gone, { from: standing.from, to: standing.to, insert }],
    selection: { anchor: at + insert.length },
    scrollIntoView: true,
    userEvent: "input.complete",
  });
}

/** Show what a key is for: on hovering, and for the key at the cursor with F1. */
export const hovering = (known) => hoverTooltip((view, at) => helpAt(view.state, at, known));

export function help(known) {
  return (view) => {
    const { head } = view.state.selection.main;
    const tip = helpAt(view.state, head, known) || helpAt(view.state, keyOf(view.state.doc.lineAt(head)), known);
    if (!tip) return false;
    view.dispatch({ effects: shown.of(tip) });
    return true;
  };
}

/** Where the key of a line ends. */
const keyOf = (line) => line.from + (/^[\s-]*[\w/-]+(?=:)/.exec(line.text)?.[0].length ?? 0);

function helpAt(state, at, known) {
  const line = state.doc.lineAt(at);
  const before = WORD.exec(line.text.slice(0, at - line.from))[0];
  const after = /^[\w/-]*/.exec(line.text.slice(at - line.from))[0];
  const end = at + after.length;
  const place = known() && placeAt(state.doc.toString(), end);
  const one = place?.key && keysOf(known().schema, place).find((key) => key.name === before + after);
  if (!one?.about) return null;
  return { pos: at - before.length, end, above: true, create: () => ({ dom: about(one, { alone: true }) }) };
}

/** The description of a key, in the page's language where it has both. */
function about(one, { alone = false } = {}) {
  const [, second, ...rest] = one.about.split("\n\n");
  const both = second && !second.startsWith("In {}");
  const more = (both ? rest : [second]).filter(Boolean).map((part) => part.replace(/^In \{\}/, t("fileBraces")));
  const tongue = both ? language() : "en";
  return h("div", { class: `key-help${alone ? " alone" : ""}`, role: "note" }, h("b", {}, one.name), h("p", { lang: tongue }, spelt(said(one))), more.map((part) => h("p", {}, part)));
}
