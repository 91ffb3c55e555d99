// What is shown, where it stands, and the network that shows it.

const NODES = new Map(DATA.nodes.map((node) => [node.id, node]));
const EDGES = new Map(DATA.edges.map((edge) => [edge.id, edge]));
const LABELLED = PAGE.labelled;
const below = new Map(), above = new Map(), touching = new Map();
for (const edge of DATA.edges) {
  const [upper, lower] = speaks(edge) ? [edge.to, edge.from] : [edge.from, edge.to];
  edge.upper = upper;
  edge.lower = lower;
  edge.full = edge.tag;
  for (const [map, key] of [[below, upper], [above, lower], [touching, upper], [touching, lower]]) {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(edge);
  }
}
const list = (map, key) => map.get(key) || [];

const shown = new Set(PAGE.opening);
const place = new Map();      // id of a box, or "→" and the id of an edge for its label: [x, y]
const wires = new Map();      // id of an edge: points
let whole = false;            // whether everything stands where Python put it
let narrow = false;           // whether that is in one column, for a narrow window
let filter = { relation: null, backing: null, finding: null };
let selected = null;

const tagId = (edge) => "→" + edge.id;
const passes = (node) =>
  (!filter.backing || filter.backing.has(node.backing || "")) &&
  (!filter.finding || node.flags.some((flag) => filter.finding.has(flag.code)) || (!node.flags.length && filter.finding.has("")));
const joins = (edge) => !filter.relation || filter.relation.has(edge.relation);

// The boxes and arrows that are drawn: shown, let through by the filters, and not left standing alone by them.
function visible() {
  const nodes = new Set([...shown].filter((id) => passes(NODES.get(id))));
  let edges = DATA.edges.filter((edge) => joins(edge) && nodes.has(edge.from) && nodes.has(edge.to));
  if (filter.relation) {
    const kept = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
    for (const id of [...nodes]) if (!kept.has(id) && !NODES.get(id).start) nodes.delete(id);
    edges = edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to));
  }
  return { nodes, edges };
}

// Where everything stands. When all of it is shown that is as Python laid it out; else the layers and the order in
// them stay, and what is shown moves together.
function arrange() {
  whole = shown.size === NODES.size;
  narrow = whole && Boolean(PAGE.column) && holder.clientWidth < 560;
  for (const edge of DATA.edges) edge.tag = narrow ? edge.slim : edge.full;
  place.clear();
  wires.clear();
  if (whole) {
    for (const node of DATA.nodes) place.set(node.id, narrow ? node.slim : [node.x, node.y]);
    for (const edge of DATA.edges) {
      if (edge.tag) place.set(tagId(edge), [edge.tag.x, edge.tag.y]);
      const way = narrow ? edge.slim.way : edge.way;
      if (way) wires.set(edge.id, way);
    }
    return;
  }
  const items = new Map();
  for (const id of shown) {
    const node = NODES.get(id);
    items.set(id, { id, layer: node.layer, x: node.x, w: node.w, h: node.h, near: [] });
  }
  for (const edge of DATA.edges) {
    if (!shown.has(edge.from) || !shown.has(edge.to)) continue;
    const upper = items.get(edge.upper), lower = items.get(edge.lower);
    if (!edge.tag) { upper.near.push(lower); lower.near.push(upper); continue; }
    const { layer, x, w, h } = edge.tag, tag = { id: tagId(edge), layer, x, w, h, near: [upper, lower, lower] };
    upper.near.push(tag);
    lower.near.push(tag);
    items.set(tag.id, tag);
  }
  shelve(connected([...items.values()]).map(stack));
  for (const item of items.values()) place.set(item.id, [item.x, item.y]);
  for (const edge of DATA.edges) if (shown.has(edge.from) && shown.has(edge.to) && LABELLED) wires.set(edge.id, route(edge));
}

