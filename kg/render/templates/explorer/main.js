// What is shown, kept in the address so that every state is a link and back and forward work; search, filters, keys.

const view = { view: "overview", node: null, chosen: null, dir: "both", depth: 3, group: "source", open: new Set(), more: new Set(), from: null, only: "", sort: "-What rests on it" };
const VIEWS = { overview, walk: walkView, path: pathView, time: timeView, table: tableView };
let rewire = () => {};

function tell(text) { by("status").textContent = text; }
function say(text) { by("live").textContent = text; }

function address() {
  const parts = [["view", view.view]], id = (i) => NODES[i].id;
  if (view.node !== null) parts.push(["id", id(view.node)]);
  if (view.chosen !== null && view.chosen !== view.node) parts.push(["chosen", id(view.chosen)]);
  if (view.view === "path") parts.push(["from", id(view.from)]);
  if (view.dir !== "both") parts.push(["dir", view.dir]);
  if (view.depth !== 3) parts.push(["depth", view.depth]);
  if (view.group !== "source") parts.push(["group", view.group]);
  for (const key of view.open) parts.push(["open", key]);
  for (const i of view.more) parts.push(["more", id(i)]);
  if (view.only) parts.push(["only", view.only]);
  if (view.sort !== "-What rests on it") parts.push(["sort", view.sort]);
  return "#" + parts.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
}

// Notebooks show pages in frames that may not change their address: then the page stays as it is.
function remember(push) {
  try { history[push ? "pushState" : "replaceState"](null, "", address()); } catch { /* the address stays */ }
}

function read() {
  const given = new URLSearchParams(location.hash.slice(1)), node = (key) => BY_ID.get(given.get(key)) ?? null;
  const short = given.get("node");  // the form of a link to a node, as pages of one claim have it
  view.node = short ? BY_ID.get(short) ?? null : node("id");
  view.view = short ? "walk" : given.get("view") in VIEWS ? given.get("view") : "overview";
  view.chosen = node("chosen") ?? view.node;
  view.from = node("from");
  view.dir = ["up", "down"].includes(given.get("dir")) ? given.get("dir") : "both";
  view.depth = Math.min(6, Math.max(1, parseInt(given.get("depth"), 10) || 3));
  view.group = given.get("group") in GROUPINGS && (given.get("group") !== "community" || DATA.communities) ? given.get("group") : "source";
  view.open = new Set(given.getAll("open"));
  view.more = new Set(given.getAll("more").map((id) => BY_ID.get(id)).filter((i) => i !== undefined));
  view.only = given.get("only") || "";
  view.sort = given.get("sort") || "-What rests on it";
  if (view.view === "walk" && view.node === null) view.view = "overview";
  if (view.view === "path" && (view.node === null || view.from === null)) view.view = "overview";
}

function go(changes, push = true) {
  const moved = ("node" in changes && changes.node !== view.node) || ("view" in changes && changes.view !== view.view);
  Object.assign(view, changes);
  if ("node" in changes && !("chosen" in changes)) view.chosen = changes.node;
  remember(push);
  show();
  if (moved) bring();
}

// The node in the middle, where the reader can see it; another view begins at its top.
function bring() {
  const box = by("sheet").querySelector(".subject");
  if (!box) { if (by("sheet").getBoundingClientRect().top < 0) by("sheet").scrollIntoView(); return; }
  const { top, bottom } = box.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) box.scrollIntoView({ block: "center" });
}

function show() {
  const sheet = by("sheet"), focus = document.activeElement?.dataset?.i;
  sheet.replaceChildren();
  sheet.className = "sheet v-" + view.view;
  rewire = VIEWS[view.view](sheet);
  controls();
  details();
  rewire();
  mark();
  if (focus !== undefined) sheet.querySelector(`[data-i="${focus}"]`)?.focus({ preventScroll: true });
}

function controls() {
  for (const button of document.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view.view));
    button.disabled = button.dataset.view === "walk" && view.node === null && view.chosen === null;
  }
  by("grouping").hidden = view.view !== "overview";
  by("walking").hidden = view.view === "overview" || view.view === "path" || view.node === null;
  by("group").value = view.group;
  by("depth").value = view.depth;
  by("depthNow").textContent = counted(view.depth, "step", "steps");
  by("dir").value = view.dir;
  by("everything").hidden = view.node === null || view.view === "overview";
  by("toRepeated").hidden = view.chosen !== null;
  const around = view.node !== null && view.view !== "overview";
  by("subject").textContent = around ? NODES[view.node].h : "Everything";
}

