// Details, search, filters, keyboard, links and files.

const by = (id) => document.getElementById(id);
const tell = (id, text) => { by(id).textContent = text; };

function make(name, text, attributes = {}) {
  const element = document.createElement(name);
  if (text !== undefined && text !== null) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const word = (scheme, value) => (PAGE.words[scheme] && PAGE.words[scheme][value]) || value;

function squaresImage(level) {
  const pen = new SvgPen();
  drawSquares(pen, level, 1, 1);
  const image = document.createElementNS(SVG_NS, "svg");
  image.setAttribute("viewBox", "0 0 40 12");
  image.setAttribute("width", "40");
  image.setAttribute("height", "12");
  image.setAttribute("aria-hidden", "true");
  image.append(pen.root);
  return image;
}

function choose(id, move = true) {
  const edge = id && id.startsWith("→") ? EDGES.get(id.slice(1)) : null;
  const node = id && !edge ? NODES.get(id) : null;
  selected = edge || node ? id : null;
  if (node && !shown.has(id)) { shown.add(id); show(true); }
  if (network) {
    const there = selected && nodeSet.get(selected);
    network.selectNodes(there ? [selected] : [], false);
    if (move && there) reveal(selected);
    network.redraw();
  }
  const panel = by("details");
  panel.replaceChildren();
  if (node) nodeDetails(panel, node);
  else if (edge) edgeDetails(panel, edge);
  else {
    panel.append(make("p", "Choose a box or the words on an arrow to see its details here.", { class: "hint" }));
    const first = DATA.nodes.find((item) => item.start);
    if (first) nodeDetails(panel, first);
  }
  link(node);
}

function link(node) {
  // Notebooks show pages in frames that may not change their address.
  if (!node && !location.hash.startsWith("#node=")) return;
  try { history.replaceState(null, "", node ? "#node=" + encodeURIComponent(node.id) : "#"); } catch { /* stays as it is */ }
}

function rows(panel, pairs) {
  const table = make("dl");
  for (const [term, value] of pairs) {
    if (!value || (Array.isArray(value) && !value.length)) continue;
    table.append(make("dt", term));
    const cell = make("dd");
    cell.append(...(Array.isArray(value) ? value : [value]));
    table.append(cell);
  }
  panel.append(table);
}

const outside = (address, text) => make("a", text, { href: address, target: "_blank", rel: "noopener noreferrer" });
const graded = (level) => [squaresImage(level), " ", word("backing", level)];

function nodeDetails(panel, node) {
  panel.append(make("h3", node.head));
  if (node.says && node.says !== node.head) panel.append(make("p", node.says));
  rows(panel, [
    ["Id", node.id], ["Source", node.place], ["In it at", node.locator], ["Quoted", node.quote && "“" + node.quote + "”"],
    ["Backing", node.backing && graded(node.backing)],
    ["Could reach", node.backing === "not assessed" && node.reach && graded(node.reach)],
    ["Path ends", node.end && `${word("end", node.end)}${node.note ? ": " + node.note : ""}`],
    ["Value", node.kind === "input" && node.note],
    ["Limits the figure", node.limit], ["Standing", node.standing.join(", ")],
    ["Seen", [word("reading", node.reading), node.readingNote].filter(Boolean).join(", ")],
    ["Access", node.access],
    ["Open", [node.url && outside(node.url, "the source"), node.url && node.copy && ", ", node.copy && outside(node.copy, "the saved copy")].filter(Boolean)],
  ]);
  findings(panel, node.flags);
  neighbours(panel, "Leans on", list(touching, node.id).filter((edge) => edge.from === node.id && !speaks(edge)), "to");
  neighbours(panel, "Speaks to", list(touching, node.id).filter((edge) => edge.from === node.id && speaks(edge)), "to");
  neighbours(panel, "Leaned on by", list(touching, node.id).filter((edge) => edge.to === node.id && !speaks(edge)), "from");
  neighbours(panel, "Spoken to by", list(touching, node.id).filter((edge) => edge.to === node.id && speaks(edge)), "from");
  const hidden = list(touching, node.id).filter((edge) => !shown.has(edge.from) || !shown.has(edge.to)).length;
  const more = make("button", hidden ? `Show ${hidden} more` : "Hide what hangs on it", { type: "button", id: "expand" });
  more.addEventListener("click", () => { (hidden ? expand : collapse)(node.id); by("expand")?.focus(); });
  if (hidden || list(below, node.id).length) panel.append(more);
}

function edgeDetails(panel, edge) {
  panel.append(make("h3", `${edge.label}${edge.guess ? ", " + edge.guess : ""}`));
  const end = (id) => { const button = make("button", NODES.get(id).head, { type: "button", class: "jump" }); button.addEventListener("click", () => choose(id)); return button; };
  rows(panel, [
    ["From", end(edge.from)], ["To", end(edge.to)], ["Shown to readers as", edge.shown && word("shown", edge.shown)],
    ["At", edge.locator], ["Quoted", edge.quote && "“" + edge.quote + "”"], ["Note", edge.note],
    ["Figure", edge.same], ["Limits the figure", edge.limit], ["Seen", edge.reading && word("reading", edge.reading)],
  ]);
  if (edge.shifts.length) {
    panel.append(make("h4", "What differs across it"));
    const items = make("ul");
    for (const [text, kind] of edge.shifts) items.append(make("li", text, { class: kind }));
    panel.append(items);
  }
  findings(panel, edge.flags);
}

function findings(panel, flags) {
  if (!flags.length) return;
  panel.append(make("h4", "Findings"));
  for (const flag of flags) {
    const item = make("div", null, { class: "finding" });
    item.append(make("strong", `${word("severity", flag.severity)} ${flag.code}  `), flag.message, make("br"), make("em", "How to put it right: "), flag.fix);
    panel.append(item);
  }
}

function neighbours(panel, heading, edges, side) {
  if (!edges.length) return;
  panel.append(make("h4", heading));
  const items = make("ul");
  for (const edge of edges) {
    const item = make("li"), button = make("button", NODES.get(edge[side]).head, { type: "button", class: "jump" });
    button.addEventListener("click", () => choose(edge[side]));
    item.append(edge.label + " ", button);
    edge.shifts.filter(([, kind]) => kind !== "passes").forEach(([text, kind]) => item.append(make("div", text, { class: kind })));
    items.append(item);
  }
  panel.append(items);
}

// Search: boxes whose texts hold every word.
function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean), found = by("found");
  found.replaceChildren();
  if (!words.length) { tell("foundCount", ""); return []; }
  const hits = DATA.nodes.filter((node) => words.every((part) => node.text.includes(part)));
  tell("foundCount", `${hits.length} found`);
  for (const node of hits.slice(0, 12)) {
    const item = make("li"), button = make("button", node.head + (node.place ? " — " + node.place : ""), { type: "button", class: "jump" });
    button.addEventListener("click", () => { choose(node.id); by("canvas").focus({ preventScroll: true }); });
    item.append(button);
    found.append(item);
  }
  return hits;
}

