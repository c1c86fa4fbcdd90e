// One function per kind of figure: it draws what the state of its selectors asks for and gives the caption.

// ---- lines and bars ----

function fixedText(state, drawn) {
  const parts = longAxes.filter((axis) => !drawn.includes(axis.name))
    .map((axis) => `${axis.name} = ${withUnit(axis.texts[state.positions[axis.name]], axis.unit)}`);
  return parts.length ? `; ${parts.join(", ")}` : "";
}

/// What is drawn per value of an axis. Earlier lines are wider, so that equal values do not hide each other.
function linesOf(hue) {
  const texts = hue ? hue.texts : [""];
  return texts.map((text, index) => ({ text, ...styleOf(index), below: Math.min(texts.length - 1 - index, 3) }));
}

/// The drawn points: per line those along x, in increasing order of x if it is numeric.
function seriesOf(state) {
  const x = axisOf(state.x);
  const hue = state.hue ? axisOf(state.hue) : null;
  const order = x.values.map((_, i) => i);
  if (x.numeric) { order.sort((a, b) => x.values[a] - x.values[b]); }
  return linesOf(hue).map((line, index) => ({
    ...line,
    points: order.map((at) => ({
      at,
      point: pointAt({ ...state.positions, [state.x]: at, ...(hue ? { [hue.name]: index } : {}) }),
    })),
  }));
}

/// Of a point's interval; 0 if it has none that means anything.
function halfWidth(metric, point) {
  const half = metric.halfWidths ? metric.halfWidths[point] : null;
  return finite(half) && metric.states[point] < UNSTABLE ? half : 0;
}

function verticalScale(metric, series, logarithmic, from, to) {
  let low = Infinity;
  let high = -Infinity;
  for (const point of decisive(metric, series.flatMap((line) => line.points.map((place) => place.point)), logarithmic)) {
    const value = metric.values[point];
    const half = halfWidth(metric, point);
    low = Math.min(low, logarithmic && value - half <= 0 ? value : value - half);
    high = Math.max(high, value + half);
  }
  if (low > high) { [low, high] = logarithmic ? [1, 10] : [0, 1]; }
  if (logarithmic) { return scale(low / 1.15, high * 1.15, from, to, true); }
  low = Math.min(0, low);
  return scale(low, low === high ? 1 : high + 0.04 * (high - low), from, to, false);
}

/// Whether numbers of such different sizes are drawn that only a logarithmic scale shows them all.
function isWide(metric, points) {
  const values = decisive(metric, points, false).map((point) => metric.values[point]);
  return values.length > 1 && Math.min(...values) > 0 && Math.max(...values) >= data.wide * Math.min(...values);
}

/// The caption of a figure as its description has it; what is not given is left out.
const captionOf = (kind, places) => data.figures[kind].caption.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");
const headingOf = (metric) => (metric.unit ? `${metric.label} (${metric.unit})` : metric.label);
const byText = (state) => (state.hue ? `, by ${axisOf(state.hue).label}` : "");

function tipOf(state, metric, point, line, xText) {
  const status = data.status && data.status[point] ? ` (${data.status[point]})` : "";
  const name = line.text ? `${line.text}, ` : "";
  return `${name}${state.x} = ${xText}: ${estimate(metric, point)}${status}`;
}

function addWhisker(svg, x, metric, point, y, color, frame, logarithmic) {
  const half = halfWidth(metric, point);
  const value = metric.values[point];
  if (!finite(value) || half === 0) { return; }
  const isAbove = !logarithmic || value - half > 0;
  const [low, high] = [isAbove ? y(value - half) : frame.bottom, y(value + half)].map((place) => within(frame, place));
  if (low === high) { return; }
  add(svg, "path", {
    d: `M${x - 3.5} ${low}h7m-3.5 0V${high}m-3.5 0h7`, class: "whisker", style: color ? `stroke:${color}` : "",
    opacity: metric.states[point] === BUDGET ? data.marks.pale : 1,
  });
}

const within = (frame, place) => Math.min(Math.max(place, frame.top), frame.bottom);