// What is chosen stands out with its whole chain to the origins and the repeaters; the rest steps back.
function mark(hovered = null) {
  const i = hovered ?? view.chosen, sheet = by("sheet");
  const near = i === null ? null : hovered === null ? chain(i) : new Set([i, ...out[i].map((link) => link.b), ...into[i].map((link) => link.a)]);
  sheet.classList.toggle("lit", near !== null && view.view !== "table");
  for (const box of sheet.querySelectorAll("[data-i]")) {
    const own = Number(box.dataset.i);
    box.classList.toggle("on", Boolean(near?.has(own)));
    if (own === view.chosen) box.setAttribute("aria-current", "true"); else box.removeAttribute("aria-current");
  }
  for (const group of sheet.querySelectorAll(".group")) group.classList.toggle("on", Boolean(near) && group.members.some((own) => near.has(own)));
  for (const wire of sheet.querySelectorAll(".wire")) wire.classList.toggle("on", Boolean(near) && [...wire.keys].filter((own) => near.has(own)).length > 1);
}

function chain(i) {
  const starts = startsOf(i);
  const belongs = [...out[i], ...into[i]].filter((link) => link.r >= ROLE.made).map((link) => (link.a === i ? link.b : link.a));
  return new Set([...starts, ...belongs, ...walk(starts, true).keys(), ...walk(starts, false).keys(), ...challengesTo(i).map((link) => link.a)]);
}

function choose(i) {
  view.chosen = i;
  remember(true);
  controls();
  details();
  mark();
  const rests = restingOn(i), origins = [...walk(startsOf(i), true).keys()].filter((other) => NODES[other].e === "made here").length;
  say(`${NODES[i].h}; ${NODES[i].p || ""}; ${counted(origins, "origin", "origins")}, ${counted(rests, "node rests", "nodes rest")} on it`);
}

function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean), list = by("found");
  list.replaceChildren();
  const hits = words.length ? NODES.map((_, i) => i).filter((i) => passes(i) && words.every((part) => textOf(i).includes(part))) : [];
  // What is named so, or is of that kind, comes before what only mentions it.
  const called = new Map(hits.map((i) => [i, `${NODES[i].h} ${NODES[i].k === KIND.claim ? "" : `${kindOf(i)} ${NODES[i].p || ""}`}`.toLowerCase()]));
  const named = (i) => words.filter((part) => called.get(i).includes(part)).length + words.includes(kindOf(i));
  const repeats = (i) => [...startsOf(i)].reduce((sum, one) => sum + inTo(one, ROLE.evidence).length, 0);
  const rank = new Map(hits.map((i) => [i, [named(i), repeats(i)]]));
  hits.sort((a, b) => rank.get(b)[0] - rank.get(a)[0] || rank.get(b)[1] - rank.get(a)[1] || a - b);
  by("foundCount").textContent = words.length ? `${hits.length.toLocaleString("en")} found${hits.length > 20 ? ", the first 20 shown" : ""}` : "";
  for (const i of hits.slice(0, 20)) {
    const item = make("li");
    item.append(card(i, true));
    list.append(item);
  }
  return hits;
}

function readFilters() {
  for (const name of Object.keys(filter)) {
    const boxes = [...document.querySelectorAll(`input[name="${name}"]`)], on = boxes.filter((box) => box.checked);
    filter[name] = on.length === boxes.length ? null : new Set(on.map((box) => box.value));
  }
  repeated.clear();
  show();
}

function fillFilters() {
  const sets = [
    ["kind", "Kinds", DATA.kinds.map((kind, k) => [kind, DATA.plurals[k], NODES.filter((node) => node.k === k).length])],
    ["backing", "Backing of claims", ["well", "partly", "thinly", "none", "not assessed", ""].map((level) => [level, level ? word("backing", level) : "nothing to grade", NODES.filter((node) => node.k === KIND.claim && (node.b || "") === level).length])],
    ["flag", "Findings", [["finding", "with a finding", NODES.filter((node) => node.f).length], ["none", "without", NODES.filter((node) => !node.f).length]]],
  ];
  for (const [name, heading, options] of sets) {
    const set = make("fieldset");
    set.append(make("legend", heading));
    for (const [value, text, many] of options.filter((option) => option[2])) {
      const label = make("label"), box = make("input", null, { type: "checkbox", name, value });
      box.checked = true;
      box.addEventListener("change", readFilters);
      label.append(box, ` ${text} (${many.toLocaleString("en")})`);
      set.append(label);
    }
    by("sets").append(set);
  }
  for (const level of ["not assessed", "none", "thinly", "partly", "well"]) {
    const item = make("li");
    item.append(squares(level), ` ${word("backing", level)}`);
    by("legend").prepend(item);
  }
}