function readFilters() {
  for (const kind of Object.keys(filter)) {
    const boxes = [...document.querySelectorAll(`input[name="${kind}"]`)], on = boxes.filter((box) => box.checked);
    filter[kind] = on.length === boxes.length ? null : new Set(on.map((box) => box.value));
  }
  show(false);
  network.redraw();
}

// Keyboard: down to what a box leans on, up to what leans on it, sideways to its neighbours in the layer.
function nextFrom(key) {
  const now = selected && NODES.has(selected) ? selected : null;
  if (!now || key === "Home") return PAGE.roots.find((id) => visibleNodes.has(id)) || [...visibleNodes][0];
  if (key === "End") return PAGE.origin && visibleNodes.has(PAGE.origin) ? PAGE.origin : now;
  const rank = (edge) => (edge.best ? 0 : edge.role === "evidence" ? 1 : edge.role === "input" ? 2 : 3);
  const ordered = (edges) => edges.filter((edge) => visibleNodes.has(edge.upper) && visibleNodes.has(edge.lower)).sort((a, b) => rank(a) - rank(b));
  if (key === "ArrowDown") { const edge = ordered(list(below, now))[0]; return edge ? edge.lower : now; }
  if (key === "ArrowUp") { const edge = ordered(list(above, now))[0]; return edge ? edge.upper : now; }
  const row = [...visibleNodes].filter((id) => NODES.get(id).layer === NODES.get(now).layer).sort((a, b) => place.get(a)[0] - place.get(b)[0]);
  const at = row.indexOf(now) + (key === "ArrowRight" ? 1 : -1);
  return row[Math.min(row.length - 1, Math.max(0, at))];
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const { key } = event;
  if (["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) {
    choose(nextFrom(key));
    announce();
  } else if (key === "+" || key === "=") zoom(1.25);
  else if (key === "-") zoom(0.8);
  else if (key === "0") fitAll();
  else if (key === "Enter" && selected) by("details").focus();
  else if (key === " " && NODES.has(selected)) expand(selected);
  else if (key === "Escape") choose(null, false);
  else if (key === "/") by("search").focus();
  else return;
  event.preventDefault();
}

function announce() {
  const node = NODES.get(selected);
  if (!node) return;
  const parts = [node.head, node.place, node.backing && word("backing", node.backing), node.end && word("end", node.end)];
  const down = list(below, selected).length;
  tell("live", parts.filter(Boolean).join("; ") + (down ? `; ${down} below` : ""));
}

function save(name, blob) {
  const address = URL.createObjectURL(blob), anchor = make("a", "", { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function drawAll(pen) {
  for (const edge of drawn) {
    const [a, b] = [NODES.get(edge.from), NODES.get(edge.to)], [from, to] = [place.get(edge.from), place.get(edge.to)];
    const down = to[1] >= from[1] ? 1 : -1;
    drawWire(pen, edge, wires.get(edge.id) || [[from[0], from[1] + (down * a.h) / 2], [to[0], to[1] - (down * b.h) / 2]]);
  }
  for (const edge of drawn) if (edge.tag) drawTag(pen, edge, ...place.get(tagId(edge)), false);
  for (const id of visibleNodes) drawBox(pen, NODES.get(id), ...place.get(id), false);
}

function saveSvg() {
  const [left, top, right, bottom] = extent(), pen = new SvgPen(), image = document.createElementNS(SVG_NS, "svg");
  pen.box(left, top, right - left, bottom - top, 0, { fill: ink.paper });
  drawAll(pen);
  image.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
  const title = document.createElementNS(SVG_NS, "title");
  title.textContent = document.title;
  image.append(title, pen.root);
  save(PAGE.file + ".svg", new Blob([new XMLSerializer().serializeToString(image)], { type: "image/svg+xml" }));
}

function savePng() {
  const [left, top, right, bottom] = extent();
  const size = Math.min(2, 8000 / (right - left), 8000 / (bottom - top)), canvas = make("canvas");
  canvas.width = Math.ceil((right - left) * size);
  canvas.height = Math.ceil((bottom - top) * size);
  const ctx = canvas.getContext("2d");
  ctx.scale(size, size);
  ctx.translate(-left, -top);
  const pen = new CanvasPen(ctx);
  pen.box(left, top, right - left, bottom - top, 0, { fill: ink.paper });
  drawAll(pen);
  canvas.toBlob((blob) => blob && save(PAGE.file + ".png", blob), "image/png");
}

// A text is selected, and copied where the browser lets a page do so.
function copy(button) {
  const text = by(button.dataset.copy);
  getSelection().selectAllChildren(text);
  navigator.clipboard?.writeText(text.textContent).then(() => { button.textContent = "Copied"; }, () => { /* it is selected */ });
}

function wanted() {
  const match = /^#node=(.+)$/.exec(location.hash);
  if (!match) return null;
  try { return decodeURIComponent(match[1]); } catch { return match[1]; }
}

function wire() {
  const actions = {
    zoomIn: () => zoom(1.25), zoomOut: () => zoom(0.8), fit: fitAll, home, saveSvg, savePng,
    best: () => choose(PAGE.origin || PAGE.roots[0]),
    all: () => { NODES.forEach((_, id) => shown.add(id)); show(true); fitAll(); },
  };
  for (const [id, action] of Object.entries(actions)) by(id)?.addEventListener("click", action);
  by("canvas").addEventListener("keydown", onKey);
  by("search").addEventListener("input", (event) => search(event.target.value));
  by("search").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const [first] = search(event.target.value);
    if (first) { choose(first.id); announce(); by("canvas").focus({ preventScroll: true }); }
  });
  document.querySelectorAll("[data-copy]").forEach((button) => button.addEventListener("click", () => copy(button)));
  document.querySelectorAll(".filters input").forEach((box) => box.addEventListener("change", readFilters));
  addEventListener("hashchange", () => { const id = wanted(); if (NODES.has(id)) choose(id); });
}

try {
  start();
  wire();
  const id = wanted();
  if (NODES.has(id)) choose(id); else choose(null, false);
} catch (error) {
  document.documentElement.classList.remove("js");  // the picture and the tables below say the same
  throw error;
}
