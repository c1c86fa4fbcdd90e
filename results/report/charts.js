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

function verticalScale(metric, series, logarithmic, from, to) {
  let low = Infinity;
  let high = -Infinity;
  for (const { point } of series.flatMap((line) => line.points)) {
    const value = metric.values[point];
    const half = metric.halfWidths && finite(metric.halfWidths[point]) ? metric.halfWidths[point] : 0;
    if (!finite(value) || (logarithmic && value <= 0)) { continue; }
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
  const values = points.map((point) => metric.values[point]).filter(finite);
  return values.length > 1 && Math.min(...values) > 0 && Math.max(...values) >= WIDE * Math.min(...values);
}

function tipOf(state, metric, point, line, xText) {
  const status = data.status && data.status[point] ? ` (${data.status[point]})` : "";
  const name = line.text ? `${line.text}, ` : "";
  return `${name}${state.x} = ${xText}: ${estimate(metric, point)}${status}`;
}

function addWhisker(svg, x, metric, point, y, color, floor) {
  const half = metric.halfWidths ? metric.halfWidths[point] : null;
  const value = metric.values[point];
  if (!finite(half) || !finite(value) || half === 0) { return; }
  const low = value - half > floor ? y(value - half) : y(Math.max(floor, y.ticks[0] || value));
  add(svg, "path", {
    d: `M${x - 3.5} ${low}h7m-3.5 0V${y(value + half)}m-3.5 0h7`, class: "whisker", style: color ? `stroke:${color}` : "",
  });
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
      if (drawable(value)) { path += `${isPenDown ? "L" : "M"}${x(values[at]).toFixed(1)} ${y(value).toFixed(1)}`; }
      isPenDown = drawable(value);
    }
    add(svg, "path", { d: path, fill: "none", stroke: line.color, "stroke-width": 1.6 + 0.7 * line.below,
                       "stroke-dasharray": line.dash });
    for (const { at, point } of line.points) {
      const value = metric.values[point];
      const isUnbounded = value === "inf";
      if (!drawable(value) && !isUnbounded) { continue; }
      if (!isUnbounded) { addWhisker(svg, x(values[at]), metric, point, y, line.color, state.logY ? 0 : -Infinity); }
      const isUnstable = data.status && data.status[point] === "unstable";
      const marker = add(svg, "path", {
        d: isUnbounded ? MARKERS[3] : line.marker,
        transform: `translate(${x(values[at]).toFixed(1)} ${(isUnbounded ? frame.top : y(value)).toFixed(1)})`
          + ` scale(${(0.9 + 0.2 * line.below).toFixed(1)})`,
        stroke: line.color, "stroke-width": 1.5,
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
      const top = value === "inf" ? frame.top : y(value);
      const bar = add(svg, "rect", {
        x: x.toFixed(1), y: Math.min(top, zero).toFixed(1), width: (0.94 * width).toFixed(1),
        height: Math.abs(zero - top).toFixed(1), fill: line.color, "fill-opacity": value === "inf" ? 0.25 : line.opacity,
      });
      addTitle(bar, tipOf(state, metric, point, line, axis.texts[at]));
      if (value === "inf") {
        const [left, middle] = [x + width / 2 + 4, (frame.top + frame.bottom) / 2];
        addText(svg, left, middle, "unbounded",
                { "text-anchor": "middle", class: "small", transform: `rotate(-90 ${left} ${middle})` });
      } else {
        addWhisker(svg, x + 0.47 * width, metric, point, y, "", state.logY ? 0 : -Infinity);
        if (isUnknown(metric, point)) {
          add(svg, "path", { d: MARKERS[0], transform: `translate(${(x + 0.47 * width).toFixed(1)} ${top.toFixed(1)})`,
                             class: "paper", stroke: "currentColor" });
        }
      }
    }
  });
}

