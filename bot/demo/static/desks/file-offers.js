// What completion offers at a place, best first: by its letters, by other words that people have for it, by what it is for.

import { language } from "../words.js";
import { noteOf } from "./file-notes.js";
import { keysOf, valuesOf } from "./file-schema.js";

const FIRST = ["id", "kind", "title", "channel", "audience", "schedule"]; // of a ritual, before what only its kind has
const LAST = ["rrule", "allow_external", "on_doubt", "overlap", "grace"]; // what few ever need
const MOST = 400;

/**
 * -> [{key?, value?, note, standing?}], best first: a key, a value, or a key with its value.
 * `standing` says where a key that is there already has its value: {from, to, written, line}.
 */
export function offers(known, place, text) {
  const typed = place.typed.trim().toLocaleLowerCase("de");
  if (!place.key) return ranked(values(known, place), typed, known);
  const all = keysOf(known.schema, place);
  const free = all.filter((one) => place.entries[one.name] === undefined || one.name === place.typed);
  const keys = ranked(free.sort(byUse).map((key) => ({ key, note: "" })), typed, known);
  const items = place.item ? ranked(values(known, place.item), typed, known) : [];
  const pairs = typed.length > 2 && !place.flow ? pairsFor({ known, place, typed, text, all }) : [];
  const meant = keys.filter((one) => one.rank === 0);
  return [...meant, ...pairs, ...keys.filter((one) => one.rank > 0), ...items].slice(0, MOST);
}

const values = (known, place) => valuesOf(known.schema, place, known).map((one) => ({ ...one, note: one.note || noteOf(lastKey(place), one.value) }));
const lastKey = (place) => [...place.path].reverse().find((step) => typeof step === "string") || "";

function byUse(one, other) {
  const place = ({ name, needed, own }) => {
    if (LAST.includes(name)) return 4;
    if (needed) return 0;
    return own ? 1 : 2;
  };
  const first = ({ name }) => (FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1);
  return place(one) - place(other) || (one.own ? 0 : first(one) - first(other));
}

/** Keep what fits, the better before the worse; among those that begin as typed the nearest, else the order they come in. */
function ranked(some, typed, known) {
  const found = some.map((one) => ({ ...one, rank: rank(nameOf(one), one.key ? said(one.key) : one.note, typed, known) }));
  const rest = (one) => (typed && one.rank === 0 ? nameOf(one).length : 0);
  return found.filter((one) => one.rank !== null).sort((one, other) => one.rank - other.rank || rest(one) - rest(other));
}

const nameOf = (one) => one.key?.name ?? one.value;

/** 0 by its own letters, 1 by another word for it, 2 by what is said of it; null where it does not fit. */
function rank(name, about, typed, { words }) {
  if (name.toLocaleLowerCase("de").startsWith(typed)) return 0;
  const others = words[name] || [];
  const phrase = typed.replace(/[\s-]+/g, "_");
  if (typed.length > 1 && others.some((word) => word.startsWith(phrase) || (word.length > 3 && phrase.startsWith(word)))) return 1;
  return typed.length > 2 && typed.split(/\s+/).every((part) => spoken(about).some((word) => word.startsWith(part))) ? 2 : null;
}

const spoken = (sentence) => sentence.toLocaleLowerCase("de").match(/[\p{L}\d]+/gu) || [];

/** What is said of a key in the page's language. */
export function said(one) {
  const [first, second] = one.about.split("\n\n");
  const both = second && !second.startsWith("In {}");
  return (both && language() === "en" ? second : first).replace(/\n/g, " ");
}

/** Values that somebody may mean by a word where a key stands: "trio" is `size: 3`, "donnerstag" another day of the schedule. */
function pairsFor({ known, place, typed, text, all }) {
  const found = [];
  for (const key of all) {
    const there = place.entries[key.name] !== undefined && key.name !== place.typed;
    found.push(...pairsOf({ known, place: within(place, key.name), key, typed, text, above: "", there }));
    if (there && key.shapes.some((shape) => shape.properties)) found.push(...deeper({ known, place, key, typed, text }));
  }
  return found.sort((one, other) => one.rank - other.rank);
}

function deeper({ known, place, key, typed, text }) {
  const below = within(place, key.name);
  return keysOf(known.schema, below).flatMap((one) => (
    pairsOf({ known, place: within(below, one.name), key: one, typed, text, above: key.name, there: true })
  ));
}

const within = (place, name) => ({ path: [...place.path, name], levels: [...place.levels, place.entries], entries: {} });

function pairsOf({ known, place, key, typed, text, above, there }) {
  const standing = there ? standingAt(text, place.path, key.name, above) : null;
  if (there && !standing) return [];
  const number = known.numbers[typed];
  const meant = values(known, place).flatMap((one) => {
    if (number !== undefined && key.shapes.some((shape) => shape.type === "integer")) return one.value === String(number) ? [{ ...one, rank: 1 }] : [];
    const fits = rank(one.value, one.note, typed, known);
    return fits === null ? [] : [{ ...one, rank: fits }];
  });
  const best = Math.min(...meant.map((one) => one.rank));
  return meant.filter((one) => one.rank === best && standing?.written !== one.value).map((one) => ({ ...one, key, standing }));
}

/** Where the value of a key stands in one line within an entry of a list; null where that cannot be said. */
function standingAt(text, path, name, above) {
  if (path.length < 3 || typeof path[1] !== "number") return null;
  const block = entryOf(text, path[0], path[1]);
  if (!block) return null;
  const start = above ? text.slice(block.from, block.to).search(new RegExp(`^[ -]*${above}:`, "m")) : 0;
  if (start < 0) return null;
  const pattern = new RegExp(`(^|[\\s{,])(${name}:[ \\t]+)(\\[[^\\]\\n]*\\]|[^\\s,}#|>{[][^,}#\\n]*?)(?=[ \\t]*([,}#\\n]|$))`, "g");
  for (const match of text.slice(block.from + start, block.to).matchAll(pattern)) {
    const from = block.from + start + match.index + match[1].length + match[2].length;
    const line = text.slice(0, from).split("\n");
    if (!line.at(-1).includes("#")) return { from, to: from + match[3].length, written: match[3], line: line.length };
  }
  return null;
}

/** From where to where an entry of a list of the file goes. */
function entryOf(text, list, index) {
  const head = new RegExp(`^${list}:`, "m").exec(text);
  if (!head) return null;
  const rest = text.slice(head.index);
  const indent = /^( *)- /m.exec(rest)?.[1];
  if (indent === undefined) return null;
  const starts = [...rest.matchAll(new RegExp(`^${indent}- `, "gm"))].map((one) => head.index + one.index);
  const from = starts[index];
  if (from === undefined) return null;
  const over = /^\S/m.exec(text.slice(from + 1).replace(/^#/gm, " "));
  const end = over ? from + 1 + over.index : text.length;
  return { from, to: Math.min(starts[index + 1] ?? end, end) };
}
