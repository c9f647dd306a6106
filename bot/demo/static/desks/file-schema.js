// What may stand at a place of a rituals file, by its JSON schema and by the names that the workspace has.

const NAMES = { channel: "channels", user_group: "user_groups", department: "departments" };
const PEOPLE = ["people", "owner"];
const MOST = 400;
const FEW = 12; // numbers that are offered one by one

/** Return the shapes that hold at the end of a way of keys; `levels` are the entries of each mapping on it. */
function shapesAt(schema, { path, levels, entries }) {
  let found = [schema];
  path.forEach((step, at) => {
    found = found.flatMap((one) => expand(schema, one, levels[at] || {})).map((one) => inner(one, step)).filter(Boolean);
  });
  return found.flatMap((one) => expand(schema, one, entries));
}

/** Return the keys that may stand here: [{name, about, needed, own, shapes}]; `own` are those that only one kind has. */
export function keysOf(schema, place) {
  const shapes = shapesAt(schema, place);
  const found = new Map();
  const refused = new Set();
  for (const shape of shapes) {
    for (const [name, one] of Object.entries(shape.properties || {})) {
      if (one === false) refused.add(name);
      else if (one !== true) found.set(name, [...(found.get(name) || []), one]);
    }
  }
  const common = schema.definitions?.Ritual?.properties || {};
  const isRitual = shapes.some((shape) => shape.properties === common);
  const needed = new Set(shapes.flatMap((one) => (one.properties && one.required) || []));
  return [...found].filter(([name]) => !refused.has(name)).map(([name, some]) => ({
    name,
    about: some.map((one) => one.description).find(Boolean) || "",
    needed: needed.has(name),
    own: isRitual && !(name in common),
    shapes: some.flatMap((one) => expand(schema, one, {})),
  }));
}

/** Return the values that may stand here: [{value, note}]; names of the workspace where some are meant. */
export function valuesOf(schema, place, known) {
  const key = [...place.path].reverse().find((step) => typeof step === "string") || "";
  const found = new Map();
  const offer = (value, note = "") => found.has(value) || found.set(value, { value, note });
  if (PEOPLE.includes(key)) for (const one of known.people) offer(one.id, one.name);
  for (const name of known[NAMES[key]] || []) offer(name);
  const named = found.size > 0;
  const shapes = shapesAt(schema, place);
  for (const one of narrowest(shapes.map((shape) => shape.enum).filter(Boolean))) offer(written(one));
  for (const shape of shapes) {
    if (shape.const !== undefined) offer(written(shape.const));
    if (shape.type === "integer" && shape.maximum - shape.minimum < FEW) for (let one = shape.minimum; one <= shape.maximum; one += 1) offer(String(one));
    if (shape.type === "boolean") ["true", "false"].forEach((one) => offer(one));
    if (!named) for (const one of shape.examples || []) offer(written(one));
    if (!named && ["string", "number"].includes(typeof shape.default)) offer(written(shape.default));
  }
  if (key === "timezone") for (const zone of Intl.supportedValuesOf?.("timeZone") || []) offer(zone);
  return [...found.values()].slice(0, MOST);
}

/** Of several lists that hold at once, those that no other one narrows further. */
function narrowest(lists) {
  const within = (one, other) => one.length < other.length && one.every((value) => other.includes(value));
  return lists.filter((list) => !lists.some((one) => within(one, list))).flat();
}

/** A value as it stands in the file, within braces where it has parts. */
export function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (value && typeof value === "object") return `{${Object.entries(value).map(([key, one]) => `${key}: ${written(one)}`).join(", ")}}`;
  return typeof value === "string" && /^\d+:|^[\s@`!&*%|>#]|: | #/.test(value) ? JSON.stringify(value) : String(value);
}

/** Return a shape and all that stands behind its references, alternatives and conditions, as far as they can hold. */
function expand(schema, shape, entries) {
  if (!shape || typeof shape !== "object") return [];
  const behind = shape.$ref ? [resolve(schema, shape.$ref)] : [];
  const more = [...(shape.allOf || []), ...behind].map((one) => (one.if ? holds(one.if, entries) && one.then : one));
  const either = [...(shape.anyOf || []), ...(shape.oneOf || [])].filter((one) => !contradicts(one, entries));
  return [shape, ...[...more, ...either].flatMap((one) => expand(schema, one, entries))];
}

function resolve(schema, reference) {
  return reference.slice(2).split("/").reduce((one, part) => one?.[part], schema);
}

function holds(condition, entries) {
  return Object.entries(condition.properties || {}).every(([name, one]) => {
    const said = entries[name];
    if (said === undefined) return false;
    return one.const !== undefined ? String(one.const) === said : !one.pattern || new RegExp(one.pattern, "u").test(said);
  });
}

function contradicts(shape, entries) {
  return Object.entries(shape.properties || {}).some(
    ([name, one]) => one?.const !== undefined && entries[name] && String(one.const) !== entries[name],
  );
}

function inner(shape, step) {
  if (typeof step === "number") return typeof shape.items === "object" ? shape.items : null;
  const one = shape.properties?.[step];
  if (one !== undefined) return typeof one === "object" ? one : null;
  return typeof shape.additionalProperties === "object" ? shape.additionalProperties : null;
}
