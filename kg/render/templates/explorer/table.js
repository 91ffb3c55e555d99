// The same as a table that sorts and filters.

const LINES_AT_ONCE = 500;
const COLUMNS = [
  { name: "What", of: (i) => NODES[i].h, text: true },
  { name: "Kind", of: (i) => kindOf(i), text: true },
  { name: "Where", of: (i) => NODES[i].p || "", text: true },
  { name: "Date", of: (i) => NODES[i].t || "", shown: (i) => NODES[i].w || "", text: true },
  { name: "Backing", of: (i) => (NODES[i].b ? word("backing", NODES[i].b) : ""), text: true },
  { name: "Path ends", of: (i) => (NODES[i].e ? word("end", NODES[i].e) : ""), text: true },
  { name: "Rests on", of: (i) => step(i, true).length },
  { name: "What rests on it", of: restingOn },
  { name: "Challenged", of: (i) => challengers(i).size },
  { name: "Findings", of: (i) => (NODES[i].f ? NODES[i].f.length : 0) },
];

function tableView(sheet) {
  const holder = make("div", null, { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table" });
  const field = make("input", null, { type: "search", id: "only", autocomplete: "off" });
  const label = make("label", "Rows with ", { for: "only" });
  field.value = view.only;
  field.addEventListener("input", () => { view.only = field.value; remember(false); fill(holder); });
  label.append(field);
  sheet.append(label, holder);
  fill(holder);
  return () => {};
}

function fill(holder) {
  const wanted = view.only.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = scope().filter((i) => !wanted.length || wanted.every((part) => textOf(i).includes(part)));
  const [name, falling] = view.sort.startsWith("-") ? [view.sort.slice(1), -1] : [view.sort, 1];
  const column = COLUMNS.find((one) => one.name === name) || COLUMNS[7];
  const key = new Map(rows.map((i) => [i, column.of(i)]));
  rows.sort((a, b) => ((key.get(a) < key.get(b) ? -1 : key.get(a) > key.get(b) ? 1 : 0) * falling) || a - b);
  const table = make("table"), head = make("tr"), body = make("tbody");
  for (const one of COLUMNS) {
    const cell = make("th", null, { scope: "col", "aria-sort": one === column ? (falling > 0 ? "ascending" : "descending") : "none" });
    const button = make("button", `${one.name} ${one === column ? (falling > 0 ? "▲" : "▼") : ""}`.trim(), { type: "button" });
    button.addEventListener("click", () => {
      view.sort = one === column ? (falling > 0 ? "-" : "") + one.name : (one.text ? "" : "-") + one.name;
      remember(false);
      fill(holder);
      holder.querySelectorAll("th button")[COLUMNS.indexOf(one)].focus();
    });
    cell.append(button);
    head.append(cell);
  }
  const top = make("thead");
  top.append(head);
  table.append(top, body);
  holder.replaceChildren(table);
  more(holder, body, rows, LINES_AT_ONCE);
}

// The rows in portions, since a browser takes long over thousands at once.
function more(holder, body, rows, upTo) {
  for (const i of rows.slice(body.rows.length, upTo)) {
    const row = make("tr");
    COLUMNS.forEach((one, n) => {
      const cell = make(n ? "td" : "th", null, n ? (one.text ? {} : { class: "number" }) : { scope: "row" });
      if (n) cell.textContent = (one.shown || one.of)(i);
      else { const button = make("button", NODES[i].h, { type: "button", class: "jump", "data-i": i }); cell.append(button); }
      row.append(cell);
    });
    body.append(row);
  }
  const left = rows.length - body.rows.length;
  tell(`${counted(rows.length, "row", "rows")}${left ? `, the first ${body.rows.length.toLocaleString("en")} shown` : ""}`);
  if (!left) return;
  const button = make("button", `Show ${Math.min(left, LINES_AT_ONCE)} more of ${left.toLocaleString("en")}`, { type: "button", class: "rest" });
  button.addEventListener("click", () => {
    const next = body.rows.length;
    button.remove();
    more(holder, body, rows, next + LINES_AT_ONCE);
    body.rows[next].querySelector("button").focus();
  });
  holder.append(button);
}

const texts = new Map();
function textOf(i) {
  if (!texts.has(i)) {
    const node = NODES[i];
    texts.set(i, [node.h, node.p, node.s, node.q, node.id, node.l, node.e, ...(node.f || []).map((flag) => flag[0])].filter(Boolean).join(" ").toLowerCase());
  }
  return texts.get(i);
}
