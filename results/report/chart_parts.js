// What the charts of the page are made of: elements, numbers, scales, axes and legends. All that is drawn
// comes from the JSON in the page; texts only ever become text nodes or attributes, so no name in a file can
// become markup. The files chart_parts.js, charts.js and page.js make one script, in this order.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const HTML = "http://www.w3.org/1999/xhtml";
const axisOf = (name) => data.axes.find((axis) => axis.name === name);
const longAxes = data.axes.filter((axis) => axis.values.length > 1);

// ---- elements ----

function add(parent, name, attributes = {}, text = null) {
  const space = parent.namespaceURI === SVG || name === "svg" ? SVG : HTML;
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  if (text !== null) {
    element.textContent = text;
  }
  parent.append(element);
  return element;
}

function addSelect(parent, label, options, chosen, changed) {
  const select = add(add(parent, "label", {}, label), "select", { "data-choice": label });
  options.forEach(([value, text]) => { add(select, "option", { value }, text); });
  select.value = chosen;
  select.addEventListener("change", () => changed(select.value));
}

function addTick(parent, label, chosen, changed) {
  const box = add(parent, "label", { class: "tick" });
  const input = add(box, "input", { type: "checkbox", "data-choice": label });
  input.checked = chosen;
  input.addEventListener("change", () => changed(input.checked));
  box.append(label);
}

// ---- numbers ----

function number(value) {
  if (value === null) { return "no value"; }
  if (value === "inf") { return "unbounded"; }
  return Number(value.toPrecision(4)).toLocaleString("en", { maximumSignificantDigits: 4, useGrouping: false });
}

const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const finite = (value) => typeof value === "number";
const withUnit = (text, unit) => (unit ? `${text} ${unit}` : text);

function estimate(metric, point) {
  const half = metric.halfWidths ? metric.halfWidths[point] : null;
  const after = isUnknown(metric, point) ? " ± ∞" : finite(half) ? ` ± ${number(half)}` : "";
  return withUnit(number(metric.values[point]) + after, metric.unit);
}

/// Whether too little was seen of this point to know its interval.
function isUnknown(metric, point) {
  return metric.halfWidths !== null && metric.halfWidths[point] === "inf" && finite(metric.values[point]);
}

/// What came of a point's run, as states.py has it: an unstable one gives no estimate.
const CONVERGED = 0;
const BUDGET = 1;
const UNSTABLE = 2;
const CROSS = "M-4.5 -4.5L4.5 4.5M-4.5 4.5L4.5 -4.5";

/// The points that say where a scale ends: those that converged, else those at the budget, else all.
function decisive(metric, points, logarithmic) {
  const drawable = points.filter((point) => finite(metric.values[point]) && (!logarithmic || metric.values[point] > 0));
  const found = [CONVERGED, BUDGET, UNSTABLE].map((worst) => drawable.filter((point) => metric.states[point] <= worst));
  return found.find((chosen) => chosen.length) ?? [];
}

/// The point at these positions, given by name of axis; points run over the axes in row-major order.
function pointAt(positions) {
  return data.axes.reduce((point, axis) => point * axis.values.length + positions[axis.name], 0);
}

function linearTicks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((digit) => digit * power).find((size) => size >= rough);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

function logarithmicTicks(low, high) {
  const digits = high / low < 200 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(Math.log10(high / low) / 8));
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high) + 1e-9; power += every) {
    ticks.push(...digits.map((digit) => Number((digit * 10 ** power).toPrecision(12))));
  }
  return ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
}

/// Where a value stands between two places on the page; `at.ticks` are round values between the ends.
function scale(low, high, from, to, logarithmic, count = 6) {
  const turn = logarithmic ? Math.log10 : (value) => value;
  const span = turn(high) - turn(low) || 1;
  const at = (value) => from + ((turn(value) - turn(low)) / span) * (to - from);
  at.ticks = logarithmic ? logarithmicTicks(low, high) : linearTicks(low, high || low + 1, count);
  return at;
}

// ---- parts of charts ----

const WIDTH = 860;
const HEIGHT = 420;
const MARKERS = [
  "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0 -8.4 0Z", "M-3.8 -3.8H3.8V3.8H-3.8Z", "M0 -5.2L4.6 0L0 5.2L-4.6 0Z",
  "M0 -4.8L4.8 3.8H-4.8Z", "M0 4.8L4.8 -3.8H-4.8Z", "M-1.6 -4.8H1.6V-1.6H4.8V1.6H1.6V4.8H-1.6V1.6H-4.8V-1.6H-1.6Z",
  "M-4.6 -3L-3 -4.6L0 -1.6L3 -4.6L4.6 -3L1.6 0L4.6 3L3 4.6L0 1.6L-3 4.6L-4.6 3L-1.6 0Z",
];
const DASHES = ["", "7 4", "2 3"];
const styleOf = (index) => ({
  color: data.palette[index % data.palette.length],
  marker: MARKERS[index % MARKERS.length],
  dash: DASHES[Math.floor(index / data.palette.length) % DASHES.length],
  opacity: index < data.palette.length ? 1 : 0.5,
});

/// A marker of a point that has a caveat is open.
const fillOf = (color, isOpen) => (isOpen ? { class: "paper" } : { fill: color });

function newChart(width, height) {
  const holder = document.createElement("div");
  return add(holder, "svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
}

function addText(svg, x, y, text, attributes = {}) {
  return add(svg, "text", { x, y, ...attributes }, text);
}

function addTitle(element, text) {
  add(element, "title", {}, text);
}

function shortened(text, length) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function addVerticalAxis(svg, y, left, right, label, top, bottom) {
  for (const tick of y.ticks) {
    add(svg, "line", { x1: left, x2: right, y1: y(tick), y2: y(tick), class: "grid" });
    addText(svg, left - 8, y(tick) + 4, number(tick), { "text-anchor": "end" });
  }
  const middle = (top + bottom) / 2;
  addText(svg, 15, middle, shortened(label, 60), { "text-anchor": "middle", transform: `rotate(-90 15 ${middle})` });
}

function addLegend(figure, entries) {
  const list = add(figure.picture, "ul", { class: "legend" });
  for (const entry of entries) {
    const item = add(list, "li");
    const svg = add(item, "svg", { viewBox: "0 0 26 14", "aria-hidden": "true" });
    if (entry.marker) {
      if (!entry.isAlone) {
        add(svg, "path", { d: "M0 7H26", stroke: entry.color, "stroke-width": 2, "stroke-dasharray": entry.dash });
      }
      add(svg, "path", { d: entry.marker, transform: "translate(13 7)", ...fillOf(entry.color, entry.isOpen), stroke: entry.color,
                         opacity: entry.opacity ?? 1 });
    } else {
      add(svg, "rect", { x: 3, y: 1, width: 20, height: 12, fill: entry.color, "fill-opacity": entry.opacity });
    }
    item.append(entry.text);
  }
}
