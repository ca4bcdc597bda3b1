"use strict";
(() => {
  const LABELS = ["content", "heading", "boilerplate", "meta"];
  const COLUMNS = ["doc", "line", "label", "start", "reason"];
  const lines = [...document.querySelectorAll("#documents .line")];
  const docs = [...document.querySelectorAll("#documents .doc")];
  const find = (id) => document.getElementById(id);
  const docOf = (line) => line.closest("[data-doc]").dataset.doc;
  const numberOf = (line) => line.querySelector(".n").textContent;
  const labelOf = (line) => LABELS.find((label) => line.classList.contains(label));
  const corrections = new Map();
  document.body.classList.add("scripted");

  const reasons = new Map();
  for (const line of lines) {
    const reason = line.querySelector(".reason").textContent;
    reasons.set(reason, (reasons.get(reason) || 0) + 1);
  }
  for (const [reason, times] of [...reasons].sort((a, b) => b[1] - a[1])) {
    const option = document.createElement("option");
    option.value = reason;
    option.textContent = `${reason} (${times})`;
    find("reason").append(option);
  }

  function filter() {
    const off = new Set([...document.querySelectorAll("[aria-pressed=false]")].map((b) => b.dataset.label));
    const kind = find("kind").value, reason = find("reason").value, words = find("search").value.toLowerCase();
    const isNarrow = off.size > 0 || kind || reason || words;
    let shown = 0;
    for (const line of lines) {
      const isShown = !off.has(labelOf(line)) && (!kind || line.classList.contains(kind)) &&
        (!reason || line.querySelector(".reason").textContent === reason) &&
        (!words || line.textContent.toLowerCase().includes(words));
      line.classList.toggle("hidden", !isShown);
      shown += isShown;
    }
    for (const doc of docs) {
      const has = doc.querySelector(".line:not(.hidden)") !== null;
      doc.classList.toggle("hidden", !has);
      if (isNarrow && has) doc.open = true;
    }
    find("shown").textContent = `${shown} of ${lines.length} lines`;
  }

  function cell(text) {
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function table() {
    const rows = [...corrections.values()].map((row) => COLUMNS.map((name) => cell(row[name])).join(","));
    return [COLUMNS.join(","), ...rows].join("\n") + "\n";
  }

  function correct(line, label) {
    const row = { doc: docOf(line), line: numberOf(line), label, start: line.dataset.start, reason: "" };
    const key = JSON.stringify([row.doc, row.line]);
    if (label === labelOf(line)) corrections.delete(key);
    else corrections.set(key, row);
    for (const other of document.querySelectorAll(".line")) {
      if (docOf(other) === row.doc && numberOf(other) === row.line) {
        other.classList.toggle("corrected", corrections.has(key));
        const tag = other.querySelector(".tag");
        tag.textContent = corrections.has(key) ? `→${label[0].toUpperCase()}` : label[0].toUpperCase();
      }
    }
    find("corrections").textContent = table();
    find("download").textContent = `Download corrections (${corrections.size})`;
    find("download").disabled = corrections.size === 0;
  }

  function ask(line) {
    const select = document.createElement("select");
    for (const label of LABELS) select.append(new Option(label, label));
    const known = corrections.get(JSON.stringify([docOf(line), numberOf(line)]));
    select.value = known ? known.label : labelOf(line);
    select.setAttribute("aria-label", "label of this line");
    select.addEventListener("change", () => correct(line, select.value));
    select.addEventListener("blur", () => select.remove());
    line.querySelector(".text").prepend(select, " ");
    select.focus();
  }

  document.addEventListener("click", (event) => {
    const tag = event.target.closest(".line .tag");
    if (tag) ask(tag.closest(".line"));
  });
  for (const button of document.querySelectorAll(".controls [data-label]")) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "false");
      filter();
    });
  }
  for (const id of ["kind", "reason"]) find(id).addEventListener("change", filter);
  find("search").addEventListener("input", filter);
  find("unfold").addEventListener("click", () => docs.forEach((doc) => { doc.open = true; }));
  find("fold").addEventListener("click", () => docs.forEach((doc) => { doc.open = false; }));
  find("download").addEventListener("click", () => {
    const link = document.createElement("a");
    // the mark at the start lets Excel see that the file is UTF-8
    link.href = URL.createObjectURL(new Blob(["\ufeff", table()], { type: "text/csv" }));
    link.download = "corrections.csv";
    link.click();
  });
  window.addEventListener("beforeunload", (event) => { if (corrections.size) event.preventDefault(); });
  filter();
})();
