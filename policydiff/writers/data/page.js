
"use strict";
(() => {
  const form = document.getElementById("filters");
  const output = form.querySelector("output");
  const names = ["q", "status", "theme", "relation"];
  const rows = [...document.querySelectorAll(".row")].map((element) => ({
    element,
    pair: element.closest(".pair"),
    text: element.textContent.toLowerCase(),
  }));

  function read() {
    if (!location.hash.includes("=")) return;
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const name of names) form.elements[name].value = wanted.get(name) || "";
  }

  function remember() {
    const chosen = new URLSearchParams();
    for (const name of names) {
      if (form.elements[name].value) chosen.set(name, form.elements[name].value);
    }
    const query = chosen.toString();
    if (query || location.hash.includes("=")) {
      history.replaceState(null, "", "#" + (query || "content"));
    }
  }

  function matches(row) {
    const { q, status, theme, relation } = form.elements;
    const words = q.value.toLowerCase().split(/\s+/);
    return words.every((word) => row.text.includes(word))
      && (!status.value || row.element.dataset.status === status.value)
      && (!theme.value || row.element.dataset.themes.includes("|" + theme.value + "|"))
      && (!relation.value || row.pair.dataset.relation === relation.value);
  }

  function apply() {
    const shown = new Set();
    let count = 0;
    for (const row of rows) {
      const visible = matches(row);
      row.element.hidden = !visible;
      if (visible) { count += 1; shown.add(row.pair); }
    }
    for (const pair of document.querySelectorAll(".pair")) pair.hidden = !shown.has(pair);
    output.textContent = output.dataset.text.replace("{n}", count).replace("{all}", rows.length);
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { remember(); apply(); });
  form.addEventListener("reset", () => setTimeout(() => { remember(); apply(); }));
  window.addEventListener("hashchange", () => { read(); apply(); });
  read();
  apply();
})();