// Arrow keys go to the nearest box that lies in their direction.
function nearest(from, key) {
  const r = from.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
  const ahead = { ArrowDown: (dx, dy) => [dy, Math.abs(dx)], ArrowUp: (dx, dy) => [-dy, Math.abs(dx)], ArrowRight: (dx, dy) => [dx, Math.abs(dy)], ArrowLeft: (dx, dy) => [-dx, Math.abs(dy)] }[key];
  let best = null, least = Infinity;
  for (const box of by("sheet").querySelectorAll("button.node, button.ghead")) {
    const q = box.getBoundingClientRect(), [along, across] = ahead(q.left + q.width / 2 - x, q.top + q.height / 2 - y);
    if (box !== from && along > 4 && along + across * 2 < least) { least = along + across * 2; best = box; }
  }
  return best;
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || /^(input|select|textarea)$/i.test(event.target.tagName)) return;
  const box = event.target.closest?.(".node, .ghead"), { key } = event;
  if (key.startsWith("Arrow") && box) nearest(box, key)?.focus();
  else if (/^[1-6]$/.test(key) && view.node !== null) go({ depth: Number(key) }, false);
  else if (key === "m" && box?.dataset.i) go({ view: "walk", node: Number(box.dataset.i), more: new Set() });
  else if (key === "o") go({ view: "overview", node: null });
  else if (key === "/") by("search").focus();
  else if (key === "Escape") { view.chosen = null; view.from = null; remember(false); controls(); details(); mark(); } else return;
  event.preventDefault();
}

function onClick(event) {
  const target = event.target.closest("[data-i], [data-group], [data-more]");
  if (!target) return;
  if (target.dataset.more) { view.more.add(Number(target.dataset.more)); go({}); return; }
  if (target.dataset.group) {
    const { group } = target.dataset, open = new Set(view.open);
    if (!open.delete(group)) open.add(group);
    const lead = group.startsWith("node ") ? Number(group.slice(5)) : view.chosen;
    go({ open, chosen: lead });
    by("sheet").querySelector(`[data-group="${CSS.escape(group)}"]`)?.focus({ preventScroll: true });
    return;
  }
  const i = Number(target.dataset.i), again = view.chosen === i;
  if (target.closest("#found")) { by("found").replaceChildren(); by("search").value = ""; by("foundCount").textContent = ""; }
  if (view.from !== null && view.view !== "path" && view.from !== i) go({ view: "path", node: i });
  else if (target.closest("#found, #details") && view.view === "walk") go({ view: "walk", node: i, more: new Set() });
  else if (again && target.closest("#sheet")) go({ view: "walk", node: i, more: new Set() });
  else if (target.closest("#found, #details") && view.view === "overview") go({ view: "walk", node: i, more: new Set() });
  else choose(i);
}

function wireUp() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  for (const button of document.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => go({ view: button.dataset.view, ...(button.dataset.view === "walk" ? { node: view.node ?? view.chosen } : button.dataset.view === "overview" ? { node: null } : {}) }));
  }
  by("everything").addEventListener("click", () => go({ node: null, view: view.view === "time" || view.view === "table" ? view.view : "overview" }));
  by("toRepeated").addEventListener("click", () => { by("details").focus(); by("details").scrollIntoView(); });
  by("group").addEventListener("change", () => go({ group: by("group").value, open: new Set() }));
  by("dir").addEventListener("change", () => go({ dir: by("dir").value }));
  by("depth").addEventListener("input", () => go({ depth: Number(by("depth").value) }, false));
  by("openAll").addEventListener("click", () => {
    const groups = groupsBy(view.group);
    go({ open: new Set(view.open.size ? [] : groups.map((group) => group.key)) });
  });
  by("search").addEventListener("input", (event) => search(event.target.value));
  by("search").addEventListener("keydown", (event) => { if (event.key === "Enter") by("found").querySelector("button")?.click(); });
  by("sheet").addEventListener("pointerover", (event) => { const box = event.target.closest(".node"); if (box && event.pointerType === "mouse") mark(Number(box.dataset.i)); });
  by("sheet").addEventListener("pointerout", (event) => { if (event.target.closest(".node")) mark(); });
  addEventListener("popstate", () => { read(); show(); bring(); });
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; rewire(); mark(); } });
  addEventListener("beforeprint", () => rewire());
}

try {
  read();
  if (!location.hash && DATA.centre !== null && DATA.centre !== undefined) Object.assign(view, { view: "walk", node: DATA.centre, chosen: DATA.centre, depth: DATA.depth });
  if (!DATA.communities) by("group").querySelector('[value="community"]')?.remove();
  fillFilters();
  wireUp();
  show();
  if (view.view === "walk") bring();
  requestAnimationFrame(() => { document.documentElement.dataset.drawn = String(Math.round(performance.now())); });
} catch (error) {
  document.documentElement.classList.remove("js");
  throw error;
}