function drawMetric(figure, state) {
  const metric = data.metrics[state.metric];
  const x = axisOf(state.x);
  const series = seriesOf(state);
  const heading = metric.unit ? `${metric.label} (${metric.unit})` : metric.label;
  const svg = newChart(WIDTH, HEIGHT);
  const frame = { left: 74, right: WIDTH - 10, top: 16, bottom: HEIGHT - 48 };
  state.logY = state.wantsLogY ?? isWide(metric, series.flatMap((line) => line.points.map(({ point }) => point)));
  const y = verticalScale(metric, series, state.logY, frame.bottom, frame.top);
  const short = heading.length < 56 ? heading : withUnit(metric.name, metric.unit && `(${metric.unit})`);
  addVerticalAxis(svg, y, frame.left, frame.right, short, frame.top, frame.bottom);
  (x.numeric ? drawLines : drawBars)(svg, state, metric, series, frame, y);
  add(svg, "line", { x1: frame.left, x2: frame.right, y1: frame.bottom, y2: frame.bottom, class: "axis" });
  addText(svg, (frame.left + frame.right) / 2, HEIGHT - 8, x.label, { "text-anchor": "middle" });
  const entries = state.hue ? series.map((line) => ({ ...line, marker: x.numeric ? line.marker : null })) : [];
  if (series.some((line) => line.points.some(({ point }) => isUnknown(metric, point)))) {
    entries.push({ text: "interval unknown", marker: MARKERS[0], color: "currentColor", isOpen: true });
  }
  if (entries.length) { addLegend(figure, entries); }
  figure.picture.append(svg);
  const scaleText = state.logY ? ", on a logarithmic scale," : "";
  const by = state.hue ? `, by ${axisOf(state.hue).label}` : "";
  return `${capitalized(heading)}${scaleText} over ${x.label}${by}${fixedText(state, [state.x, state.hue])}.`
    + (metric.halfWidths ? " Error bars are 95 % confidence intervals; open points are unstable, unbounded or without one." : "");
}

// ---- stacked bars ----

function drawStacked(figure, state, parts, label, total) {
  const rows = axisOf(state.x);
  const [left, rowHeight, top] = [150, 30, 6];
  const bottom = top + rows.values.length * rowHeight;
  const svg = newChart(WIDTH, bottom + 48);
  const at = rows.values.map((_, i) => pointAt({ ...state.positions, [state.x]: i }));
  const sums = at.map((point) => parts.reduce((sum, part) => sum + (finite(part.values[point]) ? part.values[point] : 0), 0));
  const x = scale(0, total || Math.max(...sums) || 1, left, WIDTH - 80, false, 8);
  for (const tick of x.ticks) {
    add(svg, "line", { x1: x(tick), x2: x(tick), y1: top, y2: bottom, class: "grid" });
    addText(svg, x(tick), bottom + 18, number(tick), { "text-anchor": "middle" });
  }
  rows.texts.forEach((text, i) => {
    const y = top + i * rowHeight;
    addTitle(addText(svg, left - 8, y + 20, shortened(text, 20), { "text-anchor": "end" }), text);
    let sum = 0;
    for (const part of parts) {
      const value = part.values[at[i]];
      if (!finite(value) || value <= 0) { continue; }
      const bar = add(svg, "rect", {
        x: x(sum).toFixed(1), y: y + 4, width: (x(sum + value) - x(sum)).toFixed(1), height: rowHeight - 8,
        fill: part.color, "fill-opacity": part.opacity, class: "bar",
      });
      addTitle(bar, `${text}, ${part.text}: ${withUnit(number(value), part.unit)}`);
      sum += value;
    }
    const isEmpty = parts.every((part) => part.values[at[i]] === null);
    if (isEmpty) { addText(svg, left + 6, y + 20, "no value", { class: "small" }); }
    if (!total && !isEmpty) { addText(svg, x(sum) + 6, y + 20, number(sum)); }
  });
  addText(svg, (left + WIDTH - 80) / 2, bottom + 40, label, { "text-anchor": "middle" });
  addLegend(figure, parts.filter((part) => at.some((point) => part.values[point] > 0)));
  figure.picture.append(svg);
}