/// Where a value is drawn: at the edge, with an arrow, if it lies beyond the scale, as what did not converge may.
function placed(svg, x, y, value, frame, color) {
  const place = y(value);
  if (place < frame.top - 1) {
    add(svg, "path", { d: "M0 -4L3.5 2H-3.5Z", transform: `translate(${x.toFixed(1)} ${frame.top - 11})`, fill: color });
  }
  return within(frame, place);
}

function drawLines(svg, state, metric, series, frame, y) {
  const axis = axisOf(state.x);
  const values = axis.values;
  const logarithmic = state.logX && Math.min(...values) > 0;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 18;
  const x = scale(low, high, frame.left + margin, frame.right - margin, logarithmic, 8);
  for (const tick of x.ticks) {
    add(svg, "line", { x1: x(tick), x2: x(tick), y1: frame.bottom, y2: frame.bottom + 5, class: "axis" });
    addText(svg, x(tick), frame.bottom + 19, number(tick), { "text-anchor": "middle" });
  }
  const drawable = (value) => finite(value) && (!state.logY || value > 0);
  for (const line of series) {
    let path = "";
    let isPenDown = false;
    for (const { at, point } of line.points) {
      const value = metric.values[point];
      const isOnLine = drawable(value) && metric.states[point] === CONVERGED;
      if (isOnLine) { path += `${isPenDown ? "L" : "M"}${x(values[at]).toFixed(1)} ${y(value).toFixed(1)}`; }
      isPenDown = isOnLine;
    }
    add(svg, "path", { d: path, fill: "none", stroke: line.color, "stroke-width": 1.6 + 0.7 * line.below,
                       "stroke-dasharray": line.dash });
    for (const { at, point } of line.points) {
      const value = metric.values[point];
      const isUnbounded = value === "inf";
      if (!drawable(value) && !isUnbounded) { continue; }
      if (!isUnbounded) { addWhisker(svg, x(values[at]), metric, point, y, line.color, frame, state.logY); }
      const isUnstable = !isUnbounded && metric.states[point] === UNSTABLE;
      const place = isUnbounded ? frame.top : placed(svg, x(values[at]), y, value, frame, line.color);
      const marker = add(svg, "path", {
        d: isUnbounded ? MARKERS[3] : isUnstable ? CROSS : line.marker,
        transform: `translate(${x(values[at]).toFixed(1)} ${place.toFixed(1)})`
          + ` scale(${(0.9 + 0.2 * line.below).toFixed(1)})`,
        stroke: line.color, "stroke-width": 1.5, opacity: !isUnbounded && metric.states[point] === BUDGET ? data.marks.pale : 1,
        ...fillOf(line.color, isUnbounded || isUnstable || isUnknown(metric, point)),
      });
      addTitle(marker, tipOf(state, metric, point, line, axis.texts[at]));
    }
  }
}

function drawBars(svg, state, metric, series, frame, y) {
  const axis = axisOf(state.x);
  const step = (frame.right - frame.left) / axis.values.length;
  const width = (0.8 * step) / series.length;
  const zero = state.logY ? frame.bottom : y(0);
  axis.texts.forEach((text, at) => {
    const label = addText(svg, frame.left + (at + 0.5) * step, frame.bottom + 19, shortened(text, Math.max(4, step / 7)),
                          { "text-anchor": "middle" });
    addTitle(label, text);
  });
  series.forEach((line, index) => {
    for (const { at, point } of line.points) {
      const value = metric.values[point];
      const x = frame.left + (at + 0.1) * step + index * width;
      if (value !== "inf" && (!finite(value) || (state.logY && value <= 0))) {
        addText(svg, x + width / 2, frame.bottom - 4, "–", { "text-anchor": "middle" });
        continue;
      }
      const middle = x + 0.47 * width;
      const isUnstable = value !== "inf" && metric.states[point] === UNSTABLE;
      const isPale = value === "inf" || metric.states[point] === BUDGET;
      const top = value === "inf" ? frame.top : placed(svg, middle, y, value, frame, line.color);
      const bar = add(svg, "rect", {
        x: x.toFixed(1), y: Math.min(top, zero).toFixed(1), width: (0.94 * width).toFixed(1),
        height: Math.abs(zero - top).toFixed(1),
        ...(isUnstable ? { class: "paper", stroke: line.color, "stroke-dasharray": "4 3" }
                       : { fill: line.color, "fill-opacity": value === "inf" ? 0.25 : isPale ? data.marks.pale : line.opacity }),
      });
      addTitle(bar, tipOf(state, metric, point, line, axis.texts[at]));
      if (value === "inf") {
        const [left, half] = [x + width / 2 + 4, (frame.top + frame.bottom) / 2];
        addText(svg, left, half, "unbounded",
                { "text-anchor": "middle", class: "small", transform: `rotate(-90 ${left} ${half})` });
      } else {
        addWhisker(svg, middle, metric, point, y, "", frame, state.logY);
        if (isUnstable || isUnknown(metric, point)) {
          add(svg, "path", { d: isUnstable ? CROSS : MARKERS[0], transform: `translate(${middle.toFixed(1)} ${top.toFixed(1)})`,
                             class: "paper", stroke: "currentColor", "stroke-width": 1.5 });
        }
      }
    }
  });
}

