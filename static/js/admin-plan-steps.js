/* The fields about writing in are unfolded for the stages in which one can, folded for the others. */
(function () {
  "use strict";
  const windows = new Set(["program", "samrad", "granskning"]);

  function fold(row) {
    const stage = row.querySelector("select[name$='-stage']");
    const details = row.querySelector("fieldset.step-window details");
    if (stage && details) {
      details.open = windows.has(stage.value);
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".inline-related").forEach(fold);
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("select[name$='-stage']")) {
      fold(event.target.closest(".inline-related"));
    }
  });
})();
