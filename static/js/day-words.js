// Says in words, beside a field, which day is meant by what is written there. The server reads it: there is one reader.
"use strict";

(() => {
  const waiting = new WeakMap();

  async function say(input) {
    const output = input.parentElement.querySelector("[data-day-words]");
    const text = input.value.trim();
    if (!output || output.dataset.for === text) return;
    output.dataset.for = text;
    try {
      const response = text ? await fetch(`/admin/dag/?${new URLSearchParams({ skrivet: text })}`) : null;
      const words = response?.ok && response.headers.get("Content-Type").includes("json") ? (await response.json()).words : "";
      // Something else may have been written meanwhile.
      if (output.dataset.for === text) output.textContent = words;
    } catch {
      output.textContent = "";
      delete output.dataset.for;
    }
  }

  function later(event) {
    const input = event.target;
    if (!input.matches?.(".vDateField")) return;
    clearTimeout(waiting.get(input));
    waiting.set(input, setTimeout(say, event.type === "input" ? 300 : 0, input));
  }

  // Django's calendar tells of its choice by giving the field focus.
  for (const kind of ["input", "change", "focusin", "focusout"]) document.addEventListener(kind, later);
})();
