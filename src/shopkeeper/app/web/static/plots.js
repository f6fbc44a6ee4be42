// Draws the pictures of a console page: each .plot holds its figure as JSON. Plotly's own script is loaded before.

for (const place of document.querySelectorAll(".plot")) {
  const { data, layout } = JSON.parse(place.querySelector("script").textContent);
  const drawing = document.createElement("div");
  place.append(drawing);
  const narrow = place.clientWidth < 600;
  if (narrow) data[0].showscale = false;
  if (narrow) Object.assign(layout, { margin: { ...layout.margin, l: 10, r: 10 }, font: { ...layout.font, size: 11 } });
  const height = Math.max(420, layout.yaxis?.type === "category" ? 60 + 22 * (data[0].y?.length ?? 0) : 0);
  window.Plotly.newPlot(drawing, data, { ...layout, height, title: undefined }, { displayModeBar: false, responsive: true });
}
