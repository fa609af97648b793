// The numbered points of a page on its picture: a click sets the row that is being written, arrow keys move it.
"use strict";

(() => {
  const group = document.getElementById("points-group");
  const field = document.querySelector(".field-picture .picture-field");
  if (!group || !field) return;

  const place = document.createElement("div");
  place.className = "points-place";
  const target = document.createElement("button");
  target.type = "button";
  target.className = "picture-target";
  target.dataset.place = "";
  const image = document.createElement("img");
  image.alt = "";
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  target.append(image);
  place.append(target, status);
  group.querySelector("h2")?.closest("summary, h2").after(place);
  if (!place.isConnected) group.prepend(place);

  // The row of Django's that is shown as an example has no number yet.
  const rows = () => [...group.querySelectorAll(".inline-related:not(.empty-form)")].filter((row) => !row.querySelector("[name$=-DELETE]")?.checked);
  const input = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const isPlaced = (row) => input(row, "x").value !== "" && input(row, "y").value !== "";
  const limited = (value) => Math.min(100, Math.max(0, Math.round(value) || 0));
  let written = null;

  function active() {
    if (written && rows().includes(written)) return written;
    return rows().find((row) => !isPlaced(row)) || rows().at(-1) || null;
  }

  function show() {
    const thumbnail = field.querySelector(".picture-row:not([data-empty]) img");
    const source = thumbnail && !thumbnail.hidden ? thumbnail.getAttribute("src") : "";
    place.hidden = !source;
    if (source && image.getAttribute("src") !== source) image.src = source;
    target.querySelectorAll("span").forEach((marker) => marker.remove());
    const chosen = active();
    for (const row of rows().filter(isPlaced)) {
      const marker = document.createElement("span");
      marker.className = row === chosen ? "points-marker points-chosen" : "points-marker";
      marker.dataset.number = input(row, "number").value || "?";
      marker.style.setProperty("left", `${limited(input(row, "x").value)}%`);
      marker.style.setProperty("top", `${limited(input(row, "y").value)}%`);
      target.append(marker);
    }
    const name = chosen && input(chosen, "number").value;
    target.setAttribute("aria-label", name
      ? `Placera punkt ${name}: klicka i bilden, eller använd piltangenterna (med skift: längre steg)`
      : "Placera en ny punkt: klicka i bilden");
  }

  function move(row, x, y) {
    written = row;
    if (!input(row, "number").value) {
      const numbers = rows().map((each) => Number(input(each, "number").value));
      input(row, "number").value = Math.max(0, ...numbers) + 1;
    }
    for (const [name, value] of [["x", x], ["y", y]]) {
      input(row, name).value = limited(value);
      input(row, name).dispatchEvent(new Event("change", { bubbles: true }));
    }
    row.querySelector("details")?.setAttribute("open", "");
    show();
    status.textContent = `Punkt ${input(row, "number").value}: ${input(row, "x").value} % från vänster och ${input(row, "y").value} % uppifrån.`;
  }

  target.addEventListener("place:set", (event) => {
    // All points have their place and none is being written: a new one.
    if (!written && !rows().some((row) => !isPlaced(row))) group.querySelector(".add-row a")?.click();
    const row = active();
    if (row) move(row, ...event.detail);
  });
  target.addEventListener("place:move", (event) => {
    const row = active();
    if (!row) return;
    const from = isPlaced(row) ? [input(row, "x").value, input(row, "y").value].map(Number) : [50, 50];
    move(row, from[0] + event.detail[0], from[1] + event.detail[1]);
  });
  group.addEventListener("focusin", (event) => {
    const row = event.target.closest(".inline-related");
    if (row && row !== written) {
      written = row;
      show();
    }
  });
  group.addEventListener("input", show);
  document.addEventListener("formset:added", (event) => {
    if (!group.contains(event.target)) return;
    written = event.target;
    show();
  });
  document.addEventListener("formset:removed", show);
  new MutationObserver(show).observe(field, { subtree: true, childList: true, attributes: true, attributeFilter: ["src", "hidden"] });
  show();
})();
