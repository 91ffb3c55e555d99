// Drawing, once for the screen and once for a file: a pen puts the same shapes on a canvas or into SVG.

const FONT = getComputedStyle(document.body).fontFamily;
const SVG_NS = "http://www.w3.org/2000/svg";

// The colours of the reader's scheme, light or dark, as the style sheet has them.
function colors() {
  const style = getComputedStyle(document.documentElement);
  return new Proxy({}, { get: (_, name) => style.getPropertyValue("--" + String(name)).trim() });
}

let ink = {};
function readColors() {
  const all = colors();
  ink = {};
  for (const name of PAGE.colors) ink[name] = all[name];
}

class CanvasPen {
  constructor(ctx) { this.ctx = ctx; }
  _use(look) {
    const ctx = this.ctx;
    ctx.setLineDash(look.dash || []);
    ctx.lineWidth = look.width || 1.3;
    if (look.fill) { ctx.fillStyle = look.fill; ctx.fill(); }
    if (look.stroke) { ctx.strokeStyle = look.stroke; ctx.stroke(); }
    ctx.setLineDash([]);
  }
  box(x, y, w, h, r, look) {
    const ctx = this.ctx;
    ctx.beginPath();
    if (ctx.roundRect) ctx.roundRect(x, y, w, h, r); else ctx.rect(x, y, w, h);
    this._use(look);
  }
  curve(points, look) {
    const ctx = this.ctx;
    ctx.beginPath();
    ctx.moveTo(points[0][0], points[0][1]);
    for (let i = 1; i < points.length; i++) {
      const [x0, y0] = points[i - 1], [x1, y1] = points[i], middle = (y0 + y1) / 2;
      ctx.bezierCurveTo(x0, middle, x1, middle, x1, y1);
    }
    this._use(look);
  }
  area(points, look) {
    const ctx = this.ctx;
    ctx.beginPath();
    points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    this._use(look);
  }
  text(x, y, text, size, weight, color, centred, italic) {
    const ctx = this.ctx;
    ctx.font = `${italic ? "italic " : ""}${weight} ${size}px ${FONT}`;
    ctx.textAlign = centred ? "center" : "left";
    ctx.textBaseline = "alphabetic";
    ctx.fillStyle = color;
    ctx.fillText(text, x, y);
  }
}

