// The outline of an area or a plan: a chosen file is read into the text box, where it can be seen and is kept as a
// draft, and the map comes without the page being sent. What is wrong with a file or an outline the server says.
"use strict";

(() => {
  const TROUBLE = {
    offline: "Kartan gick inte att nå. Kontrollera att du har nät, och försök igen. Det du har fyllt i är kvar.",
    signedOut: "Du har loggats ut. Logga in i en ny flik och försök sedan igen här. Det du har fyllt i är kvar.",
    broken: "Något gick fel på servern. Försök igen om en stund. Det du har fyllt i är kvar.",
  };

  function listen(field) {
    const box = field.querySelector("textarea");
    const file = field.querySelector('[type="file"]');
    const button = field.querySelector("button");
    const words = field.querySelector(".outline-words");
    const sight = field.querySelector(".outline-sight");
    const form = box.form;
    let asked;

    function posted() {
      const names = [box.name, `${box.name}-choice`, file.name, "csrfmiddlewaretoken", ...field.dataset.sentWith.split(" ")];
      const data = new FormData();
      for (const [name, value] of new FormData(form)) if (names.includes(name)) data.append(name, value);
      return data;
    }

    async function show() {
      asked?.abort();
      asked = new AbortController();
      const {signal} = asked;
      let trouble = "offline";
      try {
        const response = await fetch(field.dataset.outlineAddress, {method: "POST", body: posted(), signal});
        if (response.redirected || response.status === 403) trouble = "signedOut";
        else trouble = "broken";
        if (!response.ok || response.redirected) throw new Error(response.statusText);
        const answer = await response.json();
        const page = new DOMParser().parseFromString(answer.markup, "text/html");
        sight.replaceChildren(...page.body.childNodes);
        words.textContent = answer.words;
      } catch (error) {
        if (error.name === "AbortError") return;
        sight.replaceChildren();
        words.textContent = TROUBLE[trouble];
        // The form learns whether somebody is signed in, and the new token.
        if (trouble === "signedOut") document.dispatchEvent(new CustomEvent("session:doubt"));
      }
    }

    async function textOf(chosen) {
      if (!file.accept.split(",").some((ending) => chosen.name.toLowerCase().endsWith(ending))) return "";
      try {
        return new TextDecoder("utf-8", {fatal: true}).decode(await chosen.arrayBuffer());
      } catch {
        return "";
      }
    }

    async function read() {
      const [chosen] = file.files;
      if (!chosen) return;
      if (chosen.size > Number(field.dataset.largest)) {
        words.textContent = field.dataset.tooLarge;
        file.value = "";
        return;
      }
      const text = await textOf(chosen);
      if (text.trim()) {
        box.value = text;
        for (const type of ["input", "change"]) box.dispatchEvent(new Event(type, {bubbles: true}));
        // From here on the box holds it, and what is mended there counts.
        file.value = "";
      }
      await show();
      file.value = "";
    }

    // What is stored is drawn once somebody gets there.
    new IntersectionObserver(([seen], observer) => {
      if (!seen.isIntersecting) return;
      observer.disconnect();
      if (box.value && !sight.children.length && !words.textContent) show();
    }).observe(field);

    // Without the script it sends the form; with it Enter in a field means the button that saves.
    button.type = "button";
    button.addEventListener("click", show);
    file.addEventListener("change", read);
    field.addEventListener("input", (event) => {
      if (event.target === file) return;
      asked?.abort();
      // What was drawn is no longer what stands there; choices are those of the text.
      if (event.target === box) sight.replaceChildren();
      else sight.querySelector("figure")?.remove();
      words.textContent = "Gränsen är ändrad. Tryck på Visa på kartan för att se den.";
    });
  }

  document.querySelectorAll(".outline-field").forEach(listen);
})();