/// The legend's entries for marks that occur.
function markEntries(metric, points) {
  const has = (state) => points.some((point) => finite(metric.values[point]) && metric.states[point] === state);
  const marker = { marker: MARKERS[0], color: "currentColor", isAlone: true };
  return [
    ...(points.some((point) => isUnknown(metric, point)) ? [{ ...marker, text: data.marks.unknown, isOpen: true }] : []),
    ...(has(BUDGET) ? [{ ...marker, text: data.marks.budget, opacity: data.marks.pale }] : []),
    ...(has(UNSTABLE) ? [{ ...marker, text: data.marks.unstable, marker: CROSS }] : []),
  ];
}

function drawMetric(figure, state) {
  const metric = data.metrics[state.metric];
  const x = axisOf(state.x);
  const series = seriesOf(state);
  const heading = headingOf(metric);
  const svg = newChart(WIDTH, HEIGHT);
  const frame = { left: 74, right: WIDTH - 10, top: 16, bottom: HEIGHT - 48 };
  const points = series.flatMap((line) => line.points.map(({ point }) => point));
  state.logY = state.wantsLogY ?? isWide(metric, points);
  const y = verticalScale(metric, series, state.logY, frame.bottom, frame.top);
  const short = heading.length < 56 ? heading : withUnit(metric.name, metric.unit && `(${metric.unit})`);
  addVerticalAxis(svg, y, frame.left, frame.right, short, frame.top, frame.bottom);
  (x.numeric ? drawLines : drawBars)(svg, state, metric, series, frame, y);
  add(svg, "line", { x1: frame.left, x2: frame.right, y1: frame.bottom, y2: frame.bottom, class: "axis" });
  addText(svg, (frame.left + frame.right) / 2, HEIGHT - 8, x.label, { "text-anchor": "middle" });
  const entries = state.hue ? series.map((line) => ({ ...line, marker: x.numeric ? line.marker : null })) : [];
  entries.push(...markEntries(metric, points));
  if (entries.length) { addLegend(figure, entries); }
  figure.picture.append(svg);
  const phrase = (name, isSo) => (isSo ? data.phrases[name] : "");
  return captionOf("metrics", {
    heading: capitalized(heading), x: x.label, by: byText(state), fixed: fixedText(state, [state.x, state.hue]),
    scale: phrase("scale", state.logY), intervals: phrase("intervals", metric.halfWidths),
    unconverged: phrase("unconverged", points.some((point) => metric.states[point] !== CONVERGED
      && finite(metric.values[point]))),
  });
}

// ---- stacked bars ----

