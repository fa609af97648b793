// The button Granska: asks the server what to mend in the form as it stands, and shows it below.
"use strict";

const TROUBLE = {
  offline: "Granskningen gick inte att nå. Kontrollera att du har nät, och försök igen. Din text är kvar.",
  signedOut: "Du har loggats ut. Logga in i en ny flik och granska sedan igen här. Din text är kvar.",
  expired: "Du har loggat in på nytt sedan sidan öppnades. Granska en gång till. Din text är kvar.",
  denied: "Du får inte granska den här sidan.",
  broken: "Något gick fel på servern. Försök igen om en stund. Din text är kvar.",
};

class Trouble extends Error {}

async function findingsOf(form, button) {
  let response;
  try {
    response = await fetch(button.formAction, { method: "POST", body: new FormData(form) });
  } catch {
    throw new Trouble(TROUBLE.offline);
  }
  if (response.redirected) throw new Trouble(TROUBLE.signedOut);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const findings = page.querySelector(".findings");
  if (findings) return document.adoptNode(findings);
  if (response.status === 403) {
    if (!page.getElementById("send-again")) throw new Trouble(TROUBLE.denied);
    // The form learns the new token meanwhile.
    document.dispatchEvent(new CustomEvent("session:doubt"));
    throw new Trouble(TROUBLE.expired);
  }
  throw new Trouble(TROUBLE.broken);
}

function controlOf(form, name) {
  const row = form.querySelector(`.form-row.field-${name}, .field-${name}`) ?? document.getElementById(`${name}-group`);
  const inside = row?.querySelectorAll("textarea, input, select, button, a[href]") ?? [];
  return [document.getElementById(`id_${name}`), ...inside]
    .find((each) => each && !each.disabled && each.getClientRects().length > 0);
}

// The part of the text that a finding is about: its words where they still stand, else its line.
function rangeOf(text, line, excerpt) {
  const blank = text.match(/^\s*/)[0];
  // The server counts lines from the first that is not blank.
  let start = blank.lastIndexOf("\n") + 1;
  for (let number = 0; number < line; number += 1) {
    const next = text.indexOf("\n", start);
    if (next < 0) break;
    start = next + 1;
  }
  const words = excerpt.replace(/ …$/, "");
  const found = words ? text.indexOf(words, start) : -1;
  if (found >= 0) return [found, found + words.length];
  const end = text.indexOf("\n", start);
  return [start, end < 0 ? text.length : end];
}

function goTo(control, place) {
  if (control instanceof HTMLTextAreaElement && place.dataset.line) {
    control.setSelectionRange(...rangeOf(control.value, Number(place.dataset.line), place.dataset.excerpt));
  }
  control.scrollIntoView({ block: "nearest" });
  control.focus();
}

function makeWays(form, findings) {
  for (const place of findings.querySelectorAll("[data-field]")) {
    const control = controlOf(form, place.dataset.field);
    if (!control) continue;
    const link = document.createElement("a");
    link.className = place.className;
    link.href = `#${control.id}`;
    link.textContent = `Gå till ${place.textContent}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(controlOf(form, place.dataset.field) ?? control, place);
    });
    place.replaceWith(link);
  }
}

for (const button of document.querySelectorAll("button[data-checks]")) {
  const area = button.closest(".checks");
  const [status, trouble, result] = [".checks-status", ".checks-trouble", ".checks-result"].map((each) => area.querySelector(each));
  let isRunning = false;
  button.textContent = button.dataset.checks;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (isRunning) return;
    isRunning = true;
    trouble.hidden = true;
    status.textContent = "Granskar …";
    try {
      const findings = await findingsOf(button.form, button);
      makeWays(button.form, findings);
      result.replaceChildren(findings);
      findings.querySelector("h2").focus();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      result.replaceChildren();
      trouble.textContent = error.message;
      trouble.hidden = false;
    } finally {
      status.textContent = "";
      isRunning = false;
    }
  });
}
