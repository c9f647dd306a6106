// Interactive elements as native controls. Each control's outermost node carries data-block, data-action and
// `read()`, which gives its part of `state.values` in Slack's shape.

import { fit, freshId, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { withEmoji } from "./emoji.js";
import { external } from "./external.js";
import { channels, dms, titleOf, world } from "./world.js";
import { t } from "./words.js";
import { multiple } from "./multiple.js";

/** Draw one element; `how` = {id, describedBy, required, dispatch} for input blocks, else it dispatches. */
export function control(element, block, stage, how = { dispatch: true }) {
  const draw = KINDS[element.type];
  if (!draw) return h("span", { class: "unknown" }, t("unknownBlock", { type: String(element.type) }));
  const known = stage.values(block.block_id, element.action_id);
  let node = null;
  const use = how.dispatch ? (chosen) => stage.use(block, element, chosen, node) : () => {};
  const ask = (typed) => stage.ask(block, element, typed);
  node = draw(element, { known, use, how, stage, ask });
  node.dataset.block = block.block_id;
  node.dataset.action = element.action_id;
  return node;
}

/** Collect `state.values` from all controls inside a node. */
export function collect(root) {
  const values = {};
  for (const node of root.querySelectorAll("[data-action]")) {
    if (node.read) (values[node.dataset.block] ||= {})[node.dataset.action] = node.read();
  }
  return values;
}

const common = (element, how) => ({
  id: how.id,
  "aria-describedby": how.describedBy,
  "aria-required": how.required ? "true" : null,
  "aria-label": how.id ? null : element.placeholder?.text || t("choose"),
  autofocus: element.focus_on_load === true,
});

export function allOptions(element) {
  return [...(element.options || []), ...(element.option_groups || []).flatMap((group) => group.options)];
}

const KINDS = {
  button,
  static_select: (element, given) => select(element, given, "selected_option", optionNodes(element), element.initial_option?.value),
  users_select: (element, given) => select(element, given, "selected_user", peopleNodes(), element.initial_user),
  conversations_select: (element, given) => select(
    element, given, "selected_conversation", placeNodes(element), element.initial_conversation,
  ),
  multi_static_select: (element, given) => multiple(element, given, "selected_options", common(element, given.how)),
  multi_users_select: (element, given) => multiple(element, given, "selected_users", common(element, given.how)),
  external_select: (element, given) => external(element, given, { many: false, ...common(element, given.how) }),
  multi_external_select: (element, given) => external(element, given, { many: true, ...common(element, given.how) }),
  datepicker: (element, given) => typed(element, given, "date", "selected_date", element.initial_date),
  timepicker: (element, given) => typed(element, given, "time", "selected_time", element.initial_time),
  plain_text_input: text,
  number_input: text,
  checkboxes: (element, given) => boxes(element, given, "checkbox"),
  radio_buttons: (element, given) => boxes(element, given, "radio"),
  overflow,
};

function button(element, { use }) {
  const press = (event) => {
    if (event.currentTarget.getAttribute("aria-busy") === "true") return;
    follow(element.url);
    use({});
  };
  const props = { type: "button", class: `button ${element.style || ""}`, "aria-label": element.accessibility_label, onclick: press };
  return h("button", props, textObject(element.text));
}

/** Go where a button leads: out into the web, or to a direct message, which Slack's own links name. */
function follow(url) {
  if (!url) return;
  if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  const to = /^slack:\/\/user\?/i.test(url) && new URLSearchParams(url.slice(url.indexOf("?"))).get("id");
  if (to) document.dispatchEvent(new CustomEvent("open-dm", { detail: to }));
}

function select(element, { known, use, how }, slot, nodes, initial) {
  const start = known ? known[slot]?.value ?? known[slot] : initial;
  const node = h("select", common(element, how), h("option", { value: "" }, withEmoji(element.placeholder?.text || t("choose"))), nodes);
  node.value = start || "";
  const chosen = () => {
    if (!node.value) return null;
    return slot === "selected_option" ? allOptions(element).find((one) => one.value === node.value) : node.value;
  };
  node.read = () => ({ type: element.type, [slot]: chosen() });
  node.addEventListener("change", () => use({ [slot]: chosen() }));
  return node;
}

function optionNodes(element) {
  const one = (option) => h("option", { value: option.value }, withEmoji(option.text.text));
  if (!element.option_groups) return (element.options || []).map(one);
  return element.option_groups.map((group) => h("optgroup", { label: withEmoji(group.label.text) }, group.options.map(one)));
}

export function selectable() {
  return [...world.people.values()]
    .filter((one) => !one.deleted && one.id !== "USLACKBOT")
    .sort((a, b) => a.real_name.localeCompare(b.real_name));
}

const peopleNodes = () => selectable().map((one) => h(
  "option",
  { value: one.id },
  one.is_bot ? `${one.real_name} (${t("app")})` : one.real_name,
));

function placeNodes(element) {
  const wanted = element.filter?.include;
  const kindOf = (one) => one.kind || (one.is_private ? "private" : "public");
  return [...channels(), ...dms()]
    .filter((one) => !wanted || wanted.includes(kindOf(one)))
    .map((one) => h("option", { value: one.id }, titleOf(one)));
}

function typed(element, { known, use, how }, type, slot, initial) {
  const node = h("input", { ...common(element, how), type, value: (known ? known[slot] : initial) || "" });
  let timer = 0;
  let told = node.value;
  const tell = () => {
    clearTimeout(timer);
    if (node.value === told) return;
    told = node.value;
    use({ [slot]: node.value || null });
  };
  node.read = () => ({ type: element.type, [slot]: node.value || null });
  node.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 700);
  });
  node.addEventListener("blur", tell);
  return node;
}