function drawStacked(figure, state, stack) {
  const { parts, end: total } = stack;
  const rows = axisOf(state.x);
  const [left, rowHeight, top] = [150, 30, 6];
  const bottom = top + rows.values.length * rowHeight;
  const svg = newChart(WIDTH, bottom + 48);
  const at = rows.values.map((_, i) => pointAt({ ...state.positions, [state.x]: i }));
  const sums = at.map((point) => parts.reduce((sum, part) => sum + (finite(part.values[point]) ? part.values[point] : 0), 0));
  const states = at.map((point) => stack.states[point]);
  const shown = decisive({ values: sums, states }, sums.map((_, i) => i), false).map((i) => sums[i]);
  const x = scale(0, total || Math.max(...shown) || 1, left, WIDTH - 80, false, 8);
  for (const tick of x.ticks) {
    add(svg, "line", { x1: x(tick), x2: x(tick), y1: top, y2: bottom, class: "grid" });
    addText(svg, x(tick), bottom + 18, number(tick), { "text-anchor": "middle" });
  }
  rows.texts.forEach((text, i) => {
    const y = top + i * rowHeight;
    const isUnstable = states[i] === UNSTABLE;
    const name = `${shortened(text, isUnstable ? 12 : 20)}${isUnstable ? " (unstable)" : ""}`;
    addTitle(addText(svg, left - 8, y + 20, name, { "text-anchor": "end" }), text);
    const end = WIDTH - 80;
    let sum = 0;
    for (const part of parts) {
      const value = part.values[at[i]];
      if (!finite(value) || value <= 0) { continue; }
      const bar = add(svg, "rect", {
        x: Math.min(x(sum), end).toFixed(1), y: y + 4, height: rowHeight - 8,
        width: (Math.min(x(sum + value), end) - Math.min(x(sum), end)).toFixed(1),
        fill: part.color, "fill-opacity": part.opacity, class: "bar",
      });
      addTitle(bar, `${text}, ${part.text}: ${withUnit(number(value), stack.unit)}`);
      sum += value;
    }
    const isEmpty = parts.every((part) => part.values[at[i]] === null);
    if (isEmpty) { addText(svg, left + 6, y + 20, "no value", { class: "small" }); }
    if (!total && !isEmpty) { addText(svg, Math.min(x(sum), end) + 6, y + 20, number(sum)); }
  });
  addText(svg, (left + WIDTH - 80) / 2, bottom + 40, stack.label, { "text-anchor": "middle" });
  addLegend(figure, parts.filter((part) => at.some((point) => part.values[point] > 0)));
  figure.picture.append(svg);
}

/// The figures `spans` and `cuts`: the description has a stack for each network that there is to choose.
function drawStack(kind) {
  return (figure, state) => {
    const stack = data.stacks[kind][kind === "cuts" ? state.application : 0];
    drawStacked(figure, state, stack);
    return captionOf(kind, { name: stack.name, x: axisOf(state.x).label, fixed: fixedText(state, [state.x]) });
  };
}

// ---- maps ----

function colorAt(share) {
  const place = Math.min(Math.max(share, 0), 1) * (data.colors.length - 1);
  const low = Math.min(Math.floor(place), data.colors.length - 2);
  return data.colors[low].map((from, i) => Math.round(from + (place - low) * (data.colors[low + 1][i] - from)));
}

