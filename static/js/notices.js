// Notices that a reader puts away stay away until the window closes. Runs before the page is drawn: nothing moves.
"use strict";

(() => {
  const KEPT = "undanlagda-meddelanden";
  const page = document.documentElement;
  let away = [];
  try {
    away = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    // Then for this page.
  }
  if (away.length) page.dataset.notices = "later";

  document.addEventListener("DOMContentLoaded", () => {
    const buttons = [...document.querySelectorAll(".notice-away")];
    for (const button of buttons) {
      const notice = button.closest(".notice");
      const text = notice.textContent.replace(/\s+/g, " ").trim();
      notice.hidden = away.includes(text);
      button.addEventListener("click", () => {
        notice.hidden = true;
        away.push(text);
        const next = buttons.find((each) => !each.closest("[hidden]"));
        (next ?? document.getElementById("innehall")).focus();
        sessionStorage.setItem(KEPT, JSON.stringify(away));
      });
    }
    page.dataset.notices = "now";
  });
})();
