// Selects that take several options: a list of checkboxes that opens, with a search field when it is long.

import { h } from "./dom.js";
import { allOptions, selectable } from "./controls.js";
import { withEmoji } from "./emoji.js";
import { t } from "./words.js";

const LONG = 8; // options from which on there is a search field

export function multiple(element, { known, use, how }, slot, props) {
  const people = slot === "selected_users";
  const choices = people
    ? selectable().map((one) => ({ key: one.id, label: one.real_name, value: one.id }))
    : allOptions(element).map((option) => ({ key: option.value, label: withEmoji(option.text.text), value: option }));
  const initial = people ? element.initial_users : element.initial_options;
  const start = (known ? known[slot] : initial) || [];
  const on = new Set(start.map((one) => (people ? one : one.value)));
  const summary = h("summary", { ...props, "aria-label": null, class: "multi-shown" });
  const rows = choices.map((choice) => {
    const input = h("input", { type: "checkbox", checked: on.has(choice.key), "data-pick": choice.key, onchange: () => tick() });
    return { choice, input, label: h("label", { class: "box" }, input, h("span", {}, choice.label)) };
  });
  const picked = () => rows.filter((row) => row.input.checked);
  const value = () => picked().map((row) => row.choice.value);
  const node = h("details", { class: "multi" }, summary, h(
    "div",
    { class: "multi-list" },
    choices.length > LONG ? search(rows) : null,
    rows.map((row) => row.label),
  ));
  const tick = () => {
    const labels = picked().map((row) => row.choice.label);
    summary.textContent = labels.length > 3 ? t("chosen", { n: labels.length }) : labels.join(", ")
      || withEmoji(element.placeholder?.text || t("choose"));
    summary.classList.toggle("faint", !labels.length);
    const full = element.max_selected_items && labels.length >= element.max_selected_items;
    for (const row of rows) row.input.disabled = Boolean(full && !row.input.checked);
  };
  tick();
  let told = JSON.stringify(value());
  node.addEventListener("toggle", () => {
    if (node.open) node.lastChild.scrollIntoView({ block: "nearest" });
    if (node.open || JSON.stringify(value()) === told) return;
    told = JSON.stringify(value());
    use({ [slot]: value() });
  });
  node.read = () => ({ type: element.type, [slot]: value() });
  return node;
}

function search(rows) {
  const field = h("input", { type: "search", placeholder: t("filter"), "aria-label": t("filter") });
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of rows) row.label.hidden = !row.choice.label.toLowerCase().includes(wanted);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  return field;
}
