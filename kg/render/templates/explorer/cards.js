// Boxes: one look and one sign for each kind of node, the same in every view; and the arrows between boxes.

const SIGNS = {
  claim: "M2 3h12v8H8l-3 3v-3H2z",
  source: "M3 1h7l3 3v11H3zM10 1v3h3M5 7h6M5 10h6",
  inquiry: "M7 2a5 5 0 1 0 .01 0M11 11l4 4",
  agent: "M8 2a3 3 0 1 0 .01 0M2 15c0-4 3-6 6-6s6 2 6 6",
  variable: "M2 14h12M4 12V8M8 12V3M12 12V6",
  recommendation: "M3 15V2h9l-2 3 2 3H3",
};

function sign(kind) {
  const image = draw("svg", { viewBox: "0 0 16 16", width: 16, height: 16, class: "sign", "aria-hidden": "true" });
  image.append(draw("path", { d: SIGNS[kind] }));
  return image;
}

function squares(level) {
  const image = draw("svg", { viewBox: "0 0 40 12", width: 40, height: 12, class: "squares " + (level in DATA.squares ? level : "unknown"), "aria-hidden": "true" });
  if (!(level in DATA.squares)) image.append(draw("rect", { x: 1, y: 1, width: 36, height: 10, rx: 5, class: "open" }), draw("text", { x: 15, y: 10 }, "?"));
  else for (let n = 0; n < 3; n++) image.append(draw("rect", { x: 1 + 13 * n, y: 1, width: 10, height: 10, class: n < DATA.squares[level] ? "full" : "" }));
  return image;
}

const OUTCOMES = { falls: "would fall without it", recalculate: "must be recalculated without it", weakens: "less well documented without it", survives: "stands without it" };

// A box of one node. `small` leaves out all but head and place.
function card(i, small = false) {
  const node = NODES[i], kind = kindOf(i);
  const box = make("button", null, { type: "button", class: `node k-${kind}${small ? " small" : ""}`, "data-i": i });
  const head = make("span", null, { class: "head" });
  head.append(sign(kind), make("span", `${kind}: `, { class: "sr" }), node.h);
  box.append(head);
  if (node.p) box.append(make("span", node.p, { class: "place" }));
  if (small) return box;
  const marks = make("span", null, { class: "marks" });
  if (node.b) {
    const backing = make("span", null, { class: "mark" });
    backing.append(squares(node.b), " ", word("backing", node.b));
    marks.append(backing);
  }
  if (node.e) marks.append(make("span", `${DATA.ends[node.e] || ""} ${word("end", node.e)}`, { class: "mark strong" }));
  const against = challengers(i).size, own = new Set(challengesTo(i).filter((link) => link.c).map((link) => link.a)).size;
  if (against) marks.append(make("span", `✕ challenged by ${against}`, { class: "mark against" }));
  if (own) marks.append(make("span", `${counted(own, "caveat", "caveats")} by its maker`, { class: "mark" }));
  if (node.st) marks.append(make("span", "! " + node.st.join(", "), { class: "mark against" }));
  if (node.o && view.view === "walk" && view.node === DATA.centre) marks.append(make("span", OUTCOMES[node.o], { class: "mark" }));
  if (marks.childNodes.length) box.append(marks);
  return box;
}

// Who challenges or takes back a node, its maker's own caveats (`c`) included; for a claim also who does so with its source.
function challengesTo(i) {
  const places = [i, ...outOf(i, ROLE.made).map((link) => link.b)];
  return places.flatMap((place) => into[place].filter((link) => link.r === ROLE.challenge || link.r === ROLE.standing));
}

// Those who challenge a node, its maker aside, each once however many points they make.
const challengers = (i) => new Set(challengesTo(i).filter((link) => !link.c).map((link) => link.a));

const CLASS = ["rests", "against", "for", "against", "reply", "made", "about", "belongs", "by", "hinges", "cited"];
const MARK = { against: "✕", for: "✓", reply: "↩" };

// Arrows between boxes on a sheet, under the boxes: `pairs` are [from box, to box, class, how many, title].
function arrows(sheet, pairs) {
  sheet.querySelector("svg.wires")?.remove();
  const origin = sheet.getBoundingClientRect(), rect = new Map();
  const image = draw("svg", { class: "wires", width: sheet.scrollWidth, height: sheet.scrollHeight, "aria-hidden": "true" });
  const at = (box) => {
    if (!rect.has(box)) { const r = box.getBoundingClientRect(); rect.set(box, { x: r.left - origin.left, y: r.top - origin.top, w: r.width, h: r.height }); }
    return rect.get(box);
  };
  const placed = pairs.map((pair) => [at(pair[0]), at(pair[1]), pair]);
  for (const [from, to, [one, other, kind, many, keys]] of placed) {
    const { d, end, back, middle } = wire(from, to);
    const width = Math.min(6, 1.4 + Math.log2(many || 1) * 0.8);
    const group = draw("g", { class: "wire " + kind });
    group.keys = keys;
    group.append(draw("path", { d, "stroke-width": width, fill: "none" }), draw("path", { d: `M${end[0]} ${end[1]}l${back[0]} ${back[1]}l${back[2]} ${back[3]}z`, class: "tip" }));
    if (MARK[kind]) {
      group.append(draw("circle", { cx: middle[0], cy: middle[1], r: 8, class: "dot" }), draw("text", { x: middle[0], y: middle[1] + 4, "text-anchor": "middle" }, MARK[kind]));
    }
    image.append(group);
  }
  sheet.prepend(image);
}

// The way of an arrow: from rim to rim, up or down between rows, sideways within one.
function wire(from, to) {
  const x0 = from.x + from.w / 2, x1 = to.x + to.w / 2;
  if (to.y >= from.y + from.h || from.y >= to.y + to.h) {
    const down = to.y > from.y ? 1 : -1;
    const y0 = down > 0 ? from.y + from.h : from.y, y1 = down > 0 ? to.y : to.y + to.h, bend = Math.max(18, Math.abs(y1 - y0) / 2) * down;
    return { d: `M${x0} ${y0}C${x0} ${y0 + bend} ${x1} ${y1 - bend} ${x1} ${y1 - 6 * down}`, end: [x1, y1], back: [-4, -7 * down, 8, 0], middle: [(x0 + x1) / 2, (y0 + y1) / 2] };
  }
  const right = x1 > x0 ? 1 : -1, y = Math.max(from.y + from.h, to.y + to.h), y0 = from.y + from.h, y1 = to.y + to.h;
  return { d: `M${x0 + 10 * right} ${y0}C${x0 + 10 * right} ${y + 22} ${x1 - 10 * right} ${y + 22} ${x1 - 10 * right} ${y1 + 6}`, end: [x1 - 10 * right, y1], back: [-4, 7, 8, 0], middle: [(x0 + x1) / 2, y + 14] };
}
