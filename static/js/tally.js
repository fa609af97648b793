// Counting visitors where the network comes and goes: each tap has an id of its own and is kept in the
// browser until the server says that it is noted, so none is lost and none counts twice. Two phones, or two
// windows of one, each send their own.
"use strict";

(() => {
  const place = document.getElementById("tally");
  if (!place) return;
  const key = "tally-";
  try {
    localStorage.setItem("tally", "");
    localStorage.removeItem("tally");
  } catch {
    // Nothing can be kept here: the forms send each tap by themselves.
    return;
  }
  const total = place.querySelector("[data-total]");
  const state = place.querySelector("[data-state]");
  const undo = place.querySelector("[data-undo]");
  const token = place.querySelector('[name="csrfmiddlewaretoken"]').value;
  // What the server has said, without what waits here.
  let known = Number(total.textContent);
  let isSending = false;
  let last = undo.hidden ? null : {uid: undo.elements.uid.value, count: Number(undo.elements.count.value)};

  const idOf = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  // One entry for each tap, so that two windows never write over one another.
  const waiting = () => Object.keys(localStorage)
    .filter((name) => name.startsWith(key))
    .map((name) => ({name, tap: JSON.parse(localStorage.getItem(name))}))
    .sort((one, other) => one.tap.at.localeCompare(other.tap.at));

  function show(words = "") {
    const rows = waiting();
    const more = rows.reduce((sum, {tap}) => sum + (tap.undone ? (tap.wasNoted ? -tap.count : 0) : tap.count), 0);
    total.textContent = known + more;
    state.textContent = words || (rows.length ? "Sparat i telefonen. Skickas när nätet är tillbaka." : "");
    undo.hidden = !last;
    if (last) place.querySelector("[data-undo-count]").textContent = last.count;
  }

  async function send() {
    const rows = waiting().slice(0, 200);
    if (isSending || !rows.length) return;
    isSending = true;
    let words = "";
    try {
      const response = await fetch(place.dataset.tapsUrl, {
        method: "POST",
        body: new URLSearchParams({csrfmiddlewaretoken: token, taps: JSON.stringify(rows.map(({tap}) => tap))}),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.headers.get("Content-Type")?.startsWith("application/json") || !response.ok) {
        words = "Sparat i telefonen. Ladda om sidan och logga in igen för att skicka det.";
        throw new Error("refused");
      }
      const answer = await response.json();
      for (const {name, tap} of rows) {
        // A tap may have been taken back while it was on its way.
        const present = localStorage.getItem(name);
        if (answer.settled.includes(tap.uid) && present === JSON.stringify(tap)) localStorage.removeItem(name);
      }
      known = answer.total;
    } catch {
      // It stays where it is, and goes with the next.
    } finally {
      isSending = false;
      show(words);
    }
    if (!words && waiting().length > rows.length) send();
  }

  function keep(tap) {
    localStorage.setItem(key + tap.uid, JSON.stringify(tap));
    show();
    send();
  }

  for (const form of place.querySelectorAll("[data-tap]")) {
    form.addEventListener("submit", (event) => {
      const field = form.elements.count;
      const count = Number(field.value);
      // What is wrong is told by the server, in words.
      if (!Number.isInteger(count) || count < 1 || count > 500) return;
      event.preventDefault();
      last = {uid: idOf(), count};
      keep({...last, at: new Date().toISOString()});
      if (field.type !== "hidden") field.value = "";
    });
  }
  undo.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!last) return;
    const before = JSON.parse(localStorage.getItem(key + last.uid) ?? "null");
    const tap = {...last, at: before?.at ?? new Date().toISOString(), undone: true, wasNoted: !before};
    last = null;
    keep(tap);
  });

  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(send, 30_000);
  show();
  send();
})();
