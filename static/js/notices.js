// Notices that a reader has put away stay away for the visit: the browser remembers their words until its window closes.
// Runs before the page is drawn, so that nothing moves: what may have been put away is shown when it turns out not to be.
"use strict";

(() => {
  const KEPT = "undanlagda-meddelanden";
  const page = document.documentElement;
  let away = [];
  try {
    away = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    // Where the browser keeps nothing, a notice is put away for this page.
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
        try {
          sessionStorage.setItem(KEPT, JSON.stringify(away));
        } catch {
          // As above.
        }
        (buttons.find((each) => !each.closest("[hidden]")) ?? document.getElementById("innehall")).focus();
      });
    }
    page.dataset.notices = "now";
  });
})();
