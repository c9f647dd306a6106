// Completion and help in the editor: keys with what they are for, and the values that are possible.

import { StateEffect, StateField, hoverTooltip, showTooltip, startCompletion, syntaxTree } from "../vendor/editor.js";
import { h } from "../dom.js";
import { language, t } from "../words.js";
import { placeAt } from "./file-place.js";
import { keysOf, valuesOf } from "./file-schema.js";

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
  const { schema } = known();
  const keys = place.key ? keysOf(schema, place).filter((one) => place.entries[one.name] === undefined || one.name === place.typed) : [];
  const values = place.key ? (place.item ? valuesOf(schema, place.item, known()) : []) : valuesOf(schema, place, known());
  const options = [...keys.map((one) => keyOption(one, place, context)), ...values.map(valueOption)];
  const fit = options.filter((one) => one.label.startsWith(place.typed));
  const written = fit.length === 1 && fit[0].label === place.typed; // Enter should begin a line then
  return options.length && (context.explicit || !written) ? { from: place.from, options } : null;
};

function keyOption(one, place, context) {
  const open = !place.flow && one.shapes.some((shape) => shape.properties) && !one.shapes.some((shape) => ["string", "boolean", "array"].includes(shape.type));
  const follows = /^\s*:/.test(context.state.sliceDoc(context.pos, context.pos + 3));
  const more = follows ? "" : open ? `:\n${" ".repeat(place.indent + 2)}` : ": ";
  return {
    label: one.name,
    type: "property",
    detail: one.needed ? t("fileNeeded") : "",
    boost: one.needed ? 2 : 0,
    info: () => ({ dom: about(one) }),
    apply(view, completion, from, to) {
      const insert = one.name + more;
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete" });
      if (!open) startCompletion(view);
    },
  };
}

const valueOption = ({ value, note }) => ({ label: value, detail: note, type: "constant" });

/** Show what a key is for: on hovering, and for the key at the cursor with F1. */
export const hovering = (known) => hoverTooltip((view, at) => helpAt(view.state, at, known));

export function help(known) {
  return (view) => {
    const tip = helpAt(view.state, view.state.selection.main.head, known);
    if (!tip) return false;
    view.dispatch({ effects: shown.of(tip) });
    return true;
  };
}

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
  const [first, second, ...rest] = one.about.split("\n\n");
  const both = second && !second.startsWith("In {}");
  const german = language() === "de";
  const said = both ? (german ? first : second) : first;
  const more = (both ? rest : [second]).filter(Boolean).map((part) => part.replace(/^In \{\}/, t("fileBraces")));
  const tongue = both ? language() : "en";
  return h("div", { class: `key-help${alone ? " alone" : ""}`, role: "note" }, h("b", {}, one.name), h("p", { lang: tongue }, said), more.map((part) => h("p", {}, part)));
}
