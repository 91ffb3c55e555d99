// The graph: nodes, links, walks over them, and what the reader's filters leave.

const DATA = JSON.parse(document.getElementById("data").textContent);
const NODES = DATA.nodes, LINKS = DATA.links;
const KIND = Object.fromEntries(DATA.kinds.map((name, i) => [name, i]));
const ROLE = Object.fromEntries(DATA.roles.map((name, i) => [name, i]));
const SPEAKS = new Set([ROLE.challenge, ROLE.support, ROLE.standing, ROLE.reply]);
const BY_ID = new Map(NODES.map((node, i) => [node.id, i]));
const out = NODES.map(() => []), into = NODES.map(() => []);
LINKS.forEach((link, i) => { link.i = i; out[link.a].push(link); into[link.b].push(link); });

const by = (id) => document.getElementById(id);
const kindOf = (i) => DATA.kinds[NODES[i].k];
const word = (scheme, value) => (DATA.words[scheme] && DATA.words[scheme][value]) || value;
const outOf = (i, role) => out[i].filter((link) => link.r === role);
const inTo = (i, role) => into[i].filter((link) => link.r === role);
const claimsIn = (i) => inTo(i, ROLE.made).map((link) => link.a);

function make(name, text, attributes = {}) {
  const element = document.createElement(name);
  if (text !== undefined && text !== null) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
  return element;
}

const SVG_NS = "http://www.w3.org/2000/svg";
function draw(name, attributes, text) {
  const element = document.createElementNS(SVG_NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

// What a walk starts from: a source stands for its claims, an inquiry for what it produced, a variable for its claims,
// an agent for what it made, a recommendation for what it hinges on.
function startsOf(i) {
  const found = new Set([i]);
  const add = (links, end) => links.forEach((link) => found.add(link[end]));
  if (kindOf(i) === "inquiry") add(into[i].filter((link) => link.r === ROLE.belongs), "a");
  if (kindOf(i) === "agent") add(into[i].filter((link) => link.r === ROLE.by), "a");
  if (kindOf(i) === "variable") add(inTo(i, ROLE.about), "a");
  if (kindOf(i) === "recommendation") add(outOf(i, ROLE.hinges), "b");
  for (const node of [...found]) if (kindOf(node) === "source") claimsIn(node).forEach((claim) => found.add(claim));
  return found;
}

// One step of a walk: down to what a node rests on, up to what rests on it.
function step(i, down) {
  const links = down ? out[i] : into[i];
  return links.filter((link) => link.r === ROLE.evidence).map((link) => (down ? link.b : link.a));
}

// Every node that can be reached, with how many steps away it is; `more` are nodes whose neighbours are shown whatever the depth.
function walk(starts, down, depth = Infinity, more = new Set()) {
  const steps = new Map([...starts].map((i) => [i, 0]));
  for (const i of steps.keys()) {
    if (steps.get(i) >= depth && !more.has(i)) continue;
    for (const next of step(i, down)) if (!steps.has(next) && passes(next)) steps.set(next, steps.get(i) + 1);
  }
  return steps;
}

// How many claims and sources rest on a node, directly or further up.
const repeated = new Map();
function restingOn(i) {
  if (!repeated.has(i)) {
    const starts = startsOf(i);
    repeated.set(i, walk(starts, false).size - starts.size);
  }
  return repeated.get(i);
}

// The shortest way between two nodes, whichever way the links point: the links in order, or null.
function wayBetween(from, to) {
  const came = new Map([[from, null]]);
  for (const i of came.keys()) {
    if (i === to) break;
    for (const link of [...out[i], ...into[i]]) {
      const next = link.a === i ? link.b : link.a;
      if (!came.has(next)) came.set(next, { link, before: i });
    }
  }
  if (!came.has(to)) return null;
  const links = [];
  for (let i = to; came.get(i); i = came.get(i).before) links.unshift(came.get(i).link);
  return links;
}

// Filters: null where everything passes.
const filter = { kind: null, backing: null, flag: null };
function passes(i) {
  const node = NODES[i];
  if (filter.kind && !filter.kind.has(DATA.kinds[node.k])) return false;
  if (filter.backing && node.k === KIND.claim && !filter.backing.has(node.b || "")) return false;
  if (filter.flag && !filter.flag.has(node.f ? "finding" : "none")) return false;
  return true;
}

// Groups: a name and its members for each way of grouping.
const GROUPINGS = {
  source: { label: "source", of: (i) => outOf(i, ROLE.made).map((link) => link.b)[0] ?? (inTo(i, ROLE.made).length ? i : null) },
  topic: { label: "topic", of: topicOf },
  inquiry: { label: "inquiry", of: inquiryOf },
  community: { label: "community", of: (i) => `community ${NODES[i].y}` },
};

function topicOf(i) {
  if (kindOf(i) === "variable") return i;
  return outOf(i, ROLE.about).map((link) => link.b)[0] ?? null;
}

function inquiryOf(i) {
  if (kindOf(i) === "inquiry") return i;
  const source = kindOf(i) === "source" ? i : outOf(i, ROLE.made).map((link) => link.b)[0];
  if (source === undefined) return null;
  const found = outOf(source, ROLE.belongs).find((link) => kindOf(link.b) === "inquiry");
  return found ? found.b : null;
}

const REST = ["Other claims", "Other sources", "Inquiries", "People and bodies", "Variables", "Recommendations"];
const MOST_GROUPS = 40;

// The groups of a way of grouping, those with most members first; small ones beyond what can be read are put together.
function groupsBy(name) {
  const groups = new Map();
  NODES.forEach((node, i) => {
    if (!passes(i)) return;
    const of = GROUPINGS[name].of(i), key = of === null ? `rest ${node.k}` : typeof of === "number" ? `node ${of}` : of;
    if (!groups.has(key)) groups.set(key, { key, lead: typeof of === "number" ? of : null, kind: node.k, members: [] });
    groups.get(key).members.push(i);
  });
  const alone = (group) => group.key.startsWith("rest ");
  const found = [...groups.values()].sort((one, other) => alone(one) - alone(other) || other.members.length - one.members.length || (one.key < other.key ? -1 : 1));
  found.forEach((group) => { group.name = nameOf(group, name); });
  const kept = found.filter((group, i) => alone(group) || i < MOST_GROUPS), small = found.filter((group, i) => !alone(group) && i >= MOST_GROUPS);
  if (small.length) kept.push({ key: "small", lead: null, kind: small[0].kind, name: `${small.length.toLocaleString("en")} smaller groups, of ${small[0].members.length} nodes or fewer`, members: small.flatMap((group) => group.members), parts: small });
  return kept;
}

function nameOf(group, name) {
  if (group.lead !== null) return NODES[group.lead].h;
  if (group.key.startsWith("rest ")) {
    if (group.kind > KIND.inquiry) return REST[group.kind];
    return { source: ["Claims whose source is not recorded", "Sources that are cited, no claim recorded", "Inquiries"], topic: ["Claims under no variable", "Sources", "Inquiries"], inquiry: ["Claims from no inquiry", "Sources from no inquiry", "Inquiries"] }[name]?.[group.kind] || REST[group.kind];
  }
  // A community is called after the member that most others are joined with.
  const joined = (i) => out[i].length + into[i].length;
  const claims = group.members.filter((i) => NODES[i].k === KIND.claim || NODES[i].k === KIND.source);
  const lead = (claims.length ? claims : group.members).reduce((best, i) => (joined(i) > joined(best) ? i : best));
  return `Around: ${NODES[lead].h}`;
}

const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
