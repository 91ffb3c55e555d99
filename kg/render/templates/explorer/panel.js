// The details of what is chosen, with everything that it is joined to, each a step away.

const MOST_LISTED = 40;

function details() {
  const panel = by("details");
  panel.replaceChildren();
  if (view.chosen === null) { welcome(panel); return; }
  const i = view.chosen, node = NODES[i];
  const head = make("h2", null, { class: "head" });
  head.append(sign(kindOf(i)), make("span", `${kindOf(i)}: `, { class: "sr" }), node.h);
  panel.append(head);
  if (node.p) panel.append(make("p", node.p, { class: "place" }));
  if (node.s) panel.append(make("p", node.s));
  if (node.q) panel.append(make("blockquote", `“${node.q}”`));
  const acts = make("p", null, { class: "acts" });
  if (!(view.view === "walk" && view.node === i)) acts.append(action("Put in the middle", () => go({ view: "walk", node: i, more: new Set() })));
  if (view.from === null) acts.append(action("Path from here to …", () => { view.from = i; say("Now choose where the path leads."); details(); by("search").focus(); }));
  else if (view.from !== i) acts.append(action("Path to here", () => go({ view: "path", node: i })));
  if (DATA.pages && node.page) acts.append(make("a", "Its page", { href: node.page, class: "button" }));
  panel.append(acts);
  if (view.from !== null) panel.append(make("p", `Path from: ${NODES[view.from].h}`, { class: "hint" }));
  facts(panel, node);
  lists(panel, i);
}

const action = (text, act) => { const button = make("button", text, { type: "button" }); button.addEventListener("click", act); return button; };

function facts(panel, node) {
  const list = make("dl");
  const row = (term, value) => { if (value) { const cell = make("dd"); cell.append(...[value].flat()); list.append(make("dt", term), cell); } };
  row("Backing", node.b && [squares(node.b), " ", word("backing", node.b)]);
  row("Could turn out", node.r && [squares(node.r), " ", word("backing", node.r)]);
  row("Path ends", node.e && `${word("end", node.e)}${node.n ? ": " + node.n : ""}`);
  row("Status", node.st && node.st.join(", "));
  row("In it at", node.l);
  row("Date", node.w);
  row("Seen", node.z && word("reading", node.z));
  for (const [term, text] of node.x || []) row(term, text);
  const outside = (address, text) => make("a", text, { href: address, target: "_blank", rel: "noopener noreferrer" });
  row("Open", node.u && [outside(node.u, "the source"), ...(node.c ? [", ", outside(node.c, "the saved copy")] : [])]);
  row("Id", node.id);
  panel.append(list);
  if (node.f) {
    panel.append(make("h3", "Findings"));
    const found = make("ul");
    for (const [code, severity, message] of node.f) { const item = make("li"); item.append(make("strong", `${severity} ${code} `), message); found.append(item); }
    panel.append(found);
  }
}

function lists(panel, i) {
  const of = (links, end) => links.map((link) => [link[end], link]);
  const mine = kindOf(i) === "source" ? [i, ...claimsIn(i)] : [i];
  const outward = (role) => mine.flatMap((node) => of(outOf(node, role), "b"));
  const inward = (role) => mine.flatMap((node) => of(inTo(node, role), "a"));
  const against = challengesTo(i).map((link) => [link.a, link]);
  const within = kindOf(i) === "source" ? claimsIn(i).flatMap((claim) => challengesTo(claim)).filter((link) => !against.some(([, one]) => one === link)).map((link) => [link.a, link]) : [];
  const theirs = (entries) => entries.filter(([, link]) => !link.c), own = (entries) => entries.filter(([, link]) => link.c);
  listed(panel, "Challenged by", theirs([...against, ...within]));
  listed(panel, "Caveats by its maker", own([...against, ...within]));
  listed(panel, "Challenges", [...theirs(outward(ROLE.challenge)), ...outward(ROLE.standing)]);
  if (kindOf(i) === "claim") listed(panel, "A caveat on", own(outward(ROLE.challenge)));
  listed(panel, "Rests on", outward(ROLE.evidence));
  listed(panel, "What rests on it", inward(ROLE.evidence), restingOn(i));
  listed(panel, "Supported by", inward(ROLE.support));
  listed(panel, "Supports", outward(ROLE.support));
  listed(panel, "Replies", [...outward(ROLE.reply), ...inward(ROLE.reply)]);
  listed(panel, "Made in", of(outOf(i, ROLE.made), "b"));
  listed(panel, "Claims in it", of(inTo(i, ROLE.made), "a"));
  listed(panel, "About", of(outOf(i, ROLE.about), "b"));
  listed(panel, "Claims about it", of(inTo(i, ROLE.about), "a"));
  listed(panel, "Hinges on", of(outOf(i, ROLE.hinges), "b"));
  listed(panel, "Recommendations that hinge on it", of(inTo(i, ROLE.hinges), "a"));
  listed(panel, "Makers and others", of(outOf(i, ROLE.by), "b"));
  listed(panel, "What it made, led, commissioned or paid for", of(inTo(i, ROLE.by), "a"));
  listed(panel, "Belongs to", of(outOf(i, ROLE.belongs), "b"));
  listed(panel, "Belongs to it", of(inTo(i, ROLE.belongs), "a"));
}

