// One node in the middle: above it what rests on it, below it what it rests on, beside it who speaks to it and who made it.

const MOST_IN_BAND = 60;

function walkView(sheet) {
  const middle = view.node, starts = startsOf(middle);
  const down = view.dir === "up" ? new Map() : walk(starts, true, view.depth, view.more);
  const up = view.dir === "down" ? new Map() : walk(starts, false, view.depth, view.more);
  const level = new Map([...starts].map((i) => [i, 0]));
  for (const [i, n] of down) if (!level.has(i)) level.set(i, n);
  for (const [i, n] of up) if (!level.has(i) || Math.abs(level.get(i)) > n) level.set(i, -n);
  const boxes = new Map(), bands = new Map();
  for (const [i, n] of level) if (i === middle || passes(i)) { if (!bands.has(n)) bands.set(n, []); bands.get(n).push(i); }
  const beside = besides(middle, new Set(level.keys()));
  for (const n of [...bands.keys()].sort((a, b) => a - b)) {
    if (n) sheet.append(band(n, order(bands.get(n), n), boxes));
    else sheet.append(middleBand(middle, bands.get(0), beside, boxes));
  }
  if (!bands.has(-1) && view.dir !== "down") sheet.prepend(make("p", "Nothing recorded rests on it.", { class: "edge" }));
  if (!bands.has(1) && view.dir !== "up") sheet.append(make("p", "What it rests on is not recorded.", { class: "edge" }));
  const above = [...level.values()].filter((n) => n < 0).length, below = [...level.values()].filter((n) => n > 0).length;
  tell(`${counted(above, "node rests", "nodes rest")} on it, it rests on ${below.toLocaleString("en")}; ${view.depth} ${view.depth === 1 ? "step" : "steps"} each way`);
  return () => arrows(sheet, joining(boxes));
}

const order = (band, n) => band.sort((a, b) => (NODES[a].t || "9").localeCompare(NODES[b].t || "9") * (n < 0 ? -1 : 1) || a - b);

function band(n, members, boxes) {
  const steps = Math.abs(n), what = n < 0 ? "rests on it" : "it rests on";
  const part = make("section", null, { class: "band" });
  part.append(make("h3", n < 0 ? `What rests on it, ${counted(steps, "step", "steps")} away` : `What it rests on, ${counted(steps, "step", "steps")} away`));
  const flow = make("div", null, { class: "flow" });
  for (const i of members.slice(0, MOST_IN_BAND)) flow.append(placedCard(i, boxes));
  if (members.length > MOST_IN_BAND) flow.append(make("p", `and ${(members.length - MOST_IN_BAND).toLocaleString("en")} more that ${what}: see the table`, { class: "hint" }));
  part.append(flow);
  return part;
}

// A box with the number of neighbours that it hides; the number shows them.
function placedCard(i, boxes) {
  const holder = make("div", null, { class: "cell" }), box = card(i);
  boxes.set(i, box);
  holder.append(box);
  holder.hides = i;
  return holder;
}

function middleBand(middle, members, beside, boxes) {
  const part = make("section", null, { class: "band middle", "aria-label": "In the middle" });
  const left = make("div", null, { class: "side" }), right = make("div", null, { class: "side" }), centre = make("div", null, { class: "centre" });
  const column = (place, heading, list, small) => {
    if (!list.length) return;
    place.append(make("h3", heading));
    for (const i of list.slice(0, 12)) { const box = card(i, small); boxes.set(i, box); place.append(box); }
    if (list.length > 12) place.append(make("p", `and ${list.length - 12} more in the details`, { class: "hint" }));
  };
  column(left, "Challenges and caveats", beside.against, false);
  column(left, "It challenges or limits", beside.attacked, false);
  column(left, "Supported by", beside.support, false);
  column(left, "Replies", beside.reply, false);
  const cell = placedCard(middle, boxes);
  cell.firstChild.classList.add("subject");
  centre.append(cell);
  const rest = members.filter((i) => i !== middle);
  for (const i of rest.slice(0, 40)) centre.append(placedCard(i, boxes));
  if (rest.length > 40) centre.append(make("p", `and ${rest.length - 40} more in the table`, { class: "hint" }));
  column(right, "Where it belongs", beside.belongs, true);
  part.append(left, centre, right);
  return part;
}

// Who speaks to the node in the middle and to whom it speaks, and the nodes that say where it belongs; none that is shown already.
function besides(middle, shown) {
  const fresh = (list) => [...new Set(list)].filter((i) => !shown.has(i) && passes(i) && (shown.add(i), true));
  const places = [middle, ...outOf(middle, ROLE.made).map((link) => link.b), ...claimsIn(middle)];
  const from = (role) => places.flatMap((place) => inTo(place, role).map((link) => link.a));
  const to = (role) => [middle, ...claimsIn(middle)].flatMap((place) => outOf(place, role).map((link) => link.b));
  const near = [...out[middle], ...into[middle]].filter((link) => link.r >= ROLE.made).map((link) => (link.a === middle ? link.b : link.a));
  return {
    against: fresh([...from(ROLE.challenge), ...from(ROLE.standing)]),
    attacked: fresh([...to(ROLE.challenge), ...to(ROLE.standing)]),
    support: fresh([...from(ROLE.support), ...to(ROLE.support)]),
    reply: fresh([...from(ROLE.reply), ...to(ROLE.reply)]),
    belongs: fresh(near),
  };
}

// Every link between boxes that are shown; where something belongs is drawn only at the node in the middle.
function joining(boxes) {
  const pairs = [];
  for (const [i, box] of boxes) {
    for (const link of out[i]) {
      const other = boxes.get(link.b);
      if (!other || (link.r > ROLE.reply && i !== view.node && link.b !== view.node)) continue;
      pairs.push([box, other, CLASS[link.r] + (link.g || link.s ? " prose" : ""), 1, new Set([link.a, link.b])]);
    }
    hidden(i, box, boxes);
  }
  return pairs.sort((one, other) => one[2].startsWith("against") - other[2].startsWith("against"));
}

function hidden(i, box, boxes) {
  const cell = box.parentElement;
  if (!cell.classList.contains("cell") || cell.querySelector(".more")) return;
  const near = new Set([...step(i, true), ...step(i, false)].filter((other) => !boxes.has(other) && passes(other)));
  if (!near.size) return;
  const more = make("button", `+${near.size}`, { type: "button", class: "more", "data-more": i, title: `Show ${near.size} more that it rests on or that rest on it` });
  more.append(make("span", ` more around ${NODES[i].h}`, { class: "sr" }));
  cell.append(more);
}

// The way between two nodes, one below the other, with what each link says.
function pathView(sheet) {
  const links = wayBetween(view.from, view.node);
  if (!links) { sheet.append(make("p", "No link, in either direction, leads from one to the other.", { class: "edge" })); tell("no path"); return () => {}; }
  const list = make("ol", null, { class: "path" });
  let at = view.from;
  const item = (i, said) => { const li = make("li"); if (said) li.append(make("p", said, { class: "said" })); li.append(card(i)); list.append(li); };
  item(at, "");
  for (const link of links) {
    const forward = link.a === at, next = forward ? link.b : link.a;
    const words = `${link.w}${link.g ? ", " + link.g : ""}${link.e ? ": " + link.e : ""}`;
    item(next, forward ? `↓ ${words}` : `↑ the next one ${words} this one`);
    at = next;
  }
  sheet.append(list);
  tell(`a path of ${counted(links.length, "link", "links")}`);
  return () => {};
}
