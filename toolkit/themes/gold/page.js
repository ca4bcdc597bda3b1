"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const key = `gold:${data.sheet}`;
  const asked = new URLSearchParams(location.search).get("lang");
  const state = { codes: {}, at: 0, around: false, keeps: true, message: "", language: "en" };
  const words = () => data.words[state.language];

  function build(tag, options = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(options)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "class") node.className = value;
      else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  // what is coded: {unit: {values: {theme: 0 or 1}, unsure, note, at}}
  const unit = () => data.units[state.at];
  const codeOf = (id) => state.codes[id] || { values: {}, unsure: false, note: "", at: 0 };
  const isDone = (id) => data.themes.every((theme) => theme.id in codeOf(id).values);
  const isBegun = (id) => Object.keys(codeOf(id).values).length > 0;
  const isOpen = (one) => !isDone(one.unit);

  function keep() {
    try {
      const { codes, at, language } = state;
      localStorage.setItem(key, JSON.stringify({ codes, at, language }));
      state.keeps = true;
    } catch { state.keeps = false; }
  }

  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "{}");
      merge(kept.codes || {});
      state.at = Math.min(kept.at || 0, data.units.length - 1);
      state.language = kept.language || (navigator.language.startsWith("zh") ? "zh" : "en");
      localStorage.setItem(`${key}:test`, "1");
      localStorage.removeItem(`${key}:test`);
    } catch { state.keeps = false; }
    if (asked in data.words) state.language = asked;
  }

  // the later word on a unit wins, so that loading an old file takes nothing away
  function merge(codes) {
    const known = new Set(data.units.map((one) => one.unit));
    let count = 0;
    for (const [id, code] of Object.entries(codes)) {
      if (!known.has(id) || codeOf(id).at >= code.at) continue;
      state.codes[id] = code;
      count += 1;
    }
    return count;
  }

  function change(update) {
    const before = codeOf(unit().unit);
    const code = { ...before, values: { ...before.values }, at: Date.now() };
    update(code);
    state.codes[unit().unit] = code;
    keep();
  }

  function setValue(theme, value) {
    change((code) => { if (code.values[theme] === value) delete code.values[theme]; else code.values[theme] = value; });
    draw();
  }

  function confirm() {
    change((code) => { for (const theme of data.themes) if (!(theme.id in code.values)) code.values[theme.id] = 0; });
    if (state.at < data.units.length - 1) move(state.at + 1); else nextOpen();
  }

  function move(place) {
    state.at = Math.max(0, Math.min(data.units.length - 1, place));
    state.message = "";
    keep();
    draw();
    if (window.scrollY > 0) window.scrollTo(0, 0);
  }

  function nextOpen() {
    const later = data.units.findIndex((one, place) => place > state.at && isOpen(one));
    const first = later >= 0 ? later : data.units.findIndex(isOpen);
    if (first >= 0) move(first); else draw();
  }

  function guarded(text) { return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; }
  function cell(value) {
    const text = guarded(String(value));
    return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function table() {
    const rows = data.units.map((one) => {
      const code = codeOf(one.unit);
      const facts = { unit: one.unit, coder: data.coder, position: one.position, text: one.text,
        unsure: code.unsure ? 1 : "", note: code.note };
      return data.columns.map((name) => {
        if (name in facts && !data.themes.some((theme) => theme.id === name)) return cell(facts[name]);
        return name in code.values ? String(code.values[name]) : "";
      }).join(",");
    });
    return [data.columns.join(","), ...rows].join("\r\n") + "\r\n";
  }

  function progress() {
    return JSON.stringify({ format: "gold-progress/1", sheet: data.sheet, coder: data.coder, codes: state.codes });
  }

  function hand(name, type, ...parts) {
    const link = build("a", { download: name });
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function load(text) {
    let file = null;
    try { file = JSON.parse(text); } catch { /* said below */ }
    if (file === null || file.format !== "gold-progress/1") state.message = words().not_a_file;
    else if (file.sheet !== data.sheet) state.message = words().other_sheet;
    else state.message = `${words().loaded} ${merge(file.codes)}`;
    keep();
    draw();
  }

  function header() {
    const done = data.units.filter((one) => !isOpen(one)).length, all = data.units.length;
    const file = build("input", { type: "file", accept: ".json", class: "hidden",
      onchange: (event) => event.target.files[0] && event.target.files[0].text().then(load) });
    const other = state.language === "en" ? "zh" : "en";
    return build("header", {},
      build("div", { class: "bar" },
        build("h1", {}, data.title, build("small", {}, `${words().coder}: ${data.coder}`)),
        build("div", { class: "tools" },
          build("button", { id: "language", lang: other, onclick: () => { state.language = other; keep(); draw(); } },
            data.words[other].name),
          build("button", { id: "save", onclick: () => hand(`progress-${data.coder}.json`, "application/json", progress()) },
            words().save),
          build("button", { id: "load", onclick: () => file.click() }, words().load), file,
          // the mark at the start lets Excel see that the file is UTF-8
          build("button", { id: "export", class: done === all ? "primary" : "",
            onclick: () => hand(`codes-${data.coder}.csv`, "text/csv", "\ufeff", table()) }, words().export))),
      build("div", { class: "meter" },
        build("div", { class: "track" }, build("span", { style: `width:${(100 * done) / Math.max(1, all)}%` })),
        build("span", {}, build("b", { id: "done" }, `${done} / ${all}`), ` ${words().done}`)),
      state.keeps ? null : build("p", { class: "told" }, words().unsaved),
      state.message ? build("p", { class: "told", id: "message" }, state.message) : null,
      done === all ? build("p", { class: "told good" }, words().all_done) : null);
  }

  function around(texts, edge) {
    if (!state.around) return [];
    return texts.length ? texts.map((text) => build("p", { class: "around" }, text)) : [build("p", { class: "around" }, edge)];
  }

  function themeRow(theme, number) {
    const value = codeOf(unit().unit).values[theme.id];
    const [mine, other] = state.language === "zh" ? ["zh", "en"] : ["en", "zh"];
    const pick = (is, name) => build("button", { class: is ? "yes" : "no", "aria-pressed": String(value === is),
      "data-theme": theme.id, "data-value": is, onclick: () => setValue(theme.id, is) }, name);
    return build("div", { class: "theme", role: "group", "aria-label": theme.label[mine] || theme.id },
      build("span", { class: "label" }, theme.label[mine] || theme.id, number < 9 ? build("kbd", {}, String(number + 1)) : null,
        build("small", { lang: other }, theme.label[other] || "")),
      build("div", { class: "choice" }, pick(1, words().present), pick(0, words().absent)));
  }

  function card() {
    const one = unit(), code = codeOf(one.unit);
    const note = build("textarea", { id: "note", rows: 1, placeholder: words().note_hint, "aria-label": words().note,
      oninput: (event) => { const text = event.target.value; change((each) => { each.note = text; }); } });
    note.value = code.note;
    return build("section", { class: "card" },
      build("div", { class: "place" }, build("span", {}, `${state.at + 1} / ${data.units.length}`),
        build("button", { id: "around", onclick: () => { state.around = !state.around; draw(); } },
          state.around ? words().no_context : words().context, build("kbd", {}, "C"))),
      ...around(one.before, words().starts),
      build("p", { class: "text", lang: one.language }, one.text),
      ...around(one.after, words().ends),
      ...data.themes.map(themeRow),
      build("div", { class: "extra" },
        build("button", { id: "unsure", "aria-pressed": String(code.unsure),
          onclick: () => { change((each) => { each.unsure = !each.unsure; }); draw(); } }, words().unsure, build("kbd", {}, "U")),
        note),
      build("div", { class: "moves" },
        build("button", { id: "back", disabled: state.at === 0, onclick: () => move(state.at - 1) }, words().back, build("kbd", {}, "←")),
        build("button", { id: "confirm", class: "primary", onclick: confirm }, words().confirm, build("kbd", {}, "Enter")),
        build("button", { id: "open", onclick: nextOpen }, words().next_open, build("kbd", {}, "O"))),
      build("div", { class: "map" }, ...data.units.map(mapCell)));
  }

  function mapCell(one, place) {
    const kind = codeOf(one.unit).unsure ? "unsure" : isDone(one.unit) ? "done" : isBegun(one.unit) ? "part" : "";
    return build("button", { class: `${kind}${place === state.at ? " here" : ""}`, title: String(place + 1),
      "aria-label": String(place + 1), tabindex: -1, onclick: () => move(place) });
  }

  function list(name, texts) {
    if (!texts.length) return [];
    return [build("h3", {}, name), build("ul", {}, ...texts.map((text) => build("li", {}, text)))];
  }

  const folded = new Set(["rules"]);
  function section(name, title, ...children) {
    const node = build("details", { class: "card", open: !folded.has(name) }, build("summary", {}, title), ...children);
    node.addEventListener("toggle", () => { if (node.open) folded.delete(name); else folded.add(name); });
    return node;
  }

  function guide() {
    const mine = (texts) => texts[state.language] || Object.values(texts)[0] || "";
    return build("aside", { "aria-label": words().codebook },
      section("how", words().how, build("ol", {}, ...data.instructions[state.language].map((text) => build("li", {}, text))),
        build("p", {}, words().saved), build("p", { class: "keys" }, `${words().keys}: ${words().key_list}`)),
      data.rules.length ? section("rules", words().rules, build("ul", {}, ...data.rules.map((text) => build("li", {}, text)))) : null,
      ...data.themes.map((theme, number) => section(theme.id, `${number + 1} · ${mine(theme.label) || theme.id}`,
        build("p", {}, mine(theme.definition)), ...list(words().include, theme.include), ...list(words().exclude, theme.exclude),
        ...list(words().examples, theme.examples), ...list(words().counterexamples, theme.counterexamples))));
  }

  function draw() {
    const focused = document.activeElement && document.activeElement.id;
    document.documentElement.lang = state.language;
    document.getElementById("page").replaceChildren(header(), build("div", { class: "columns" }, card(), guide()));
    const again = focused && document.getElementById(focused);
    if (again) again.focus();
    const here = document.querySelector(".map .here"), map = document.querySelector(".map");
    if (here && map) map.scrollTop = here.offsetTop - map.offsetTop - map.clientHeight / 2;
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.tagName === "TEXTAREA";
    if (isTyping && event.key === "Escape") { event.target.blur(); return; }
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const theme = /^[1-9]$/.test(event.key) && data.themes[Number(event.key) - 1];
    const onButton = ["BUTTON", "SUMMARY"].includes(event.target.tagName);
    const actions = { ArrowLeft: () => move(state.at - 1), ArrowRight: () => move(state.at + 1), o: nextOpen,
      u: () => document.getElementById("unsure").click(), c: () => document.getElementById("around").click(),
      n: () => document.getElementById("note").focus() };
    if (theme) setValue(theme.id, codeOf(unit().unit).values[theme.id] === 1 ? 0 : 1);
    else if (event.key === "Enter" && !(onButton && event.target.id !== "confirm" && !event.target.dataset.theme)) confirm();
    else if (actions[event.key.toLowerCase()] || actions[event.key]) (actions[event.key] || actions[event.key.toLowerCase()])();
    else return;
    event.preventDefault();
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== key || !event.newValue) return;
    merge(JSON.parse(event.newValue).codes || {});
    draw();
  });
  window.addEventListener("beforeunload", (event) => { if (!state.keeps && Object.keys(state.codes).length) event.preventDefault(); });
  window.gold = { table, progress, load };
  recall();
  draw();
})();
