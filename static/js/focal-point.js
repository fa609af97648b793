// The focal point of a picture: set by a click in it or with the arrow keys, seen in the crop at once.
"use strict";

(() => {
  const place = document.querySelector("[data-focal]");
  const fields = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`));
  if (!place || !fields[0] || !fields[1]) return;

  const size = [Number(place.dataset.width), Number(place.dataset.height)];
  const frame = place.querySelector(".focal-place");
  const crop = place.querySelector(".focal-crop img");
  const cropSize = [1200, 630];

  const target = document.createElement("button");
  target.type = "button";
  target.className = "picture-target";
  target.dataset.place = "";
  target.setAttribute("aria-label", "Flytta fokus: klicka i bilden, eller använd piltangenterna (med skift: längre steg)");
  const marker = document.createElement("span");
  marker.className = "focal-marker";
  const status = document.createElement("p");
  status.className = "focal-status";
  status.setAttribute("role", "status");
  target.append(frame.querySelector("img"), marker);
  frame.append(target);
  frame.after(status);
  // What the server cropped gives way to the whole picture, cropped by the browser.
  crop.src = place.dataset.picture;
  crop.classList.add("focal-crop-live");

  const limited = (value) => Math.min(100, Math.max(0, Math.round(value) || 0));
  const read = () => fields.map((field) => limited(Number(field.value)));

  // The same sum as the server's: the point as near the middle of the crop as the picture allows.
  function position(point, axis) {
    const scale = Math.max(cropSize[0] / size[0], cropSize[1] / size[1]);
    const beyond = size[axis] * scale - cropSize[axis];
    if (beyond <= 0.5) return 50;
    const start = (size[axis] * scale * point[axis]) / 100 - cropSize[axis] / 2;
    return (Math.min(beyond, Math.max(0, start)) / beyond) * 100;
  }

  function show() {
    const point = read();
    marker.style.setProperty("left", `${point[0]}%`);
    marker.style.setProperty("top", `${point[1]}%`);
    crop.style.setProperty("object-position", `${position(point, 0)}% ${position(point, 1)}%`);
  }

  function move(point) {
    fields.forEach((field, axis) => {
      field.value = limited(point[axis]);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
    status.textContent = `Fokus ${fields[0].value} % från vänster och ${fields[1].value} % uppifrån.`;
  }

  target.addEventListener("place:set", (event) => move(event.detail));
  target.addEventListener("place:move", (event) => move(read().map((value, axis) => value + event.detail[axis])));
  fields.forEach((field) => field.addEventListener("input", show));
  show();
})();
