// The SPARQL engine of the site, in a worker that the page can stop: the graph's RDF is loaded once, queries are answered from it.
import start, { Store } from "./oxigraph.js";

const opened = (async () => {
  const [reply] = await Promise.all([fetch("../graph.ttl"), start({ module_or_path: new URL("oxigraph.wasm", import.meta.url) })]);
  if (!reply.ok) throw new Error(`graph.ttl: ${reply.status}`);
  const store = new Store();
  store.load(await reply.text(), { format: "text/turtle", no_transaction: true, lenient: true });
  return store;
})();

// The first word of a query behind its prologue and comments says of which form its answer is.
function form(query) {
  const plain = query.replace(/<[^>\n]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, " ").replace(/#[^\n]*/g, " ");
  return (/\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(plain) || [""])[0].toUpperCase();
}

onmessage = async ({ data: { number, query, base } }) => {
  try {
    const store = await opened, rdf = /^(CONSTRUCT|DESCRIBE)$/.test(form(query));
    const type = rdf ? "text/turtle" : "application/sparql-results+json";
    postMessage({ number, type, body: store.query(query, { base_iri: base || undefined, results_format: rdf ? "ttl" : "json" }) });
  } catch (error) {
    postMessage({ number, error: String(error.message || error) });
  }
};