// The connected parts, in the order of the boxes; roots come first there.
function connected(all) {
  const seen = new Set(), parts = [];
  for (const first of all) {
    if (seen.has(first)) continue;
    const part = [first];
    seen.add(first);
    for (const item of part) for (const other of item.near) if (!seen.has(other)) { seen.add(other); part.push(other); }
    parts.push(part);
  }
  return parts;
}

// One part in its layers, from 0 0 on: its items, its width and its height.
function stack(part) {
  const rows = new Map();
  for (const item of part) { if (!rows.has(item.layer)) rows.set(item.layer, []); rows.get(item.layer).push(item); }
  const layers = [...rows.keys()].sort((a, b) => a - b).map((layer) => rows.get(layer).sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1)));
  let top = 0;
  for (const row of layers) {
    let at = 0;
    row.forEach((item, i) => { at += i ? apart(row[i - 1], item) : 0; item.x = at; });
    row.forEach((item) => { item.x -= at / 2; });
    const tall = Math.max(...row.map((item) => item.h));
    row.forEach((item) => { item.y = top + (item.id.startsWith("→") ? tall : item.h) / 2; });
    top += tall + (LABELLED ? 30 : 60);
  }
  for (let round = 0; round < 8; round++) (round % 2 ? [...layers].reverse() : layers).forEach(settle);
  const left = part.reduce((least, item) => Math.min(least, item.x - item.w / 2), Infinity);
  part.forEach((item) => { item.x -= left; });
  return { part, wide: part.reduce((most, item) => Math.max(most, item.x + item.w / 2), 0), tall: top };
}

// Parts side by side on shelves, as wide as the window wants them.
function shelve(parts) {
  const area = parts.reduce((sum, { wide, tall }) => sum + (wide + 70) * (tall + 70), 0);
  const limit = Math.max(Math.sqrt(area * 1.6), ...parts.map(({ wide }) => wide));
  let left = 0, top = 0, high = 0;
  for (const { part, wide, tall } of parts) {
    if (left && left + wide > limit) { left = 0; top += high + 70; high = 0; }
    part.forEach((item) => { item.x += left; item.y += top; });
    left += wide + 70;
    high = Math.max(high, tall);
  }
}

const apart = (one, other) => (one.w + other.w) / 2 + 24;

// The places nearest to the mean of the neighbours that keep order and gaps (pooling adjacent violators).
function settle(row) {
  let shift = 0;
  const shifts = row.map((item, i) => (shift += i ? apart(row[i - 1], item) : 0));
  const blocks = [];
  row.forEach((item, i) => {
    const near = item.near.length ? item.near.reduce((sum, other) => sum + other.x, 0) / item.near.length : item.x;
    let block = [near - shifts[i], item.near.length || 0.2, 1];
    while (blocks.length && blocks[blocks.length - 1][0] > block[0]) {
      const last = blocks.pop(), weight = last[1] + block[1];
      block = [(last[0] * last[1] + block[0] * block[1]) / weight, weight, last[2] + block[2]];
    }
    blocks.push(block);
  });
  let i = 0;
  for (const [mean, , many] of blocks) for (let k = 0; k < many; k++, i++) row[i].x = mean + shifts[i];
}

function route(edge) {
  const [ux, uy] = place.get(edge.upper), [lx, ly] = place.get(edge.lower), [tx, ty] = place.get(tagId(edge));
  const h = edge.tag.h / 2;
  const points = [[ux, uy + NODES.get(edge.upper).h / 2], [tx, ty - h], [tx, ty + h], [lx, ly - NODES.get(edge.lower).h / 2]];
  return speaks(edge) ? points.reverse() : points;
}

const nodeSet = new vis.DataSet(), edgeSet = new vis.DataSet();
const holder = document.getElementById("network");
let network = null;

function boxItem(id) {
  const node = NODES.get(id), [x, y] = place.get(id);
  const renderer = ({ ctx, x, y }) => ({
    drawNode() { (scale() < 0.3 ? drawSpeck : drawBox)(new CanvasPen(ctx), node, x, y, selected === id); },
    nodeDimensions: { width: node.w, height: node.h },
  });
  return { id, x, y, shape: "custom", ctxRenderer: renderer };
}

