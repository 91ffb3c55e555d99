"use strict";
// In the rows of an answer, nodes of the graph lead to their pages here and are called by their names, or by their addresses on demand.

const nodeLabels = new Map();  // IRI → name, "" where none is recorded

async function labelsOf(endpoint, iris) {
  const missing = [...new Set(iris)].filter((iri) => !nodeLabels.has(iri) && /^https?:\/\/[^\s<>"{}|\\^`]+$/.test(iri)).slice(0, 1000);
  if (missing.length) {
    for (const iri of missing) nodeLabels.set(iri, "");
    const query = `SELECT ?node (MIN(STR(?text)) AS ?label) { VALUES ?node { ${missing.map((iri) => `<${iri}>`).join(" ")} } VALUES ?name {
      <https://schema.org/text> <http://purl.org/dc/terms/title> <https://schema.org/name> <http://www.w3.org/2000/01/rdf-schema#label> } ?node ?name ?text } GROUP BY ?node`;
    try {
      const reply = await fetch(endpoint, { method: "POST", headers: { Accept: "application/sparql-results+json" }, body: new URLSearchParams({ query }) });
      for (const row of reply.ok ? (await reply.json()).results.bindings : []) nodeLabels.set(row.node.value, row.label.value);
    } catch { /* the addresses stay */ }
  }
  return nodeLabels;
}

function showLabels(place, endpoint, toggle) {
  const { base, root, pages } = place.dataset;
  const own = pages ? fetch(pages).then((reply) => reply.json()) : Promise.resolve(null);
  const page = (iri, known) => (known ? known[iri] : iri.startsWith(base) ? root + iri.slice(base.length) : undefined);
  const seen = new WeakSet();
  const amend = async () => {
    const links = [...place.querySelectorAll(".yasr table a.iri")].filter((link) => !seen.has(link));
    if (!links.length) return;
    for (const link of links) { seen.add(link); link.dataset.iri = link.getAttribute("href") || ""; link.dataset.short = link.textContent; }
    const known = await own;
    for (const link of links) { const here = page(link.dataset.iri, known); if (here) { link.setAttribute("href", here); link.removeAttribute("target"); } }
    await labelsOf(endpoint, links.map((link) => link.dataset.iri));
    links.forEach(say);
  };
  const say = (link) => {
    const label = toggle.checked ? "" : nodeLabels.get(link.dataset.iri);
    link.textContent = label || link.dataset.short;
    // The editor puts whole addresses between < and >, which do not belong to a name.
    const [before, after] = [link.previousSibling, link.nextSibling];
    if (before) before.textContent = label || link.dataset.short !== link.dataset.iri ? "" : "<";
    if (after) after.textContent = label || link.dataset.short !== link.dataset.iri ? "" : ">";
    link.title = link.dataset.iri;
  };
  toggle.addEventListener("change", () => place.querySelectorAll("a[data-iri]").forEach(say));
  new MutationObserver(amend).observe(place, { childList: true, subtree: true });
}
