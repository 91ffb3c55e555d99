// The same on a time axis, by the day of issue: when a number was made, changed, corrected and still repeated.

const MOST_ROWS = 300;

// What the time axis and the table show: the walk around the node in the middle, else everything.
function scope() {
  if (view.node === null) return NODES.map((_, i) => i).filter(passes);
  const starts = startsOf(view.node), found = new Set(starts);
  for (const i of walk(starts, true, view.depth, view.more).keys()) if (view.dir !== "up") found.add(i);
  for (const i of walk(starts, false, view.depth, view.more).keys()) if (view.dir !== "down") found.add(i);
  challengesTo(view.node).forEach((link) => found.add(link.a));
  return [...found].filter((i) => i === view.node || passes(i));
}

const days = (text) => Date.parse(text.slice(0, 10)) / 86400000;

function timeView(sheet) {
  const all = scope().filter((i) => NODES[i].k === KIND.claim || (NODES[i].k === KIND.source && !claimsIn(i).length));
  const dated = all.filter((i) => NODES[i].t).sort((a, b) => (NODES[a].t < NODES[b].t ? -1 : NODES[a].t > NODES[b].t ? 1 : a - b));
  const rows = view.node === null && dated.length > MOST_ROWS ? mostRepeated(dated, MOST_ROWS) : dated.slice(0, MOST_ROWS);
  tell(`${counted(rows.length, "node", "nodes")} by date of issue; ${all.length - dated.length} without a date, ${dated.length - rows.length} more not shown`);
  if (!rows.length) { sheet.append(make("p", "None of these has a date.", { class: "edge" })); return () => {}; }
  const list = make("ol", null, { class: "time" }), axis = make("div", null, { class: "axis" });
  const [first, last] = [days(NODES[rows[0]].t), days(NODES[rows[rows.length - 1]].t)];
  const at = (i) => (last > first ? (days(NODES[i].t) - first) / (last - first) : 0.5);
  for (const i of rows) {
    const li = make("li"), box = card(i), track = make("span", null, { class: "track", "aria-hidden": "true" });
    const point = make("span", null, { class: `point ${NODES[i].b in DATA.squares ? NODES[i].b : "unknown"}${NODES[i].st ? " back" : ""}`, "data-point": i });
    point.style.left = `${(at(i) * 100).toFixed(2)}%`;
    track.append(point);
    li.append(make("time", NODES[i].w || NODES[i].t, { datetime: NODES[i].t }), box, track);
    list.append(li);
  }
  sheet.append(years(axis, first, last), list);
  return () => timeArrows(sheet, rows);
}

function mostRepeated(nodes, most) {
  const kept = new Set([...nodes].sort((a, b) => into[b].length + out[b].length - into[a].length - out[a].length).slice(0, most));
  return nodes.filter((i) => kept.has(i));
}

function years(axis, first, last) {
  const year = (day) => new Date(day * 86400000).getUTCFullYear();
  const [from, to] = [year(first), year(last)], stride = Math.max(1, Math.ceil((to - from) / 8));
  for (let y = from + 1; y <= to; y += stride) {
    const mark = make("span", String(y), { class: "year" });
    mark.style.left = `${(((Date.UTC(y, 0, 1) / 86400000 - first) / (last - first || 1)) * 100).toFixed(2)}%`;
    axis.append(mark);
  }
  axis.setAttribute("aria-hidden", "true");
  return axis;
}

function timeArrows(sheet, rows) {
  sheet.querySelector("svg.wires")?.remove();
  const origin = sheet.getBoundingClientRect(), here = new Map();
  for (const i of rows) { const r = sheet.querySelector(`[data-point="${i}"]`).getBoundingClientRect(); here.set(i, [r.left + r.width / 2 - origin.left, r.top + r.height / 2 - origin.top]); }
  const image = draw("svg", { class: "wires front", width: sheet.scrollWidth, height: sheet.scrollHeight, "aria-hidden": "true" });
  for (const i of rows) for (const link of out[i]) {
    const [from, to] = [here.get(i), here.get(link.b)];
    if (!to || link.r > ROLE.reply) continue;
    const bow = Math.min(60, 12 + Math.abs(from[1] - to[1]) / 8);
    const group = draw("g", { class: "wire " + CLASS[link.r] });
    group.keys = new Set([link.a, link.b]);
    group.append(draw("path", { d: `M${from[0]} ${from[1]}C${from[0] + bow} ${from[1]} ${to[0] + bow} ${to[1]} ${to[0] + 5} ${to[1]}`, fill: "none", "stroke-width": 1.4 }));
    if (MARK[CLASS[link.r]]) group.append(draw("text", { x: from[0] + bow * 0.8, y: (from[1] + to[1]) / 2, "text-anchor": "middle" }, MARK[CLASS[link.r]]));
    image.append(group);
  }
  sheet.append(image);
}
