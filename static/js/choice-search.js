// A field for one row among many: what matches is listed while somebody writes, and chosen with the arrow keys
// and Enter or by pointing (the editable combobox with a list of WAI-ARIA APG). What is written and not chosen
// is sent as it stands: the server finds what is called so.
"use strict";

(() => {
  const PAUSE = 200;
  const SIGNED_OUT = "Du har loggats ut. Logga in i en ny flik och fortsätt sedan här. Det du har fyllt i finns kvar.";
  const REFUSED = "Du får inte söka här. Det du skriver tas emot när du sparar, om det är hela namnet.";
  const OFFLINE = "Servern svarar inte. Skriv hela namnet, eller försök igen om en stund.";
  let count = 0;

  function make(tag, attributes) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  function upgrade(field) {
    const input = field.querySelector("input[type=text]");
    // A new row is a copy of the form for empty ones, which is left as it is.
    if (input.role === "combobox" || input.name.includes("__prefix__")) return;
    const key = field.querySelector("[data-key]");
    const shown = field.querySelector("[data-shown]");
    const link = field.querySelector("[data-row]");
    const id = `choices-${count++}`;
    const list = make("ul", { id, role: "listbox", class: "choice-list", "aria-label": "Träffar", hidden: "" });
    const status = make("p", { role: "status", class: "help choice-status" });
    let asked = null, waiting = 0, active = -1;

    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) input.setAttribute(name, value);
    input.after(list);
    field.append(status);

    function tell(words) {
      status.textContent = words;
    }

    function close() {
      clearTimeout(waiting);
      asked?.abort();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      activate(-1);
    }

    function activate(index) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = list.children[active];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    }

    function choose(option) {
      key.value = option.dataset.key;
      input.value = shown.value = option.dataset.name;
      if (link) link.hidden = true;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      close();
      tell(`Vald: ${option.dataset.name}.`);
    }

    function show({ rows, has_more: hasMore }) {
      list.replaceChildren(...rows.map((row, index) => {
        const option = make("li", { id: `${id}-${index}`, role: "option", "aria-selected": "false", "data-key": row.key, "data-name": row.name });
        option.append(row.name);
        if (row.note) {
          const note = document.createElement("small");
          note.textContent = ` (${row.note})`;
          option.append(note);
        }
        return option;
      }));
      activate(-1);
      list.hidden = !rows.length;
      input.setAttribute("aria-expanded", String(rows.length > 0));
      if (!rows.length) tell("Inget heter så.");
      else if (hasMore) tell(`De första ${rows.length} träffarna visas. Skriv mer för att hitta fler.`);
      else tell(rows.length === 1 ? "1 träff." : `${rows.length} träffar.`);
    }

    async function search() {
      asked?.abort();
      const mine = asked = new AbortController();
      const words = input.value === shown.value ? "" : input.value;
      try {
        const response = await fetch(`${field.dataset.matchesUrl}?q=${encodeURIComponent(words)}`, { signal: mine.signal });
        if (response.redirected) tell(SIGNED_OUT);
        else if (response.status === 403) tell(REFUSED);
        else if (!response.ok) tell(OFFLINE);
        else {
          const found = await response.json();
          if (asked === mine && document.activeElement === input) show(found);
        }
      } catch (problem) {
        if (problem.name !== "AbortError") tell(OFFLINE);
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      tell("");
      if (input.value.trim()) waiting = setTimeout(search, PAUSE);
      else close();
    });
    input.addEventListener("keydown", async (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const last = list.children.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const isDown = event.key === "ArrowDown";
        if (list.hidden) {
          await search();
          if (!list.hidden) activate(isDown ? 0 : list.children.length - 1);
        } else if (isDown) activate(active === last ? 0 : active + 1);
        else activate(active <= 0 ? last : active - 1);
      } else if (event.key === "Enter" && (!list.hidden || (input.value.trim() && input.value !== shown.value))) {
        // The form is not sent while somebody is looking.
        event.preventDefault();
        if (active >= 0) choose(list.children[active]);
        else {
          clearTimeout(waiting);
          if (list.hidden) await search();
          if (!list.hidden) activate(0);
        }
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
        tell("");
      }
    });
    input.addEventListener("blur", close);
    // The field keeps the focus while somebody points at the list.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
  }

  const upgradeIn = (part) => part.querySelectorAll(".choice-field").forEach(upgrade);
  upgradeIn(document);
  document.addEventListener("formset:added", (event) => upgradeIn(event.target));
})();
