// data_visualization blocks as inline SVG, each with the same said in words for whoever cannot see it.

import { freshId, h } from "./dom.js";
import { locale } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 460, HIGH = 200, LEFT = 44, RIGHT = 10, TOP = 12, BOTTOM = 34;
const TONES = 6;
const SIGN = 6.4, GAP = 6; // about how wide a letter of a label is, and what lies between two labels

export function chart(block) {
  const draw = { pie, bar, line, area: line }[block.chart.type];
  const id = freshId("chart");
  const drawing = s(
    "svg",
    { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-labelledby": id },
    s("title", { id }, `${block.title}: ${told(block.chart)}`),
    draw(block.chart),
  );
  return h("figure", { class: "block chart" }, h("figcaption", {}, block.title), drawing, legend(block.chart));
}

/** svg("path", {d}, "text", node) -> element */
function s(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(props)) node.setAttribute(key, value);
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

const series = (data) => (data.type === "pie" ? [{ data: data.segments }] : data.series);
const formatted = (number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(number);
const tone = (at) => `tone-${at % TONES}`;

/** Every value in words: "4. Mai 5,8, 18. Mai 7,1". */
function told(data) {
  const rows = series(data).map((one) => {
    const values = one.data.map((point) => `${point.label} ${formatted(point.value)}`).join(", ");
    return series(data).length > 1 ? `${one.name}: ${values}` : values;
  });
  return rows.join("; ");
}

function legend(data) {
  const parts = data.type === "pie"
    ? data.segments.map((one) => `${one.label} ${formatted(one.value)}`)
    : data.series.length > 1 ? data.series.map((one) => one.name) : [];
  if (!parts.length) return null;
  return h("ul", { class: "legend", "aria-hidden": "true" }, parts.map((part, at) => h("li", {}, h("i", { class: tone(at) }), part)));
}

function pie(data) {
  const whole = data.segments.reduce((sum, one) => sum + one.value, 0);
  const middle = [WIDE / 2, HIGH / 2];
  const radius = HIGH / 2 - TOP;
  const rim = (share) => [middle[0] + radius * Math.sin(2 * Math.PI * share), middle[1] - radius * Math.cos(2 * Math.PI * share)];
  let from = 0;
  return data.segments.map((one, at) => {
    const to = from + one.value / whole;
    const around = to - from >= 1
      ? s("circle", { cx: middle[0], cy: middle[1], r: radius, class: `part ${tone(at)}` })
      : s("path", { d: `M${middle} L${rim(from)} A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${rim(to)} Z`, class: `part ${tone(at)}` });
    from = to;
    return around;
  });
}

function bar(data) {
  const plane = axes(data, { fromZero: true });
  const step = plane.step / (data.series.length + 0.6);
  const zero = plane.y(Math.max(0, plane.least));
  return [plane.grid, data.series.map((one, row) => data.axis_config.categories.map((label, at) => {
    const y = plane.y(value(one, label));
    const x = LEFT + at * plane.step + step * (row + 0.3);
    return s("rect", { x, y: Math.min(y, zero), width: step, height: Math.abs(zero - y), rx: 2, class: `part ${tone(row)}` });
  }))];
}

function line(data) {
  const plane = axes(data, { fromZero: data.type === "area" });
  const labels = data.axis_config.categories;
  return [plane.grid, data.series.map((one, row) => {
    const spots = labels.map((label, at) => [LEFT + (at + 0.5) * plane.step, plane.y(value(one, label))]);
    const under = [[spots.at(-1)[0], HIGH - BOTTOM], [spots[0][0], HIGH - BOTTOM]];
    return [
      data.type === "area" ? s("polygon", { points: [...spots, ...under].join(" "), class: `under ${tone(row)}` }) : null,
      s("polyline", { points: spots.join(" "), class: `course ${tone(row)}` }),
      spots.map(([cx, cy]) => s("circle", { cx, cy, r: 3.5, class: `part ${tone(row)}` })),
    ];
  })];
}

const value = (one, label) => one.data.find((point) => point.label === label)?.value ?? 0;

/** The plane on which values are drawn: its grid with the words at the axes, and where a value lies. */
function axes(data, { fromZero }) {
  const labels = data.axis_config.categories;
  const values = data.series.flatMap((one) => one.data.map((point) => point.value));
  const { least, most, ticks } = scale(values, fromZero);
  const y = (number) => TOP + (HIGH - TOP - BOTTOM) * (1 - (number - least) / (most - least));
  const step = (WIDE - LEFT - RIGHT) / labels.length;
  const cells = spread(labels, step).map(([x, label]) => s("text", { x, y: HIGH - BOTTOM + 16, class: "middle" }, label));
  const lines = ticks.map((tick) => [
    s("line", { x1: LEFT, x2: WIDE - RIGHT, y1: y(tick), y2: y(tick) }),
    s("text", { x: LEFT - 6, y: y(tick) + 4, class: "end" }, formatted(tick)),
  ]);
  const { x_label: under, y_label: beside } = data.axis_config;
  const names = [under ? s("text", { x: WIDE - RIGHT, y: HIGH - 3, class: "end" }, under) : null,
    beside ? s("text", { x: 0, y: HIGH - 3 }, beside) : null];
  return { least, step, y, grid: s("g", { class: "grid" }, lines, cells, names) };
}

/** Which labels fit under their places beside each other, and where their middles stand; the last is the end of a scale and stays. */
function spread(labels, step) {
  const half = (label) => (label.length * SIGN) / 2;
  const middle = (label, at) => Math.min(Math.max(LEFT + (at + 0.5) * step, half(label)), WIDE - half(label));
  const all = labels.map((label, at) => [middle(label, at), label]);
  const last = all.at(-1);
  const shown = [];
  for (const [x, label] of all.slice(0, -1)) {
    const [before, end] = [shown.at(-1), last[0] - half(last[1])];
    const from = before ? before[0] + half(before[1]) + GAP : 0;
    if (x - half(label) >= from && x + half(label) + GAP <= end) shown.push([x, label]);
  }
  return [...shown, last];
}

/** Round steps around the values: at most five lines. */
function scale(values, fromZero) {
  const low = Math.min(...values, ...(fromZero ? [0] : []));
  const high = Math.max(...values, ...(fromZero ? [0] : []));
  const rough = (high - low || Math.abs(high) || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const least = Math.floor(low / step) * step;
  const most = Math.max(Math.ceil(high / step) * step, least + step);
  const ticks = Array.from({ length: Math.round((most - least) / step) + 1 }, (_, at) => least + at * step);
  return { least, most, ticks };
}
