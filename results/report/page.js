// The selectors of the figures and tables.

// ---- controls ----

const DRAWERS = { metrics: drawMetric, map: drawMap, spans: drawStack("spans"), cuts: drawStack("cuts"), queries: drawQueries };

function startState(kind) {
  const positions = { ...(data.start.openings[kind] || data.start.positions) };
  const state = { ...data.start, positions, series: 0, wantsLogY: null };
  state.metric = data.metrics.findIndex((metric) => metric.name === data.start.metric);
  if (kind === "map") { [state.x, state.up] = data.start.map; }
  if (kind === "spans" || kind === "cuts") { state.x = data.start.rows; }
  if (kind === "queries") { [state.x, state.hue] = [null, data.start.rows]; }
  state.logX = state.x !== null && axisOf(state.x).logarithmic;
  return state;
}

/// Two roles of one axis make no picture: the other role gets the axis that this one had.
function choose(state, role, other, name) {
  if (state[other] === name) { state[other] = state[role]; }
  state[role] = name;
  state.logX = axisOf(state.x).logarithmic;
}

function addControls(figure, kind, state, redraw) {
  const box = figure.controls;
  box.replaceChildren();
  const change = (apply) => (value) => { apply(value); redraw(); };
  const axes = longAxes.map((axis) => [axis.name, axis.label]);
  if (kind === "metrics" || kind === "map") {
    addSelect(box, "Metric", data.metrics.map((metric, i) => [i, metric.name]), state.metric,
              change((value) => { state.metric = Number(value); state.wantsLogY = null; }));
  }
  if (kind === "cuts") {
    addSelect(box, "Network", data.stacks.cuts.map((stack, i) => [i, stack.name]), state.application,
              change((value) => { state.application = Number(value); }));
  }
  if (kind === "queries") {
    addSelect(box, "Number", data.queries.metrics.map((metric, i) => [i, metric.name]), state.series,
              change((value) => { state.series = Number(value); }));
  } else {
    const other = kind === "map" ? "up" : "hue";
    const label = { metrics: "Along the axis", map: "Across", spans: "One bar per", cuts: "One bar per" }[kind];
    addSelect(box, label, axes, state.x, change((value) => choose(state, "x", other, value)));
  }
  if (axes.length && (kind === "metrics" || kind === "queries")) {
    const others = axes.filter(([name]) => name !== state.x);
    addSelect(box, kind === "metrics" ? "One line per" : "One color per", [["", "none"], ...others], state.hue || "",
              change((value) => { state.hue = value || null; }));
  }
  if (kind === "map") { addSelect(box, "Up", axes, state.up, change((value) => choose(state, "up", "x", value))); }
  const drawn = { metrics: [state.x, state.hue], map: [state.x, state.up], queries: [state.hue] }[kind] || [state.x];
  for (const axis of longAxes.filter((candidate) => !drawn.includes(candidate.name))) {
    addSelect(box, axis.label, axis.texts.map((text, i) => [i, text]), state.positions[axis.name],
              change((value) => { state.positions[axis.name] = Number(value); }));
  }
  if (kind === "metrics" && axisOf(state.x).numeric && Math.min(...axisOf(state.x).values) > 0) {
    addTick(box, "logarithmic axis", state.logX, change((value) => { state.logX = value; }));
  }
  if (kind === "metrics" || kind === "map" || kind === "queries") {
    addTick(box, "logarithmic metric", state.logY, change((value) => { state.wantsLogY = value; }));
  }
}

/// Draws a figure, again after every choice; the control that had the focus keeps it.
function bringToLife(element) {
  const kind = element.dataset.kind;
  if (!DRAWERS[kind]) { return; }
  const figure = { picture: element.querySelector(".picture"), caption: element.querySelector("figcaption") };
  figure.controls = document.createElement("div");
  figure.controls.className = "controls";
  element.prepend(figure.controls);
  figure.caption.setAttribute("aria-live", "polite");
  const state = startState(kind);
  const redraw = () => {
    const focused = figure.controls.contains(document.activeElement) ? document.activeElement.dataset.choice : null;
    if (state.hue === state.x) { state.hue = null; }
    figure.picture.replaceChildren();
    figure.caption.textContent = DRAWERS[kind](figure, state);
    addControls(figure, kind, state, redraw);
    figure.picture.setAttribute("aria-label", figure.caption.textContent);
    const again = [...figure.controls.querySelectorAll("[data-choice]")].find((e) => e.dataset.choice === focused);
    if (again) { again.focus(); }
  };
  redraw();
}

function filterRows() {
  const box = document.getElementById("rows");
  if (!longAxes.length) { return; }
  box.className = "controls";
  const wanted = {};
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const apply = () => {
    let shown = 0;
    document.querySelectorAll("table[data-points]").forEach((table, index) => {
      [...table.tBodies[0].rows].forEach((row, point) => {
        let rest = point;
        let isShown = true;
        for (const axis of [...data.axes].reverse()) {
          const position = rest % axis.values.length;
          rest = Math.floor(rest / axis.values.length);
          isShown &&= wanted[axis.name] === undefined || wanted[axis.name] === position;
        }
        row.hidden = !isShown;
        shown += index === 0 && isShown ? 1 : 0;
      });
    });
    count.textContent = `${shown} of ${data.axes.reduce((n, axis) => n * axis.values.length, 1)} rows`;
  };
  for (const axis of longAxes) {
    addSelect(box, axis.label, [["", "all"], ...axis.texts.map((text, i) => [i, text])], "", (value) => {
      wanted[axis.name] = value === "" ? undefined : Number(value);
      apply();
    });
  }
  box.append(count);
  apply();
}

document.querySelectorAll("figure[data-kind]").forEach(bringToLife);
filterRows();