function drawMap(figure, state) {
  const metric = data.metrics[state.metric];
  const [across, up] = [axisOf(state.x), axisOf(state.up)];
  const [left, top, rowHeight] = [110, 6, 34];
  const width = (WIDTH - left - 10) / across.values.length;
  const bottom = top + up.values.length * rowHeight;
  const svg = newChart(WIDTH, bottom + 48);
  const cells = up.values.flatMap((_, row) => across.values.map((__, column) => (
    { row, column, point: pointAt({ ...state.positions, [state.x]: column, [state.up]: row }) })));
  state.logY = state.wantsLogY ?? isWide(metric, cells.map((cell) => cell.point));
  const values = decisive(metric, cells.map((cell) => cell.point), state.logY).map((point) => metric.values[point]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const share = scale(low, high, 0, 1, state.logY);
  for (const { row, column, point } of cells) {
    const value = metric.values[point];
    const [x, y] = [left + column * width, bottom - (row + 1) * rowHeight];
    const isUnstable = metric.states[point] === UNSTABLE;
    const color = finite(value) && !isUnstable && (!state.logY || value > 0) ? colorAt(share(value)) : null;
    const cell = add(svg, "rect", { x, y, width, height: rowHeight, class: color ? "bar" : "bar paper",
                                    ...(color ? { fill: `rgb(${color})` } : {}) });
    addTitle(cell, `${state.x} = ${across.texts[column]}, ${state.up} = ${up.texts[row]}: ${estimate(metric, point)}`
      + (isUnstable ? " (unstable)" : ""));
    if (width > 38) {
      const ink = !color ? "" : color[1] > 115 ? "fill:#000" : "fill:#fff";
      addText(svg, x + width / 2, y + 22, value === "inf" ? "∞" : value === null ? "–" : isUnstable ? "×" : number(value),
              { "text-anchor": "middle", class: "small", style: `${ink};pointer-events:none` });
    }
  }
  const every = Math.ceil(30 / width);
  across.texts.forEach((text, i) => {
    if (i % every === 0) { addText(svg, left + (i + 0.5) * width, bottom + 18, shortened(text, 14), { "text-anchor": "middle" }); }
  });
  up.texts.forEach((text, i) => {
    addText(svg, left - 8, bottom - (i + 0.5) * rowHeight + 4, shortened(text, 11), { "text-anchor": "end" });
  });
  addText(svg, left + (WIDTH - left) / 2, bottom + 40, across.label, { "text-anchor": "middle" });
  const middle = (top + bottom) / 2;
  addText(svg, 15, middle, up.label, { "text-anchor": "middle", transform: `rotate(-90 15 ${middle})` });
  figure.picture.append(svg);
  return captionOf("map", { heading: capitalized(headingOf(metric)), x: across.label, up: up.label,
                            fixed: fixedText(state, [state.x, state.up]) });
}

// ---- single queries ----

function drawQueries(figure, state) {
  const metric = data.queries.metrics[state.series];
  const hue = state.hue ? axisOf(state.hue) : null;
  const lines = linesOf(hue).map((line, index) => (
    { ...line, point: pointAt({ ...state.positions, ...(hue ? { [hue.name]: index } : {}) }) }));
  const dots = lines.flatMap((line) => metric.values[line.point].map((value, i) => (
    { line, value, at: data.queries.arrivals[line.point][i] })))
    .filter(({ value, at }) => finite(at) && finite(value) && (!state.wantsLogY || value > 0));
  const values = dots.map((dot) => dot.value);
  state.logY = state.wantsLogY ?? false;
  const low = state.logY ? Math.min(...values) : Math.min(0, ...values);
  const heading = headingOf(metric);
  const svg = newChart(WIDTH, HEIGHT);
  const frame = { left: 74, right: WIDTH - 10, top: 16, bottom: HEIGHT - 48 };
  const y = scale(low, Math.max(...values, low), frame.bottom, frame.top, state.logY);
  const x = scale(0, Math.max(...dots.map((dot) => dot.at), 0), frame.left + 6, frame.right - 6, false, 8);
  addVerticalAxis(svg, y, frame.left, frame.right, shortened(heading, 56), frame.top, frame.bottom);
  for (const tick of x.ticks) {
    add(svg, "line", { x1: x(tick), x2: x(tick), y1: frame.bottom, y2: frame.bottom + 5, class: "axis" });
    addText(svg, x(tick), frame.bottom + 19, number(tick), { "text-anchor": "middle" });
  }
  add(svg, "line", { x1: frame.left, x2: frame.right, y1: frame.bottom, y2: frame.bottom, class: "axis" });
  addText(svg, (frame.left + frame.right) / 2, HEIGHT - 8, data.figures.queries.x, { "text-anchor": "middle" });
  for (const { line, value, at } of dots) {
    add(svg, "circle", { cx: x(at).toFixed(1), cy: y(value).toFixed(1), r: 1.8 + line.below, fill: line.color });
  }
  if (hue) { addLegend(figure, lines.map((line) => ({ ...line, marker: null }))); }
  figure.picture.append(svg);
  return captionOf("queries", { heading: capitalized(heading), by: byText(state), fixed: fixedText(state, [state.hue]) });
}
