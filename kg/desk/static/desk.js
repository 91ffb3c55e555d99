// Checks while one types. Every page works without it.
"use strict";
const fetched = async (path, values) => {
  const answer = await fetch(`${path}?${new URLSearchParams(values)}`);
  return answer.ok ? answer.text() : "";
};
const soon = (work, wait = 250) => {
  let timer;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => work(...given), wait); };
};

for (const box of document.querySelectorAll("[data-figure]")) {
  const shown = box.parentElement.querySelector("[data-parts]");
  const check = soon(async () => { shown.innerHTML = await fetched("/parts/figure", { line: box.value }); });
  box.addEventListener("input", check);
  if (box.value) check();
}

const article = document.getElementById("document");
for (const box of document.querySelectorAll("[data-quote]")) {
  const field = box.closest(".field");
  const shown = field.querySelector("[data-quote-check]");
  const button = field.querySelector("[data-select]");
  if (!article) continue;
  const check = soon(async () => {
    shown.innerHTML = box.value ? await fetched("/parts/quote", { source: article.dataset.source, quote: box.value }) : "";
  });
  box.addEventListener("input", check);
  let selected = "";
  document.addEventListener("selectionchange", () => {
    const range = document.getSelection();
    const inside = range && !range.isCollapsed && article.contains(range.anchorNode);
    if (inside) selected = range.toString().trim();
    button.hidden = !selected;
  });
  button.addEventListener("click", () => { box.value = selected; check(); box.focus(); });
}

for (const box of document.querySelectorAll("[data-targets]")) {
  const list = box.form.querySelector("fieldset.targets");
  box.addEventListener("input", soon(async () => {
    const found = box.value.trim() ? await fetched("/parts/targets", { q: box.value, node: box.dataset.node }) : "";
    list.querySelector("[data-found]").innerHTML = found;
    list.hidden = !found.trim();
  }));
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.value);
    document.querySelector("[data-copied]").textContent = "copied";
  });
  const link = document.querySelector("[data-mailto]");
  box.addEventListener("input", () => {
    link.href = `mailto:?subject=${encodeURIComponent(box.dataset.subject)}&body=${encodeURIComponent(box.value)}`;
  });
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

const current = document.querySelector(".mark[aria-current]");
if (current && article) article.scrollTop = current.offsetTop - article.offsetTop - article.clientHeight / 3;