function listed(panel, heading, pairs, all) {
  const joined = new Map();  // node → every link that joins it
  for (const [i, link] of pairs) joined.set(i, [...(joined.get(i) || []), link]);
  const fresh = [...joined];
  if (!fresh.length) return;
  panel.append(make("h3", `${heading} (${fresh.length}${all > fresh.length ? `, ${all} in all` : ""})`));
  const list = make("ul");
  for (const [i, links] of fresh.slice(0, MOST_LISTED)) list.append(entry(i, links));
  panel.append(list);
  if (fresh.length > MOST_LISTED) panel.append(action(`Show all ${fresh.length}`, (event) => { event.target.remove(); for (const [i, links] of fresh.slice(MOST_LISTED)) list.append(entry(i, links)); }));
}

function entry(i, links) {
  const item = make("li"), button = make("button", NODES[i].h, { type: "button", class: "jump", "data-i": i });
  button.prepend(sign(kindOf(i)));
  item.append(button);
  const ways = new Set(links.map((link) => link.w + (link.g ? ", " + link.g : "") + (link.s ? ", " + link.s : "") + (link.e ? ": " + link.e : "")));
  const said = [[...ways].join("; "), NODES[i].p].filter(Boolean).join(" · ");
  item.append(make("div", said, { class: "hint" }));
  for (const [text, kind] of links.flatMap((link) => link.d || [])) if (kind !== "passes") item.append(make("div", text, { class: kind }));
  return item;
}

// Before anything is chosen: the figures that most rests on, and who said them first.
function welcome(panel) {
  panel.append(make("h2", "Most repeated figures"));
  panel.append(make("p", "The figures that most other claims and sources rest on, and who said them first.", { class: "hint" }));
  const claims = NODES.map((_, i) => i).filter((i) => NODES[i].k === KIND.claim && passes(i));
  const first = claims.sort((a, b) => inTo(b, ROLE.evidence).length - inTo(a, ROLE.evidence).length || a - b).slice(0, 40);
  const list = make("ol");
  for (const i of first.sort((a, b) => restingOn(b) - restingOn(a) || a - b).slice(0, 6)) {
    if (!restingOn(i)) continue;
    const item = make("li"), button = make("button", NODES[i].h, { type: "button", class: "jump", "data-i": i });
    const chain = [i, ...walk([i], true).keys()].filter((other) => NODES[other].t && NODES[other].k === KIND.claim).sort((a, b) => (NODES[a].t < NODES[b].t ? -1 : 1));
    const origin = NODES[i].e === "made here" ? i : chain[0] ?? i;
    item.append(button, make("div", `${counted(restingOn(i), "claim or source rests", "claims and sources rest")} on it · ${origin === i ? "said first by" : "goes back to"} ${NODES[origin].p || NODES[origin].h}`, { class: "hint" }));
    list.append(item);
  }
  panel.append(list);
  const first_ = NODES.findIndex((node) => node.k === KIND.inquiry);
  if (first_ >= 0) {
    panel.append(make("h2", "Inquiries"));
    const inquiries = make("ul");
    NODES.forEach((node, i) => { if (node.k === KIND.inquiry) { const item = make("li"), button = make("button", node.h, { type: "button", class: "jump", "data-i": i }); item.append(button); inquiries.append(item); } });
    panel.append(inquiries);
  }
}
