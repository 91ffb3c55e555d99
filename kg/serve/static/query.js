"use strict";
// The editor for the query page: it asks this site's endpoint and no other address.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("yasgui");
  const endpoint = new URL(place.dataset.endpoint, window.location.href).href;
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    persistenceId: null,
    populateFromUrl: false,
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: { value: document.getElementById("sparql").value, persistenceId: null, consumeShareLink: null },
  });
  // What the editor makes is named for readers who do not see it; addresses of this graph lead to their pages here.
  const { base, root } = place.dataset;
  const amend = () => {
    for (const field of place.querySelectorAll("input.autocomplete")) field.setAttribute("aria-label", "Endpoint");
    for (const field of place.querySelectorAll("textarea")) field.setAttribute("aria-label", "Query in SPARQL");
    for (const field of place.querySelectorAll(".tab input")) field.setAttribute("aria-label", "Name of the query");
    for (const link of place.querySelectorAll(".yasr a")) {
      const address = link.getAttribute("href") || "";
      if (address.startsWith(base)) link.setAttribute("href", root + address.slice(base.length));
    }
  };
  new MutationObserver(amend).observe(place, { childList: true, subtree: true });
  amend();
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
    if (wanted && wanted.classList.contains("named")) open(wanted);
  };
  window.addEventListener("hashchange", openNamed);
  openNamed();
});
