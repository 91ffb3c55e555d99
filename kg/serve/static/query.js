"use strict";
// The editor of the query page. It asks the endpoint that the page names and no other address.
document.addEventListener("DOMContentLoaded", async () => {
  const place = document.getElementById("yasgui");
  const endpoint = new URL(place.dataset.endpoint, window.location.href).href;
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.Yasr.registerPlugin("chart", QueryChart);
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    persistenceId: null,
    populateFromUrl: false,
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: { value: document.getElementById("sparql").value, persistenceId: null, consumeShareLink: null },
  });
  // What the editor makes is named for readers who do not see it.
  const amend = () => {
    for (const field of place.querySelectorAll("input.autocomplete")) field.setAttribute("aria-label", "Endpoint");
    for (const field of place.querySelectorAll("textarea")) field.setAttribute("aria-label", "Query in SPARQL");
    for (const field of place.querySelectorAll(".tab input")) field.setAttribute("aria-label", "Name of the query");
  };
  new MutationObserver(amend).observe(place, { childList: true, subtree: true });
  amend();
  showLabels(place, endpoint, document.getElementById("addresses"));
  const open = (section) => {
    const tab = yasgui.getTab() || yasgui.addTab(true);
    tab.setQuery(section.querySelector("textarea").value);
    place.scrollIntoView();
  };
  for (const section of document.querySelectorAll(".named")) {
    const button = section.querySelector(".load");
    button.hidden = false;
    button.addEventListener("click", () => open(section));
  }
  const openNamed = () => {
    const wanted = document.getElementById(window.location.hash.slice(1));
    const named = Boolean(wanted && wanted.classList.contains("named"));
    if (named) open(wanted);
    return named;
  };
  window.addEventListener("hashchange", openNamed);
  // The browser scrolls to the named section when the page is loaded; the editor with its query is what the link is for.
  if (openNamed()) window.addEventListener("load", () => setTimeout(() => place.scrollIntoView()));
});