function tagItem(edge) {
  const id = tagId(edge), [x, y] = place.get(id);
  const renderer = ({ ctx, x, y }) => ({
    drawNode() { if (scale() >= 0.3) drawTag(new CanvasPen(ctx), edge, x, y, selected === id); },
    nodeDimensions: { width: Math.max(edge.tag.w, 8), height: Math.max(edge.tag.h, 8) },
  });
  return { id, x, y, shape: "custom", ctxRenderer: renderer };
}

function wireItem(edge) {
  const look = wireLook(edge);
  return {
    id: edge.id, from: edge.from, to: edge.to, hidden: LABELLED, dashes: look.dash || false, width: look.width,
    color: { color: look.stroke, highlight: ink.accent, hover: look.stroke },
  };
}

const scale = () => (network ? network.getScale() : 1);

// Bring the network up to date with what is visible; positions follow only when boxes are shown or hidden.
function show(rearrange) {
  if (rearrange) arrange();
  const { nodes, edges } = visible();
  drawn = edges;
  nodeSet.clear();
  edgeSet.clear();
  nodeSet.add([...[...nodes].map(boxItem), ...(LABELLED ? edges.map(tagItem) : [])]);
  edgeSet.add(edges.map(wireItem));
  visibleNodes = nodes;
  tell("status", `${nodes.size} of ${NODES.size} boxes shown`);
}

let drawn = [], visibleNodes = new Set();

function start() {
  readColors();
  show(true);
  network = new vis.Network(holder, { nodes: nodeSet, edges: edgeSet }, JSON.parse(DATA.options));
  network.canvas.frame.tabIndex = -1;
  network.on("beforeDrawing", (ctx) => {
    if (!LABELLED) return;
    const pen = new CanvasPen(ctx);
    for (const edge of drawn) if (wires.has(edge.id)) drawWire(pen, edge, wires.get(edge.id));
  });
  network.once("afterDrawing", () => { document.documentElement.dataset.drawn = String(Math.round(performance.now())); });
  network.on("click", (event) => {
    if (event.nodes.length) choose(event.nodes[0], false);
    else if (event.edges.length) choose("→" + event.edges[0], false);
    else choose(null, false);
  });
  network.on("doubleClick", (event) => { if (NODES.has(event.nodes[0])) expand(event.nodes[0]); });
  // The wheel scrolls the page; with Ctrl it zooms, as it does everywhere else.
  holder.addEventListener("wheel", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); }, true);
  if (matchMedia("(pointer: coarse)").matches) touch();
  addEventListener("beforeprint", () => { document.querySelector("details.glossary").open = true; });
  if (innerWidth <= 800) document.querySelector("details.filters").open = false;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColors(); show(false); });
  home();
  addEventListener("resize", () => {
    const before = narrow;
    arrange();
    if (narrow !== before) { show(false); home(); }
  });
}

// On a touch screen one finger scrolls the page; two move the picture and change its size.
function touch() {
  network.setOptions({ interaction: { dragView: false, zoomView: false } });
  let before = null;
  const now = ({ touches: [a, b] }) => ({ x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2, apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) });
  holder.addEventListener("touchstart", (event) => { before = event.touches.length === 2 ? now(event) : null; }, { passive: true });
  holder.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2 || !before) return;
    if (event.cancelable) event.preventDefault();
    const after = now(event), at = network.getViewPosition(), size = Math.min(3, Math.max(0.02, scale() * (after.apart / (before.apart || 1))));
    network.moveTo({ position: { x: at.x - (after.x - before.x) / scale(), y: at.y - (after.y - before.y) / scale() }, scale: size });
    before = after;
  }, { passive: false });
}

