// Selects whose options the app knows: one types, the app offers, one ticks.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { t } from "./words.js";

const PAUSE = 250; // milliseconds without a key before the app is asked
const LEAST = 3; // characters, unless the element says otherwise

export function external(element, { known, use, ask }, { many, ...props }) {
  const slot = many ? "selected_options" : "selected_option";
  const start = known ? known[slot] : element.initial_options || element.initial_option;
  let picked = [start || []].flat();
  let offered = [];
  let timer = 0;
  let asked = 0;
  const summary = h("summary", { ...props, "aria-label": null, class: "multi-shown" });
  const field = h("input", { type: "search", placeholder: t("typeHere"), "aria-label": t("typeHere") });
  const rows = h("div", { class: "multi-rows" });
  const state = h("p", { class: "faint", role: "status" });
  const node = h("details", { class: "multi external" }, summary, h("div", { class: "multi-list" }, field, rows, state));
  const value = () => (many ? picked : picked[0] || null);
  const has = (option) => picked.some((one) => one.value === option.value);

  const tick = (option, on) => {
    if (!many) picked = on ? [option] : [];
    else picked = on ? [...picked, option] : picked.filter((one) => one.value !== option.value);
    draw();
    rows.querySelector(`[data-pick="${CSS.escape(option.value)}"]`)?.focus();
  };
  const draw = () => {
    const labels = picked.map((one) => withEmoji(one.text.text));
    summary.textContent = labels.join(", ") || withEmoji(element.placeholder?.text || t("choose"));
    summary.classList.toggle("faint", !labels.length);
    const full = many && element.max_selected_items && picked.length >= element.max_selected_items;
    const shown = [...picked, ...offered.filter((one) => !has(one))];
    rows.replaceChildren(...shown.map((option) => h("label", { class: "box" }, h("input", {
      type: "checkbox",
      checked: has(option),
      disabled: Boolean(full && !has(option)),
      "data-pick": option.value,
      onchange: (event) => tick(option, event.target.checked),
    }), h("span", {}, withEmoji(option.text.text)))));
  };
  const look = async () => {
    const typed = field.value.trim();
    const mine = ++asked;
    offered = [];
    state.textContent = "";
    if (typed.length < (element.min_query_length ?? LEAST)) return draw();
    const answer = await ask(typed);
    if (mine !== asked) return; // somebody typed on
    offered = answer.ok ? answer.options : [];
    state.textContent = offered.length ? "" : t(answer.ok ? "nothingOffered" : "noOffers");
    draw();
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    asked += 1; // what is under way answers other words
    offered = [];
    draw();
    timer = setTimeout(look, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would send the form
    rows.querySelector("input:not(:checked):not(:disabled)")?.click();
    field.value = "";
    field.focus();
  });
  let told = JSON.stringify(value());
  node.addEventListener("toggle", () => {
    if (node.open) {
      node.lastChild.scrollIntoView({ block: "nearest" });
      field.focus();
    }
    if (node.open || JSON.stringify(value()) === told) return;
    told = JSON.stringify(value());
    use({ [slot]: value() });
  });
  node.read = () => ({ type: element.type, [slot]: value() });
  draw();
  return node;
}
