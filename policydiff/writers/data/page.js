
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
  const unfolded = new Set();

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

  function wordsSought() {
    return form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  }

  function matches(row, words) {
    const { status, theme, relation } = form.elements;
    return words.every((word) => row.text.includes(word))
      && (!status.value || row.element.dataset.status === status.value)
      && (!theme.value || row.element.dataset.themes.includes("|" + theme.value + "|"))
      && (!relation.value || row.pair.dataset.relation === relation.value);
  }

  /* What is found is unfolded, and folded again when the search is over. */
  function unfold(row, words) {
    row.element.classList.toggle("found", words.length > 0);
    for (const part of row.element.querySelectorAll("details")) {
      const text = part.textContent.toLowerCase();
      const hit = words.some((word) => text.includes(word));
      if (hit && !part.open) { part.open = true; unfolded.add(part); }
      if (!hit && unfolded.delete(part)) part.open = false;
    }
  }

  function ranges(element, words) {
    const found = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data.toLowerCase();
      if (text.length !== node.data.length) continue;
      for (const word of words) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          found.push(range);
        }
      }
    }
    return found;
  }

  function apply() {
    const shown = new Set();
    const words = wordsSought();
    const hits = [];
    let count = 0;
    for (const row of rows) {
      const visible = matches(row, words);
      row.element.hidden = !visible;
      unfold(row, visible ? words : []);
      if (visible) {
        count += 1;
        shown.add(row.pair);
        if (words.length) hits.push(...ranges(row.element, words));
      }
    }
    for (const pair of document.querySelectorAll(".pair")) pair.hidden = !shown.has(pair);
    if (window.Highlight && CSS.highlights) CSS.highlights.set("hit", new Highlight(...hits));
    document.body.classList.toggle("brief", form.elements.brief.checked);
    document.body.classList.toggle("sifted", count < rows.length || words.length > 0);
    document.body.classList.toggle("whole", form.elements.whole.checked);
    output.textContent = output.dataset.text.replace("{n}", count).replace("{all}", rows.length);
  }

  /* A theme of the picture shows its tasks. */
  for (const head of document.querySelectorAll("[data-code]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      form.reset();
      form.elements.theme.value = head.dataset.code;
      remember();
      apply();
      form.scrollIntoView();
    });
    head.replaceChildren(button);
  }

  /* The picture of tasks: one box is lit with what it is tied to, and told whole. */
  for (const picture of document.querySelectorAll(".flow")) {
    const told = picture.parentElement.querySelector(".told");
    const boxes = [...picture.querySelectorAll("a")];
    const bands = [...picture.querySelectorAll("path")];
    const titles = new Map(boxes.map((box) => [box.dataset.n, box.querySelector("title").textContent]));

    function light(box) {
      const name = box && box.dataset.n;
      const ends = new Set([name]);
      for (const band of bands) {
        const { a, b } = band.dataset;
        const on = a === name || b === name;
        band.classList.toggle("on", on);
        if (on) { ends.add(a); ends.add(b); }
      }
      for (const other of boxes) other.classList.toggle("on", ends.has(other.dataset.n));
      picture.classList.toggle("lit", Boolean(box));
      ends.delete(name);
      told.hidden = !box;
      const others = [...ends].map((end) => titles.get(end)).join("; ");
      const arrow = box && name.startsWith("p") ? " → " : " ← ";
      told.textContent = box ? titles.get(name) + arrow + (others || "–") : "";
    }

    function step(box, key) {
      const place = boxes.indexOf(box);
      const sides = [boxes.filter((x) => x.dataset.n[0] === "p"), boxes.filter((x) => x.dataset.n[0] !== "p")];
      if (key === "ArrowDown") return boxes[place + 1];
      if (key === "ArrowUp") return boxes[place - 1];
      const band = bands.find(({ dataset: { a, b } }) => a === box.dataset.n || b === box.dataset.n);
      const [left, right] = sides;
      const far = key === "ArrowRight" ? right : key === "ArrowLeft" ? left : [];
      return band && far.find((x) => x !== box && [band.dataset.a, band.dataset.b].includes(x.dataset.n));
    }

    let tapped = null; /* a first tap lights, a second one follows */

    for (const box of boxes) {
      if (box !== boxes[0]) box.tabIndex = -1;
      box.addEventListener("click", (event) => {
        if (event.pointerType !== "touch" || tapped === box) return;
        event.preventDefault();
        tapped = box;
        light(box);
      });
      box.addEventListener("pointerenter", () => light(box));
      box.addEventListener("focus", () => light(box));
      box.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { light(null); return; }
        const next = step(box, event.key);
        if (!next) return;
        event.preventDefault();
        box.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      });
    }
    picture.addEventListener("pointerleave", () => light(null));
    picture.addEventListener("focusout", () => light(null));
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { remember(); apply(); });
  form.addEventListener("reset", () => setTimeout(() => { remember(); apply(); }));
  window.addEventListener("hashchange", () => { read(); apply(); });
  read();
  apply();
})();
