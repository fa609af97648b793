/* What is stored lies folded below a page; a row that is not stored yet, or that has to be looked at, is open. */
(function () {
  "use strict";

  function unfold(row) {
    const fold = row.querySelector("fieldset.row-fold > details");
    if (fold) {
      fold.open = true;
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".inline-related:not(.has_original, .empty-form), .inline-related:has(.errorlist, .file-again)").forEach(unfold);
  });
  document.addEventListener("formset:added", function (event) {
    unfold(event.target);
  });
})();
