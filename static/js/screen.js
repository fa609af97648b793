// A screen of the room: plays its programme, asks every half minute whether it has changed, goes on without the
// network with what it has, and forgets each visitor. One timer, so that a month of it takes no more memory than a minute.
const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;
const ASK_EVERY = 30 * SECOND;
const SILENT_AFTER = 90 * SECOND;
const UNTOUCHED = 90 * SECOND;
const ANSWER_WITHIN = 20 * SECOND;
const PAUSED_FOR = 5 * 60 * SECOND;
// The server says what is shown today and on the seven days after it.
const TOLD_AHEAD = 8 * DAY;
const TRIES = 3;

const main = document.querySelector("#skarm");
const age = document.querySelector(".screen-age");
const dialog = document.querySelector("#kvar");
const pauseButton = document.querySelector('[data-do="pause"]');
const isTouch = main.dataset.kind === "touch";
const store = `skarm ${location.pathname}`;
const stamp = `${location.pathname}senast`;
const begun = Date.now();

let pristine = main.cloneNode(true);
let programme = JSON.parse(main.dataset.programme);
let keys = [];
let current = "";
let shownSince = Date.now();
let askedAt = 0;
let heardAt = null;
let pausedAt = null;
let touchedAt = Date.now();
let dialogAt = null;
let waiting = null;
let tries = 0;
let way = [];
// Whether visitors choose, on a touch screen while neither a takeover nor the closed room decides.
let isChosen = isTouch;

// --- What is shown -----------------------------------------------------------------------------

// Past what was told the same weekday is shown again.
function segment(now) {
  const [first] = programme;
  let moment = now;
  while (moment >= first[0] + TOLD_AHEAD) moment -= 7 * DAY;
  return programme.findLast(([begins]) => begins <= moment) || first;
}

function slide(key) {
  return main.querySelector(key === "oppet" ? "#oppet" : `#visa-${key}`);
}

function follow() {
  const [, mode, shown] = segment(Date.now());
  // Without the network nobody knows what holds of the hours and the day after this.
  const isStale = Date.now() >= Number(main.dataset.until);
  document.body.toggleAttribute("data-stale", isStale);
  const isMenu = isTouch && mode === "plays";
  document.body.dataset.mode = mode;
  const held = shown.map(String).filter((key) => !isStale || slide(key)?.dataset.shows !== "today");
  keys = mode === "dark" ? [] : held.length ? held : ["oppet"];
  if (isMenu) {
    for (const link of main.querySelectorAll(".screen-menu [data-key]")) {
      link.hidden = !keys.includes(link.dataset.key);
    }
  }
  if (isMenu !== isChosen) {
    // What a visitor had chosen before a takeover, or before the room closed, is not come back to.
    isChosen = isMenu;
    if (isMenu) forget();
  }
  if (isMenu ? !["", "oppet", ...keys].includes(current) : !keys.includes(current)) {
    way = [];
    show(isMenu ? "" : keys[0] || "");
  } else {
    reveal(current);
  }
}

function show(key) {
  current = key;
  shownSince = Date.now();
  reveal(key);
}

function reveal(key) {
  for (const each of main.querySelectorAll(".slide")) {
    const isShown = key !== "" && each === slide(key);
    if (each.hidden === isShown) each.hidden = !isShown;
  }
  document.body.toggleAttribute("data-inside", isTouch && key !== "");
}

function play(now) {
  if (pausedAt !== null && now - pausedAt >= PAUSED_FOR) pause(false);
  if (pausedAt !== null || keys.length < 2) return;
  const seconds = Number(slide(current)?.dataset.seconds || 20);
  if (now - shownSince >= seconds * SECOND) show(keys[(keys.indexOf(current) + 1) % keys.length]);
}

function pause(isPaused) {
  pausedAt = isPaused ? Date.now() : null;
  shownSince = Date.now();
  pauseButton.textContent = isPaused ? "Fortsätt" : "Pausa";
}

// --- Touch -------------------------------------------------------------------------------------

function open(key) {
  way.push(current);
  show(key);
  scrollTo(0, 0);
  slide(key).focus({ preventScroll: true });
}

function back() {
  const before = way.pop() || "";
  if (before === "") home();
  else show(before);
}

function home() {
  way = [];
  if (current !== "") show("");
  scrollTo(0, 0);
}

// Nothing of a visitor stays: every element is another one.
function forget() {
  if (dialog?.open) dialog.close();
  dialogAt = null;
  for (const media of main.querySelectorAll("audio, video")) media.pause();
  getSelection()?.removeAllRanges();
  current = "";
  home();
  put(pristine.cloneNode(true));
  history.replaceState(null, "", location.pathname + location.search);
  document.activeElement?.blur();
}

function isPlayingMedia() {
  return [...main.querySelectorAll("audio, video")].some((each) => !each.paused && !each.ended);
}

function watch(now) {
  if (isPlayingMedia()) touchedAt = now;
  if (dialogAt !== null) {
    const left = ANSWER_WITHIN - (now - dialogAt);
    dialog.querySelector("[data-left]").textContent = Math.max(0, Math.ceil(left / SECOND));
    if (left <= 0) forget();
  } else if (now - touchedAt >= UNTOUCHED) {
    if (current === "") {
      scrollTo(0, 0);
    } else {
      dialogAt = now;
      dialog.showModal();
    }
  }
}

function touched() {
  touchedAt = Date.now();
}

