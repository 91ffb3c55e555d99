"use strict";
// An answer as bars or a line, drawn by Chart.js: one column gives the names, another the numbers. The table has the same rows.

const MOST_BARS = 60;

class QueryChart {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 5;
    this.label = "Chart";
    this.chosen = {};
  }

  _rows() { return this.yasr.results?.getBindings() || []; }

  // A number, or what starts with a year, for the numbers and the names of a line.
  _number(term) { return term && term.type !== "uri" && term.value.trim() !== "" ? Number(term.value) : NaN; }

  _numeric() {
    const rows = this._rows(), names = this.yasr.results?.getVariables?.() || [];
    return names.filter((name) => { const bound = rows.filter((row) => row[name]); return bound.length && bound.every((row) => Number.isFinite(this._number(row[name]))); });
  }

  canHandleResults() { return Boolean(this.yasr.results?.getVariables?.().length > 1 && this._numeric().length); }

  getIcon() {
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    icon.setAttribute("viewBox", "0 0 16 16");
    path.setAttribute("d", "M1 15V1h1v13h13v1zM4 12V8h2v4zm4 0V4h2v8zm4 0V6h2v6z");
    icon.append(path);
    return icon;
  }

  draw() {
    const names = this.yasr.results.getVariables(), numeric = this._numeric();
    const value = numeric.includes(this.chosen.value) ? this.chosen.value : numeric[numeric.length - 1];
    const others = names.filter((name) => name !== value);
    // What people read is a better name than an address.
    const text = others.filter((name) => !numeric.includes(name) && this._rows().some((row) => row[name] && row[name].type !== "uri"));
    const name = others.includes(this.chosen.name) ? this.chosen.name : text[0] || others[0];
    const kind = this.chosen.kind || (this._ordered(name) ? "line" : "bar");
    const holder = document.createElement("div");
    holder.className = "querychart";
    const controls = document.createElement("p");
    controls.append(this._select("Drawn as", "kind", ["bar", "line"], kind), this._select("Numbers", "value", numeric, value), this._select("Names", "name", others, name));
    const note = document.createElement("p"), box = document.createElement("div"), canvas = document.createElement("canvas");
    box.className = "chartbox";
    box.append(canvas);
    holder.append(controls, box, note);
    this.yasr.resultsEl.append(holder);
    this._chart(canvas, box, note, kind, name, value);
  }

  destroy() { this.chart?.destroy(); this.chart = null; this.yasr.resultsEl.querySelector(".querychart")?.remove(); }

  // Years and dates belong on a line, in their order.
  _ordered(name) { const rows = this._rows().filter((row) => row[name]); return rows.length > 1 && rows.every((row) => /^\d{4}(-\d\d){0,2}$/.test(row[name].value)); }

  _select(label, key, options, chosen) {
    const holder = document.createElement("label"), select = document.createElement("select");
    for (const option of options) select.append(new Option(option, option, false, option === chosen));
    select.addEventListener("change", () => { this.chosen[key] = select.value; this.destroy(); this.draw(); this.yasr.resultsEl.querySelectorAll("select")[["kind", "value", "name"].indexOf(key)].focus(); });
    holder.append(`${label} `, select, " ");
    return holder;
  }

  async _chart(canvas, box, note, kind, name, value) {
    const all = this._rows().filter((row) => row[value] && row[name]);
    const sorted = this._ordered(name) ? [...all].sort((a, b) => (a[name].value < b[name].value ? -1 : 1)) : all;
    const rows = sorted.slice(0, MOST_BARS);
    const labels = await labelsOf(document.getElementById("yasgui").dataset.endpoint, rows.filter((row) => row[name].type === "uri").map((row) => row[name].value));
    if (!canvas.isConnected) return;
    const texts = rows.map((row) => { const said = labels.get(row[name].value) || row[name].value.replace(/^.*[/#](?=.)/, ""); return said.length > 48 ? `${said.slice(0, 47)}…` : said; });
    box.style.height = kind === "bar" ? `${60 + rows.length * 24}px` : "380px";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${kind === "bar" ? "Bars" : "A line"}: ${value} by ${name}, ${rows.length} rows; the table has the same`);
    note.textContent = rows.length < all.length ? `The first ${rows.length} of ${all.length} rows.` : `${rows.length} rows.`;
    this.chart = new Chart(canvas, {
      type: kind,
      data: { labels: texts, datasets: [{ label: value, data: rows.map((row) => this._number(row[value])), backgroundColor: "#0550ae", borderColor: "#0550ae", borderWidth: kind === "bar" ? 0 : 2, pointRadius: 4 }] },
      options: { indexAxis: kind === "bar" ? "y" : "x", animation: false, maintainAspectRatio: false, plugins: { legend: { display: false } }, scales: { [kind === "bar" ? "x" : "y"]: { beginAtZero: true, title: { display: true, text: value } }, [kind === "bar" ? "y" : "x"]: { ticks: { autoSkip: kind !== "bar" } } } },
    });
  }
}