function drawSpans(figure, state) {
  const parts = data.spans.map((span) => {
    const metric = data.metrics.find((candidate) => candidate.name === span.name);
    // Units differ, as each metric has the prefix that suits it; a sum needs one.
    return { ...metric, text: metric.label, color: span.color, opacity: 1, unit: "ms",
             values: metric.values.map((value) => (finite(value) ? value * span.milliseconds : value)) };
  });
  drawStacked(figure, state, parts, "mean time of a query (ms)", null);
  return `Mean latency by span in ms, one bar per ${axisOf(state.x).label}${fixedText(state, [state.x])}.`;
}

function drawCuts(figure, state) {
  const application = data.applications[state.application];
  const parts = application.cuts.map((text, index) => (
    { text, ...styleOf(index), marker: null, unit: "", values: application.shares.map((shares) => shares[index]) }));
  drawStacked(figure, state, parts, "share of the queries", 1);
  return `Share of the queries of ${application.name} by cut, one bar per ${axisOf(state.x).label}`
    + `${fixedText(state, [state.x])}.`;
}

// ---- maps ----

// Stops of the map "cividis", which looks the same to readers with and without color blindness.
const CIVIDIS = [[0, 34, 78], [50, 68, 110], [102, 105, 112], [149, 143, 120], [200, 184, 102], [254, 232, 56]];

function colorAt(share) {
  const place = Math.min(Math.max(share, 0), 1) * (CIVIDIS.length - 1);
  const low = Math.min(Math.floor(place), CIVIDIS.length - 2);
  return CIVIDIS[low].map((from, i) => Math.round(from + (place - low) * (CIVIDIS[low + 1][i] - from)));
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
  const values = cells.map((cell) => metric.values[cell.point]).filter((v) => finite(v) && (!state.logY || v > 0));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const share = scale(low, high, 0, 1, state.logY);
  for (const { row, column, point } of cells) {
    const value = metric.values[point];
    const [x, y] = [left + column * width, bottom - (row + 1) * rowHeight];
    const color = finite(value) && (!state.logY || value > 0) ? colorAt(share(value)) : null;
    const cell = add(svg, "rect", { x, y, width, height: rowHeight, class: color ? "bar" : "bar paper",
                                    ...(color ? { fill: `rgb(${color})` } : {}) });
    addTitle(cell, `${state.x} = ${across.texts[column]}, ${state.up} = ${up.texts[row]}: ${estimate(metric, point)}`);
    if (width > 38) {
      const ink = !color ? "" : color[1] > 115 ? "fill:#000" : "fill:#fff";
      addText(svg, x + width / 2, y + 22, value === "inf" ? "∞" : value === null ? "–" : number(value),
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
  const heading = metric.unit ? `${metric.label} (${metric.unit})` : metric.label;
  return `${capitalized(heading)} over ${across.label} and ${up.label}${fixedText(state, [state.x, state.up])}. Darker is smaller.`;
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
  const heading = metric.unit ? `${metric.label} (${metric.unit})` : metric.label;
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
  addText(svg, (frame.left + frame.right) / 2, HEIGHT - 8, "time of arrival (s)", { "text-anchor": "middle" });
  for (const { line, value, at } of dots) {
    add(svg, "circle", { cx: x(at).toFixed(1), cy: y(value).toFixed(1), r: 1.8 + line.below, fill: line.color });
  }
  if (hue) { addLegend(figure, lines.map((line) => ({ ...line, marker: null }))); }
  figure.picture.append(svg);
  const by = hue ? `, by ${hue.label}` : "";
  return `${capitalized(heading)} over the time of arrival (s)${by}${fixedText(state, [state.hue])}.`;
}
