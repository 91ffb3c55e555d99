"use strict";
// Requests to the address that the editor takes for an endpoint are answered by the worker; no request leaves for it.
(() => {
  const place = document.getElementById("yasgui"), endpoint = new URL(place.dataset.endpoint, location.href).href;
  if (location.protocol === "file:") {
    document.getElementById("needs-server").hidden = false;
    return;
  }
  const MOST_SECONDS = 30, waiting = new Map(), plainFetch = window.fetch.bind(window);
  let worker = null, number = 0;

  function start() {
    worker = new Worker("static/worker.js", { type: "module" });
    worker.onmessage = ({ data }) => { waiting.get(data.number)?.(data); waiting.delete(data.number); };
    worker.onerror = (event) => end(`the engine did not start: ${event.message || "see the browser's console"}`);
  }

  function end(reason) {
    worker.terminate();
    worker = null;
    for (const reply of waiting.values()) reply({ error: reason });
    waiting.clear();
  }

  function ask(query, signal) {
    if (!worker) start();
    return new Promise((resolve, reject) => {
      const id = number++, timer = setTimeout(() => end(`stopped: the query took more than ${MOST_SECONDS} seconds`), MOST_SECONDS * 1000);
      signal?.addEventListener("abort", () => { clearTimeout(timer); reject(new DOMException("Aborted", "AbortError")); end("stopped"); });
      waiting.set(id, (reply) => {
        clearTimeout(timer);
        resolve(reply.error === undefined ? new Response(reply.body, { headers: { "Content-Type": reply.type } }) : new Response(reply.error, { status: 400 }));
      });
      worker.postMessage({ number: id, query, base: place.dataset.base });
    });
  }

  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url !== endpoint) return plainFetch(input, init);
    return ask(new URLSearchParams(await request.text()).get("query") || "", request.signal);
  };
})();
