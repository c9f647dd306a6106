// Builds DOM nodes. Text always becomes a text node, so data from the server can never become markup.

const SVG = "http://www.w3.org/2000/svg";
const CONTROLS = "input,select,textarea,button,summary";
const GREY = "757575"; // white letters read well on it

/** h("button", {class: "x", onclick: f, "aria-label": "…"}, "text", node, [more]) -> element */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "value" || key === "checked" || key === "selected") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

/** The bot's sign, drawn once in index.html. */
export function glyph(className = "glyph") {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", "#logo");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Bring a parent's children in line with `nodes`, moving only what must move, so focus and scroll survive. */
export function sync(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] || null);
  });
}

/** Fill a node with what `build` gives, but only when `sign` changed: a click under way must not lose its target. */
export function redraw(node, sign, build) {
  const now = JSON.stringify(sign);
  if (node.sign === now) return;
  node.sign = now;
  keepingFocus(node, () => node.replaceChildren(...build().filter(Boolean)));
}

/** Change what is inside a node by `swap`, and put the focus back on the same control where it is still there. */
export function keepingFocus(root, swap) {
  const at = document.activeElement;
  const inside = at && root.contains(at) ? at.closest("[data-action]") : null;
  if (!inside) return void swap();
  const { block, action } = inside.dataset;
  const ofBlock = () => [...root.querySelectorAll("[data-action]")].filter((one) => one.dataset.block === block);
  const place = ofBlock().indexOf(inside);
  swap();
  const now = ofBlock();
  const same = now.find((one) => one.dataset.action === action);
  if (same) return void focusIn(same, at.dataset.pick);
  if (root.contains(document.activeElement)) return; // it was put somewhere on purpose
  if (now.length) focusIn(now[Math.min(place, now.length - 1)]); // its opposite, such as "leave" for "join"
  else focusOn(root);
}

function focusIn(control, pick = "") {
  const within = [control, ...control.querySelectorAll(CONTROLS)];
  const target = within.find((node) => pick && node.dataset.pick === pick) || within.find((node) => node.matches(CONTROLS));
  target?.focus({ preventScroll: true });
}

function focusOn(root) {
  if (!root.hasAttribute("tabindex")) root.tabIndex = -1;
  root.focus({ preventScroll: true });
}

/** Keep the list of a menu that just opened inside what can be seen. */
export function fit(menu) {
  if (!menu.open) return;
  const list = menu.lastChild;
  list.classList.toggle("leftward", menu.getBoundingClientRect().right - list.offsetWidth > 8);
  list.scrollIntoView({ block: "nearest" });
}

let counter = 0;
export const freshId = (word = "n") => `${word}-${++counter}`;

function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  return ((parts[0]?.[0] || "?") + (parts.length > 1 ? parts.at(-1)[0] : "")).toUpperCase();
}

/** A square with initials, or the bot's sign; the letters are black or white, whichever reads better. */
export function avatar(person, { app = false, small = false } = {}) {
  const size = small ? " small" : "";
  if (app) return h("span", { class: `avatar app${size}`, "aria-hidden": "true" }, glyph());
  const colour = !person?.deleted && /^[0-9a-f]{6}$/i.test(person?.avatar_color || "") ? person.avatar_color : GREY;
  const node = h("span", { class: `avatar${size}`, "aria-hidden": "true" }, initials(person?.real_name || "?"));
  node.style.backgroundColor = `#${colour}`;
  node.style.color = luminance(colour) > 0.179 ? "#000" : "#fff"; // where both read equally well, 4.58 : 1
  return node;
}

function luminance(hex) {
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