function text(element, { known, use, how }) {
  const number = element.type === "number_input";
  const props = {
    ...common(element, how),
    placeholder: element.placeholder ? withEmoji(element.placeholder.text) : null,
    maxlength: number ? null : element.max_length || 3000,
    value: (known ? known.value : element.initial_value) || "",
  };
  const bounds = { type: "number", min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? "any" : 1 };
  const node = element.multiline ? h("textarea", { ...props, rows: 4 }) : h("input", number ? { ...props, ...bounds } : { ...props, type: "text" });
  const shape = h("span", { class: "typed" }, node);
  if (!number && element.max_length) shape.append(counter(node, element.max_length));
  shape.read = () => ({ type: element.type, ...(number && !node.value ? {} : { value: node.value || null }) });
  const when = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || element.multiline || event.isComposing) return;
    if (how.dispatch && when.includes("on_enter_pressed")) {
      event.preventDefault();
      use({ value: node.value || null });
    }
  });
  if (when.includes("on_character_entered")) node.addEventListener("input", () => use({ value: node.value || null }));
  return shape;
}

function counter(node, most) {
  const shown = h("span", { class: "counter faint" });
  const tell = () => {
    const rest = most - node.value.length;
    shown.textContent = rest <= Math.max(20, most * 0.1) ? t("remaining", { n: rest }) : "";
  };
  node.addEventListener("input", tell);
  tell();
  return shown;
}

function boxes(element, { known, use, how }, type) {
  const many = type === "checkbox";
  const slot = many ? "selected_options" : "selected_option";
  const initial = many ? element.initial_options || [] : [element.initial_option];
  const start = known ? [known[slot]].flat() : initial;
  const on = new Set(start.filter(Boolean).map((option) => option.value));
  const name = freshId("choice");
  const group = h("div", { class: "boxes", role: many ? "group" : "radiogroup", "aria-describedby": how.describedBy });
  const rows = element.options.map((option) => {
    const input = h("input", { type, name, checked: on.has(option.value), "data-pick": option.value, onchange: () => use({ [slot]: chosen() }) });
    return [input, option];
  });
  const chosen = () => {
    const picked = rows.filter(([input]) => input.checked).map(([, option]) => option);
    return many ? picked : picked[0] || null;
  };
  group.append(...rows.map(([input, option]) => h(
    "label",
    { class: "box" },
    input,
    h("span", {}, textObject(option.text), option.description ? h("span", { class: "hint" }, textObject(option.description)) : null),
  )));
  group.read = () => ({ type: element.type, [slot]: chosen() });
  return group;
}

function overflow(element, { use }) {
  const menu = h("details", { class: "menu" }, h("summary", { class: "button", "aria-label": t("actions") }, "⋯"));
  const pick = (option) => {
    menu.open = false;
    menu.firstChild.focus();
    follow(option.url);
    use({ selected_option: option });
  };
  const rows = element.options.map((option) => h("button", { type: "button", onclick: () => pick(option) }, textObject(option.text)));
  menu.append(h("div", { class: "menu-list" }, rows));
  menu.addEventListener("toggle", () => fit(menu));
  return menu;
}
