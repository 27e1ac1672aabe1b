(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const notes = [...document.querySelectorAll(".note")];
  const find = byId("find");
  const filters = [
    [byId("by-word"), "words"],
    [byId("by-host"), "hosts"],
    [byId("by-section"), "sections"],
  ].filter(([select]) => select);
  const tally = byId("tally");
  const unfold = byId("unfold");
  const texts = new Map();

  // What a reader types and what a page holds may differ in case, accents of form and spaces.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const textOf = (note) => {
    if (!texts.has(note)) texts.set(note, plain(note.textContent));
    return texts.get(note);
  };
  const fits = (note, words) =>
    filters.every(([select, key]) => !select.value || note.dataset[key].split(" ").includes(select.value)) &&
    (words.length === 0 ||
      (words.length === 1 && words[0] === note.dataset.number) ||
      words.every((word) => textOf(note).includes(word)));

  const apply = () => {
    const words = plain(find.value).split(" ").filter(Boolean);
    let left = 0;
    for (const note of notes) {
      note.hidden = !fits(note, words);
      if (!note.hidden) left += 1;
    }
    const all = notes.length;
    tally.textContent = left === all ? `${all} note${all === 1 ? "" : "s"}` : `${left} of ${all} notes`;
    byId("nothing").hidden = left > 0 || all === 0;
  };
  const clear = () => {
    find.value = "";
    for (const [select] of filters) select.value = "";
    apply();
  };
  const unfolded = () => unfold.dataset.open === "yes";
  const showUnfold = (open) => {
    unfold.dataset.open = open ? "yes" : "no";
    unfold.textContent = open ? "Close all" : "Open all";
  };
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) clear();
    const fold = target.matches("details") ? target : target.querySelector("details");
    if (fold && target.matches(".note, .group")) fold.open = true;
    if (target.matches(".note")) target.scrollIntoView();
  };

  // From note to note among those that a filter leaves.
  const step = (by) => {
    const left = notes.filter((note) => !note.hidden);
    const here = document.activeElement?.closest(".note");
    const at = here ? left.indexOf(here) + by : 0;
    const next = left[Math.min(Math.max(at, 0), left.length - 1)];
    next?.querySelector("summary").focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  find.addEventListener("input", apply);
  for (const [select] of filters) select.addEventListener("change", apply);
  byId("clear").addEventListener("click", () => { clear(); find.focus(); });
  unfold.addEventListener("click", () => {
    const open = !unfolded();
    for (const note of notes) note.querySelector("details").open = open;
    showUnfold(open);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      find.focus();
    } else if ((event.key === "j" || event.key === "k") && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      step(event.key === "j" ? 1 : -1);
    } else if (event.key === "Escape" && event.target === find) {
      clear();
    }
  });

  // A file opened from a disk may have no clipboard of its own; then the old way does.
  const copyOldWay = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  // What may be copied: where its button goes, and what the button copies.
  const copied = [
    [".copies", "link", (place) => new URL(`#${place.closest(".note").id}`, location.href).href],
    [".copies", "note", (place) => place.closest(".body").querySelector(".raw").textContent],
    [".suggested .label", "suggested note", (place) => place.parentElement.querySelector("blockquote").textContent],
    [".usable", "address", (place) => place.querySelector("a").href],
  ];
  // A note gets its buttons when it is opened: thousands of them would only be in the way.
  const equip = (note) => {
    if (note.dataset.equipped) return;
    note.dataset.equipped = "yes";
    for (const [where, what, read] of copied) {
      for (const place of note.querySelectorAll(where)) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "copy";
        button.textContent = `Copy ${what}`;
        button.addEventListener("click", () => copy(button, read(place)));
        place.append(" ", button);
      }
    }
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".note > details")) equip(event.target.closest(".note"));
  }, true);
  const copy = async (button, text) => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copyOldWay(text);
    }
    const words = button.dataset.words ?? button.textContent;
    button.dataset.words = words;
    button.textContent = done ? "Copied" : "Not copied";
    byId("told").textContent = button.textContent;
    setTimeout(() => { button.textContent = words; }, 1500);
  };

  // Paper has no folds: open all for the printer, and put back what was closed.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of closed) fold.open = false; });
  addEventListener("hashchange", openTarget);

  byId("tools").hidden = false;
  apply();
  openTarget();
})();