function extent() {
  if (narrow) return [-8, -12, PAGE.column[0] + 8, PAGE.column[1] + 12];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const id of visibleNodes) {
    const [x, y] = place.get(id), node = NODES.get(id);
    left = Math.min(left, x - node.w / 2);
    right = Math.max(right, x + node.w / 2);
    top = Math.min(top, y - node.h / 2);
    bottom = Math.max(bottom, y + node.h / 2);
  }
  for (const edge of drawn) {
    if (!edge.tag || !place.has(tagId(edge))) continue;
    const [x] = place.get(tagId(edge));
    left = Math.min(left, x - edge.tag.w / 2);
    right = Math.max(right, x + edge.tag.w / 2);
  }
  return visibleNodes.size ? [left - 20, top - 20, right + 20, bottom + 20] : [0, 0, 100, 100];
}

// Everything, where its text is at its full size; else the headline at the top.
function home() {
  const [left, top, right, bottom] = extent();
  const [wide, tall] = [holder.clientWidth || 800, holder.clientHeight || 500];
  const size = narrow ? Math.min(wide / (right - left), 1.3) : 1;
  if ((right - left) * size <= wide + 1 && (bottom - top) * size <= tall) return network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: size });
  const first = PAGE.roots.find((id) => visibleNodes.has(id));
  const [x, y] = first ? place.get(first) : [(left + right) / 2, top];
  const middle = (right - left) * size <= wide + 1 ? (left + right) / 2 : x;
  return network.moveTo({ position: { x: middle, y: y - (first ? NODES.get(first).h / 2 : 0) - 20 + tall / 2 / size }, scale: size });
}

const fitAll = () => {
  const [left, top, right, bottom] = extent();
  const size = Math.min(holder.clientWidth / (right - left), holder.clientHeight / (bottom - top), 1);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: size });
};

// Bring a box into view: not at all where it is, at once home where it is a root, else to the middle.
function reveal(id) {
  if (PAGE.roots[0] === id && visibleNodes.size <= 80) return home();
  const [own, y] = place.get(id), item = NODES.get(id) || EDGES.get(id.slice(1)).tag;
  const x = narrow ? PAGE.column[0] / 2 : own;
  const [from, to] = [[-1, -1], [1, 1]].map(([sx, sy]) => network.canvasToDOM({ x: x + (sx * item.w) / 2, y: y + (sy * item.h) / 2 }));
  const seen = from.x >= 0 && from.y >= 0 && to.x <= holder.clientWidth && to.y <= holder.clientHeight;
  if (seen && scale() >= 0.62) return;
  network.moveTo({ position: { x, y }, scale: Math.max(scale(), 0.62) });
}

const zoom = (factor) => network.moveTo({ scale: Math.min(3, Math.max(0.02, scale() * factor)) });

// Show the boxes that one box touches, or hide what hangs on it alone.
function expand(id) {
  const near = list(touching, id).map((edge) => (edge.from === id ? edge.to : edge.from)).filter((other) => !shown.has(other));
  if (!near.length) return collapse(id);
  near.forEach((other) => shown.add(other));
  keeping(id, () => show(true));
}

function collapse(id) {
  const queue = list(below, id).map((edge) => edge.lower), gone = new Set();
  while (queue.length) {
    const other = queue.pop();
    if (gone.has(other) || !shown.has(other) || PAGE.roots.includes(other) || other === id) continue;
    if (list(above, other).some((edge) => edge.upper !== id && !gone.has(edge.upper) && shown.has(edge.upper))) continue;
    gone.add(other);
    list(below, other).forEach((edge) => queue.push(edge.lower));
  }
  gone.forEach((other) => shown.delete(other));
  keeping(id, () => show(true));
}

// Do something that may move boxes, and keep one of them where the reader's eye is.
function keeping(id, action) {
  const before = network.canvasToDOM({ x: place.get(id)[0], y: place.get(id)[1] });
  action();
  const [x, y] = place.get(id), view = network.getViewPosition(), after = network.canvasToDOM({ x, y });
  network.moveTo({ position: { x: view.x + (after.x - before.x) / scale(), y: view.y + (after.y - before.y) / scale() } });
  choose(selected, false);
}
