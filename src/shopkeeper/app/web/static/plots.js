// Draws the charts of a page: each .plot holds its figure as JSON. Colours are those of the page, light or dark. What is drawn can be
// kept as a picture and its numbers as CSV. Plotly's own script is loaded before.

const NARROW = 600;
const plots = [...document.querySelectorAll(".plot")];

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// A token may be light-dark(…): the browser says which of the two holds.
function colour(name) {
  const probe = document.createElement("i");
  probe.className = `ink-${name}`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function themed(layout) {
  const [ink, line] = [colour("ink"), colour("line")];
  const axes = Object.fromEntries(Object.keys({ xaxis: 0, yaxis: 0, ...layout }).filter((key) => /^[xy]axis/.test(key)).map((key) => [key, {
    gridcolor: line, linecolor: line, zerolinecolor: line, ...layout[key],
  }]));
  return { ...layout, ...axes, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", colorway: [1, 2, 3, 4, 5, 6].map((n) => colour(`chart-${n}`)),
    font: { ...layout.font, family: token("--sans"), color: ink }, title: undefined };
}

function draw(plot) {
  const { data, layout } = JSON.parse(plot.querySelector("script").textContent);
  const drawing = plot.querySelector(".drawing");
  const narrow = plot.clientWidth < NARROW;
  if (narrow) data.forEach((trace) => { if (trace.type === "heatmap") trace.showscale = false; });
  const wanted = themed(layout);
  wanted.margin = narrow ? { ...layout.margin, t: 12, l: 10, r: 10 } : { ...layout.margin, t: 12 };
  if (narrow) wanted.font.size = 11;
  if (narrow && layout.showlegend) { // below, slanted names of an axis would run into it
    wanted.legend = { ...layout.legend, y: 1.02, yanchor: "bottom", x: 0 };
    wanted.margin.t = 56;
  }
  if (!layout.height) wanted.height = Math.max(drawing.clientHeight, layout.yaxis?.type === "category" ? 60 + 22 * (data[0].y?.length ?? 0) : 0);
  window.Plotly.react(drawing, data, wanted, { displayModeBar: false, responsive: true });
}

// The numbers of a figure as rows: which series, where, how much; a heat map gives a row for each cell.
function rows({ data }) {
  const found = [["series", "x", "y"]];
  for (const { name = "", type, orientation, x = [], y = [], z, labels, values, fill } of data) {
    if (fill === "toself") continue; // a band around a line is drawn from that line's bounds, not a series
    if (z) numbers(z).forEach((row, i) => row.forEach((value, j) => found.push([y[i], x[j], value])));
    else if (type === "pie") labels.forEach((label, i) => found.push([name, label, values[i]]));
    else if (orientation === "h") numbers(y).forEach((label, i) => found.push([name, label, numbers(x)[i]]));
    else numbers(x).forEach((at, i) => found.push([name, at, numbers(y)[i]]));
  }
  return found;
}

const KINDS = { f8: Float64Array, f4: Float32Array, i1: Int8Array, i2: Int16Array, i4: Int32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

// Plotly writes arrays of numpy as base64.
function numbers(list) {
  if (!list?.bdata) return [...list];
  const bytes = Uint8Array.from(atob(list.bdata), (letter) => letter.charCodeAt(0));
  const flat = [...new KINDS[list.dtype](bytes.buffer)];
  const [, width] = String(list.shape ?? "").split(",").map(Number);
  return width ? Array.from({ length: flat.length / width }, (_, i) => flat.slice(i * width, (i + 1) * width)) : flat;
}

function cell(value) {
  const text = String(value ?? "");
  const safe = typeof value !== "number" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; // no formula for whoever opens it
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function keep(plot, kind) {
  const name = plot.dataset.name;
  if (kind === "png") {
    window.Plotly.downloadImage(plot.querySelector(".drawing"), { format: "png", scale: 2, filename: name });
    return;
  }
  const text = `\ufeff${rows(JSON.parse(plot.querySelector("script").textContent)).map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

for (const plot of plots) {
  draw(plot);
  plot.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-keep]")?.dataset.keep;
    if (kind) keep(plot, kind);
  });
  plot.addEventListener("chart:changed", () => draw(plot)); // its script was given other numbers
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plots.forEach(draw));
