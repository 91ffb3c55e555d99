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
  const wanted = document.getElementById(window.location.hash.slice(1));
  if (wanted && wanted.classList.contains("named")) open(wanted);
});
