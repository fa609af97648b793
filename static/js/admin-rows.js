/* What is stored lies folded below a page; a row that is not stored yet is open. */
(function () {
  "use strict";

  function unfold(row) {
    const fold = row.querySelector("fieldset.row-fold > details");
    if (fold) {
      fold.open = true;
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".inline-related:not(.has_original, .empty-form)").forEach(unfold);
  });
  document.addEventListener("formset:added", function (event) {
    unfold(event.target);
  });
})();
