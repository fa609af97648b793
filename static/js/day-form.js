// What visitors will read of what has been tapped, asked of the server at each tap; without this script a
// button asks for it.
"use strict";

(() => {
  const form = document.getElementById("day-form");
  const told = document.getElementById("told");
  if (!form || !told) return;
  const show = form.querySelector(".day-show");
  told.setAttribute("aria-live", "polite");
  show.hidden = true;
  let latest = 0;

  async function tell() {
    const mine = (latest += 1);
    // What is shown belongs to what was tapped before.
    told.querySelector(".day-save")?.setAttribute("disabled", "");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        signal: AbortSignal.timeout(10_000),
      });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const answer = page.getElementById("told");
      if (mine !== latest) return;
      if (!answer) throw new Error("signed out");
      told.replaceChildren(...answer.childNodes);
      if (told.querySelector(".day-save")) told.scrollIntoView({block: "nearest"});
    } catch {
      if (mine !== latest) return;
      const words = document.createElement("p");
      words.textContent = "Det gick inte att nå servern. Inget är sparat. Tryck på knappen för att försöka igen.";
      told.replaceChildren(words);
      show.hidden = false;
    }
  }

  form.addEventListener("change", (event) => {
    // A time or a reason that was typed goes before one that was tapped, so a tap takes it away.
    if (event.target.type === "radio") {
      const typed = form.elements[`${event.target.name}_other`];
      if (typed) typed.value = "";
    }
    if (event.target.name !== "despite") tell();
  });
})();
