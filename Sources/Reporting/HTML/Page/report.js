"use strict";
// The page is whole without this script, which folds the code away, filters and sorts. What is filtered and how it is
// sorted stands in the address behind `#`, so that a view can be bookmarked and the charts are ordinary links.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const actions = document.getElementById("all-actions");
  if (actions) {
    actions.addEventListener("click", () => {
      const first = document.querySelector(".actions .late a");
      document.querySelector(".actions").classList.add("all");
      actions.parentElement.remove();
      first.focus();
    });
  }
  const form = document.getElementById("filters");
  if (!form) return;

  const table = document.querySelector("table.findings");
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");
  const expand = document.getElementById("expand");
  const severities = ["low", "medium", "high", "critical"];
  const efforts = ["S", "M", "L"];
  const entries = Array.from(table.tBodies, (body, order) => ({
    body,
    order,
    fold: body.querySelector(".fold"),
    detail: body.rows[1],
    severity: severities.indexOf(body.dataset.severity),
    effort: efforts.indexOf(body.dataset.effort),
    line: Number(body.dataset.line),
    text: [body.dataset.path + ":" + body.dataset.line, body.rows[0].textContent, body.querySelector("pre").textContent,
      body.querySelector(".detail .note:last-child").textContent].join("\n").toLowerCase(),
  }));
  const byAnchor = new Map(entries.map((entry) => [entry.body.id, entry]));

  const open = (entry, isOpen) => {
    entry.fold.setAttribute("aria-expanded", String(isOpen));
    entry.detail.hidden = !isOpen;
  };
  for (const entry of entries) open(entry, false);

  // By what the head's buttons sort; what is equal stays in the order of the report.
  const text = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  const place = (one, other) => text(one.body.dataset.path, other.body.dataset.path) || one.line - other.line;
  const orders = {
    severity: (one, other) => one.severity - other.severity,
    location: place,
    rule: (one, other) => text(one.body.dataset.rule, other.body.dataset.rule),
    effort: (one, other) => one.effort - other.effort,
  };
  const firstDirection = { severity: -1, location: 1, rule: 1, effort: 1 };
  let sorting = { by: "severity", direction: -1 };

  const sort = () => {
    const compare = orders[sorting.by];
    const isOwn = sorting.by === "severity" && sorting.direction === -1;
    const sorted = entries.slice().sort((one, other) =>
      (isOwn ? 0 : sorting.direction * compare(one, other)) || one.order - other.order);
    table.append(...sorted.map((entry) => entry.body));
    for (const button of table.tHead.querySelectorAll("button")) {
      const isSorted = button.dataset.sort === sorting.by;
      const cell = button.parentElement;
      if (isSorted) cell.setAttribute("aria-sort", sorting.direction < 0 ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
  };

  const filter = () => {
    const data = new FormData(form);
    const words = data.get("text").toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = data.getAll("severity");
    const [category, rule, confidence] = ["category", "rule", "confidence"].map((name) => data.get(name));
    let count = 0;
    for (const entry of entries) {
      const own = entry.body.dataset;
      const fits = (chosen.length === 0 || chosen.includes(own.severity))
        && (!category || own.category === category)
        && (!rule || own.rule === rule)
        && (confidence === "any" || (confidence ? own.confidence === confidence : own.confidence !== "low"))
        && words.every((word) => entry.text.includes(word));
      entry.body.hidden = !fits;
      if (fits) count += 1;
    }
    none.hidden = count > 0;
    shown.textContent = `${count.toLocaleString("en")} of ${entries.length.toLocaleString("en")} findings`;
  };

  // The address. A lone name leads to one finding, anything with `=` is a view.
  const write = () => {
    const view = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (!value) continue;
      if (view.has(name)) view.set(name, view.get(name) + "," + value);
      else view.set(name, value);
    }
    const sign = sorting.direction < 0 ? "-" : "";
    if (sorting.by !== "severity" || sorting.direction > 0) view.set("sort", sign + sorting.by);
    history.replaceState(null, "", view.size ? "#" + view : location.pathname + location.search);
  };

  const read = () => {
    const view = new URLSearchParams(location.hash.slice(1));
    form.elements.text.value = view.get("text") || "";
    const chosen = (view.get("severity") || "").split(",");
    for (const box of form.elements.severity) box.checked = chosen.includes(box.value);
    for (const name of ["category", "rule", "confidence"]) {
      const list = form.elements[name];
      list.value = view.get(name) || "";
      if (list.selectedIndex < 0) list.selectedIndex = 0;
    }
    const [, sign, by] = /^(-?)(\w+)$/.exec(view.get("sort") || "-severity") || [];
    sorting = Object.hasOwn(orders, by) ? { by, direction: sign ? -1 : 1 } : { by: "severity", direction: -1 };
    sort();
    filter();
  };

  const follow = () => {
    const name = location.hash.slice(1);
    const entry = byAnchor.get(name);
    if (entry) {
      if (entry.body.hidden) {
        form.reset();
        filter();
      }
      if (entry.body.hidden) entry.body.hidden = false;
      open(entry, true);
      entry.fold.focus({ preventScroll: true });
      entry.body.scrollIntoView({ block: "center" });
    } else if (name.includes("=")) {
      read();
      document.getElementById("findings-heading").focus({ preventScroll: true });
      document.getElementById("findings").scrollIntoView();
    }
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { filter(); write(); });
  form.addEventListener("reset", () => setTimeout(() => { filter(); write(); }));
  table.tHead.addEventListener("click", (event) => {
    const by = event.target.dataset.sort;
    if (!by) return;
    sorting = { by, direction: sorting.by === by ? -sorting.direction : firstDirection[by] };
    sort();
    write();
  });
  table.addEventListener("click", (event) => {
    const row = event.target.closest("tr.row");
    if (!row || event.target.closest("a")) return;
    // Who marks text in a row wants to copy it.
    if (!event.target.closest("button") && String(getSelection())) return;
    const entry = byAnchor.get(row.parentElement.id);
    open(entry, entry.detail.hidden);
  });
  expand.addEventListener("click", () => {
    const isOpen = expand.getAttribute("aria-pressed") !== "true";
    expand.setAttribute("aria-pressed", String(isOpen));
    expand.textContent = isOpen ? "Hide all code" : "Show all code";
    for (const entry of entries) open(entry, isOpen);
  });
  addEventListener("hashchange", follow);

  filter();
  if (location.hash) follow();
})();
