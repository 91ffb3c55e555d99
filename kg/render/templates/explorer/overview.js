// The overview: groups with names and counts, open or closed, and what rests on, speaks for and against what between them.

const MOST_MEMBERS = 200, MOST_SMALL = 400, DOTS_IN_ROW = 15, NARROW = 900;

function overview(sheet) {
  const all = groupsBy(view.group), groups = ranked(all);
  const holder = new Map();  // node → the box that stands for it
  const flow = make("div", null, { class: "flow" });
  for (const group of groups) flow.append(groupCard(group, holder));
  sheet.append(flow);
  tell(`${counted(groups.length, "group", "groups")}, ${counted(groups.reduce((sum, group) => sum + group.members.length, 0), "node", "nodes")}; a square is a claim, in the colour of its backing`);
  // In one column every line would run behind all the boxes between its ends, and seem to join them.
  return () => { if (innerWidth > NARROW) arrows(sheet, between(holder)); else sheet.querySelector("svg.wires")?.remove(); };
}

// What others rest on stands below them: groups in the order of how much they cite and are cited.
function ranked(groups) {
  const of = new Map();
  groups.forEach((group) => group.members.forEach((i) => of.set(i, group)));
  const cites = new Map(groups.map((group) => [group, [0, 0]]));
  for (const link of LINKS) {
    if (link.r !== ROLE.evidence || !of.has(link.a) || !of.has(link.b) || of.get(link.a) === of.get(link.b)) continue;
    cites.get(of.get(link.a))[0]++;
    cites.get(of.get(link.b))[1]++;
  }
  const rank = (group) => { const [citing, cited] = cites.get(group); return group.key.startsWith("rest ") ? 3 : group.parts ? 2 : citing + cited ? (cited - citing) / (cited + citing) : 1.5; };
  return groups.map((group, i) => [rank(group), i, group]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((item) => item[2]);
}

function groupCard(group, holder) {
  const isOpen = view.open.has(group.key);
  const lead = group.lead === null ? DATA.kinds[group.kind] : kindOf(group.lead);
  const box = make("section", null, { class: `group g-${lead}${isOpen ? " opened" : ""}`, "aria-label": group.name });
  box.members = group.members;
  const head = make("button", null, { type: "button", class: "ghead", "aria-expanded": String(isOpen), "data-group": group.key });
  const name = make("span", null, { class: "head" });
  name.append(sign(lead), group.name);
  head.append(name);
  name.title = group.name;
  if (group.lead !== null && NODES[group.lead].p) head.append(make("span", NODES[group.lead].p.split(" · ").pop(), { class: "place" }));
  head.append(make("span", tally(group), { class: "tally" }));
  const against = new Set(group.members.flatMap((i) => [...inTo(i, ROLE.challenge).filter((link) => !link.c), ...inTo(i, ROLE.standing)].map((link) => link.a))).size;
  if (against) head.append(make("span", `✕ challenged by ${against}`, { class: "mark against" }));
  const rests = new Set(group.members.flatMap((i) => outOf(i, ROLE.evidence).map((link) => link.b)).filter((i) => !group.members.includes(i))).size;
  const carries = new Set(group.members.flatMap((i) => inTo(i, ROLE.evidence).map((link) => link.a)).filter((i) => !group.members.includes(i))).size;
  const said = [rests && `rests on ${rests}`, carries && `${counted(carries, "rests", "rest")} on it`].filter(Boolean).join(" · ");
  if (said) head.append(make("span", said, { class: "tally links" }));
  if (!isOpen) head.append(dots(group));
  box.append(head);
  if (isOpen && !group.parts) {
    const inside = make("div", null, { class: "inside" });
    const shown = group.members.slice(0, MOST_MEMBERS);
    for (const i of shown) { const member = card(i); holder.set(i, member); inside.append(member); }
    if (shown.length < group.members.length) inside.append(make("p", `and ${(group.members.length - shown.length).toLocaleString("en")} more: find them by search, or in the table`, { class: "hint" }));
    box.append(inside);
    group.members.slice(MOST_MEMBERS).forEach((i) => holder.set(i, box));
  } else group.members.forEach((i) => holder.set(i, box));
  return box;
}

function tally(group) {
  const many = DATA.kinds.map(() => 0);
  for (const i of group.members) many[NODES[i].k]++;
  if (group.lead !== null && group.members.length > 1) many[NODES[group.lead].k]--;
  return DATA.kinds.map((kind, k) => many[k] && group.members.length > 1 ? counted(many[k], kind === "agent" ? "person or body" : kind, DATA.plurals[k]) : "").filter(Boolean).join(", ");
}

// A square for each claim, in the colour of its backing, in rows that fit the narrowest group.
function dots(group) {
  const claims = group.members.filter((i) => NODES[i].k === KIND.claim).slice(0, 2 * DOTS_IN_ROW);
  const wide = Math.min(claims.length, DOTS_IN_ROW) * 9, tall = Math.ceil(claims.length / DOTS_IN_ROW) * 9;
  const image = draw("svg", { class: "dots", width: wide, height: tall, "aria-hidden": "true" });
  claims.forEach((i, n) => image.append(draw("rect", { x: (n % DOTS_IN_ROW) * 9 + 1, y: Math.floor(n / DOTS_IN_ROW) * 9 + 1, width: 6, height: 7, class: "dot " + (NODES[i].b in DATA.squares ? NODES[i].b : "unknown") })));
  return image;
}

// The links between the boxes that stand for the nodes, those of one class put together.
function between(holder) {
  const found = new Map();
  for (const link of LINKS) {
    const from = holder.get(link.a), to = holder.get(link.b);
    if (!from || !to || from === to || link.r > ROLE.reply) continue;
    const kind = CLASS[link.r];
    if (!found.has(from)) found.set(from, new Map());
    const key = to, byTo = found.get(from);
    if (!byTo.has(key)) byTo.set(key, {});
    (byTo.get(key)[kind] ||= []).push(link);
  }
  const pairs = [];
  for (const [from, byTo] of found) for (const [to, kinds] of byTo) for (const [kind, links] of Object.entries(kinds)) pairs.push([from, to, kind, links.length, new Set(links.flatMap((link) => [link.a, link.b]))]);
  // Challenges are drawn last, over everything else.
  return pairs.sort((one, other) => (one[2] === "against") - (other[2] === "against"));
}
