// A place in a picture: a button around it, [data-place], hears where it was clicked and which way an arrow key points.
"use strict";

(() => {
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const targetOf = (event) => event.target.closest("[data-place]");

  document.addEventListener("click", (event) => {
    const target = targetOf(event);
    // A click that a key made has no place in the picture.
    if (!target || !event.detail) return;
    const box = target.querySelector("img").getBoundingClientRect();
    const at = [((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100];
    target.dispatchEvent(new CustomEvent("place:set", { detail: at }));
  });
  document.addEventListener("keydown", (event) => {
    const target = targetOf(event);
    const step = STEPS[event.key];
    if (!target || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const length = event.shiftKey ? 10 : 1;
    target.dispatchEvent(new CustomEvent("place:move", { detail: step.map((each) => each * length) }));
  });
})();