class SvgPen {
  constructor() { this.root = document.createElementNS(SVG_NS, "g"); }
  _add(name, attributes, look) {
    const element = document.createElementNS(SVG_NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (look) {
      element.setAttribute("fill", look.fill || "none");
      if (look.stroke) { element.setAttribute("stroke", look.stroke); element.setAttribute("stroke-width", look.width || 1.3); }
      if (look.dash) element.setAttribute("stroke-dasharray", look.dash.join(" "));
    }
    this.root.append(element);
    return element;
  }
  box(x, y, width, height, rx, look) { this._add("rect", { x, y, width, height, rx }, look); }
  curve(points, look) {
    let d = `M${points[0][0]} ${points[0][1]}`;
    for (let i = 1; i < points.length; i++) {
      const [x0, y0] = points[i - 1], [x1, y1] = points[i], middle = (y0 + y1) / 2;
      d += `C${x0} ${middle} ${x1} ${middle} ${x1} ${y1}`;
    }
    this._add("path", { d }, look);
  }
  area(points, look) { this._add("path", { d: "M" + points.map((p) => p.join(" ")).join("L") + "Z" }, look); }
  text(x, y, text, size, weight, color, centred, italic) {
    const attributes = { x, y, "font-size": size, "font-weight": weight, "font-family": FONT };
    if (centred) attributes["text-anchor"] = "middle";
    if (italic) attributes["font-style"] = "italic";
    this._add("text", attributes, { fill: color }).textContent = text;
  }
}

const colorOf = (backing) => (backing in PAGE.squares ? backing : "unknown");
const isUnknown = (node) => node.backing === "not assessed" || node.end === "not traced further";

function drawSquares(pen, level, x, y) {
  const color = ink[colorOf(level)];
  if (!(level in PAGE.squares)) {
    pen.box(x, y, 36, 10, 5, { stroke: color, width: 1.2, dash: [2, 1.5] });
    pen.text(x + 14.5, y + 9.2, "?", 12, 700, color);
    return;
  }
  for (let i = 0; i < 3; i++) {
    pen.box(x + 13 * i, y, 10, 10, 0, { stroke: color, width: 1.2, fill: i < PAGE.squares[level] ? color : undefined });
  }
}

const LINE_COLOR = { place: "muted", small: "muted", stops: "stops", unknown: "unknown" };

function drawLines(pen, lines, x, top, centred) {
  for (const [text, style, backing] of lines) {
    const [size, weight, tall] = PAGE.styles[style];
    const base = top + tall / 2 + size * 0.35;
    if (backing) {
      drawSquares(pen, backing, x, top + tall / 2 - 5);
      pen.text(x + PAGE.squaresWidth, base, text, size, 700, ink[colorOf(backing)]);
    } else {
      pen.text(x, base, text, size, weight, ink[LINE_COLOR[style] || "ink"], centred, style === "unknown");
    }
    top += tall;
  }
}

function boxLook(node) {
  if (node.aside) return { fill: ink.paper, stroke: ink.aside };
  if (node.kind === "input" || node.kind === "all of") return { fill: ink.soft, stroke: ink.rule };
  const color = node.backing || isUnknown(node) ? ink[colorOf(node.backing)] : ink.line;
  return { fill: node.kind === "end" ? ink.paper : ink.box, stroke: color, width: node.start ? 2.2 : 1.3, dash: isUnknown(node) ? [6, 4] : undefined };
}

function drawBox(pen, node, x, y, selected) {
  const left = x - node.w / 2, top = y - node.h / 2;
  if (selected) pen.box(left - 8, top - 8, node.w + 16, node.h + 16, 12, { stroke: ink.accent, width: 3.5, dash: [4, 3] });
  if (node.best) pen.box(left - 4, top - 4, node.w + 8, node.h + 8, 9, { stroke: ink.ink, width: 2.5 });
  pen.box(left, top, node.w, node.h, node.aside ? 14 : node.kind === "end" ? 0 : 6, boxLook(node));
  if (node.backing && node.backing !== "not assessed") pen.box(left + 3, top + 6, 4, node.h - 12, 2, { fill: ink[node.backing] });
  if (node.end === "made here") {
    const y = top + node.h + 1;
    pen.area([[left + 6, y - 2], [left + node.w - 6, y - 2], [left + node.w - 6, y + 2], [left + 6, y + 2]], { fill: ink[colorOf(node.backing)] });
  }
  drawLines(pen, node.lines, left + PAGE.pad, top + 9, false);
}

// From far away a box is a block of the colour of its backing, dashed where nothing is known.
function drawSpeck(pen, node, x, y, selected) {
  const look = boxLook(node);
  if (node.backing && node.backing !== "not assessed") look.fill = ink[node.backing];
  look.width = 6;
  pen.box(x - node.w / 2, y - node.h / 2, node.w, node.h, 6, look);
  if (node.best || selected) pen.box(x - node.w / 2 - 14, y - node.h / 2 - 14, node.w + 28, node.h + 28, 12, { stroke: selected ? ink.accent : ink.ink, width: 12 });
}

function drawTag(pen, edge, x, y, selected) {
  const tag = edge.tag, left = x - tag.w / 2, top = y - tag.h / 2;
  if (!tag.lines.length && !selected) return;
  const look = { fill: ink.paper };
  if (edge.stops) Object.assign(look, { stroke: ink.stops, width: 1.3 });
  if (selected) Object.assign(look, { stroke: ink.accent, width: 3.5, dash: [4, 3] });
  pen.box(left, top, tag.w, tag.h, 4, look);
  drawLines(pen, tag.lines, x, top + 3, true);
}

const speaks = (edge) => edge.role !== "evidence" && edge.role !== "input";

function wireLook(edge) {
  const dash = speaks(edge) ? [10, 4, 2, 4] : edge.shown === "prose" ? [8, 4] : edge.shown === "not shown" ? [2, 4] : undefined;
  const stroke = edge.best ? ink.ink : speaks(edge) ? ink.aside : ink.line;
  return { stroke, width: edge.best ? 3.5 : 1.5, dash };
}

function drawWire(pen, edge, points) {
  const [, before] = points[points.length - 2], [x, y] = points[points.length - 1];
  const back = y >= before ? y - 7 : y + 7;
  const look = wireLook(edge);
  pen.curve([...points.slice(0, -1), [x, back]], look);
  pen.area([[x, y], [x - 4.5, back], [x + 4.5, back]], { fill: look.stroke });
}