// --- What is new -------------------------------------------------------------------------------

async function ask(now) {
  askedAt = now;
  // By ``?enhet=`` the room's own screen is told from others who look at its page.
  const query = new URLSearchParams(location.search);
  query.set("visar", main.dataset.version);
  try {
    const answer = await fetch(`${main.dataset.state}?${query}`, {
      cache: "no-cache",
      signal: AbortSignal.timeout(10 * SECOND),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    if (state.release !== main.dataset.release) {
      // The site has been updated; not again and again while two releases answer by turns.
      if (Date.now() - begun > 5 * 60 * SECOND) location.reload();
    } else if (state.version !== main.dataset.version) {
      await take();
    }
    await heard(Date.now());
  } catch {
    // The next time, then; until it the screen goes on with what it has.
  }
}

// Fetch the page anew and hold it ready once all its pictures are there.
async function take() {
  const answer = await fetch(location.pathname, {
    cache: "no-cache",
    signal: AbortSignal.timeout(20 * SECOND),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const copy = answer.clone();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = document.importNode(page.querySelector("#skarm"), true);
  const loaded = await Promise.allSettled(
    [...fresh.querySelectorAll("img")].map((image) => image.decode()),
  );
  const isWhole = loaded.every((each) => each.status === "fulfilled");
  tries += 1;
  if (!isWhole && tries < TRIES) throw new Error("a picture is missing");
  tries = 0;
  waiting = fresh;
  if (isWhole) await keep(copy, fresh);
}

function put(fresh) {
  for (const name of Object.keys(fresh.dataset)) main.dataset[name] = fresh.dataset[name];
  programme = JSON.parse(main.dataset.programme);
  main.replaceChildren(...fresh.childNodes);
  follow();
}

function change(now) {
  // Who is reading goes on reading.
  if (!waiting || (isChosen && current !== "" && now - touchedAt < UNTOUCHED + ANSWER_WITHIN)) return;
  const fresh = waiting;
  waiting = null;
  pristine = fresh.cloneNode(true);
  const scrolled = scrollY;
  put(fresh);
  scrollTo(0, scrolled);
}

// --- What is kept for a start without the network -------------------------------------------------

async function keep(answer, from) {
  if (!("caches" in window)) return;
  const files = [
    ...[...document.querySelectorAll('link[rel="stylesheet"], link[rel="preload"]')].map((each) => each.href),
    ...[...document.querySelectorAll("script[src]")].map((each) => each.src),
    ...[...from.querySelectorAll("img")].map((each) => each.currentSrc),
  ].filter((each) => each.startsWith(location.origin));
  const cache = await caches.open(store);
  const there = new Set((await cache.keys()).map((each) => each.url));
  await Promise.all(files.filter((each) => !there.has(each)).map((each) => cache.add(each)));
  await cache.put(location.pathname, answer);
  const wanted = new Set([...files, location.origin + location.pathname, location.origin + stamp]);
  for (const each of await cache.keys()) {
    if (!wanted.has(each.url)) await cache.delete(each);
  }
}

async function heard(now) {
  heardAt = now;
  if ("caches" in window) {
    await (await caches.open(store)).put(stamp, new Response(String(now)));
  }
}

function tell(now) {
  const since = heardAt ?? begun;
  const isSilent = now - since > SILENT_AFTER;
  const moment = new Intl.DateTimeFormat("sv-SE", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/Stockholm",
  });
  const words = isSilent ? `Uppgifterna är från ${moment.format(since).replace(/(\d\d):(\d\d)/, "$1.$2")}.` : "";
  if (age.textContent !== words) age.textContent = words;
}

async function begin() {
  follow();
  if ("serviceWorker" in navigator) {
    try {
      await navigator.serviceWorker.register(main.dataset.worker, { scope: "/skarm/" });
      const known = await caches.match(stamp);
      if (known && heardAt === null) heardAt = Number(await known.text());
      if (document.readyState !== "complete") {
        await new Promise((done) => addEventListener("load", done, { once: true }));
      }
      const answer = await fetch(location.pathname, { cache: "no-cache" });
      if (answer.ok) await keep(answer, main);
    } catch {
      // Without the network, or where the browser keeps nothing.
    }
  }
}

document.addEventListener("click", (event) => {
  const action = event.target.closest("[data-do]")?.dataset.do;
  const link = event.target.closest('a[href^="#"]');
  if (action || link) event.preventDefault();
  if (action === "pause") pause(pausedAt === null);
  else if (action === "back") back();
  else if (action === "home") forget();
  else if (action === "stay") {
    dialog.close();
  } else if (link) open(link.hash.replace("#visa-", "").replace("#", ""));
});
dialog?.addEventListener("close", () => {
  dialogAt = null;
  touched();
});
for (const name of ["pointerdown", "keydown", "scroll", "wheel", "touchmove"]) {
  addEventListener(name, touched, { passive: true, capture: true });
}
// A finger that rests too long opens no menu of the browser.
if (isTouch) addEventListener("contextmenu", (event) => event.preventDefault());

document.documentElement.dataset.script = "";
if (pauseButton) pauseButton.hidden = false;
begin();
setInterval(() => {
  const now = Date.now();
  if (now - askedAt >= ASK_EVERY) ask(now);
  change(now);
  follow();
  if (isChosen) watch(now);
  else play(now);
  tell(now);
}, SECOND);
