// Nothing typed is lost: a form with running text is sent only while its writer is signed in, and what
// is typed is kept in the browser as a draft until the form has been saved.
//
// A draft belongs to one account and one address, and to the tab in which it was written until that tab
// is gone. Signing out leaves it for the same account, because signing out is no wish to throw work away;
// no other account is ever offered it. Thirty days later it is removed.
"use strict";

(() => {
  const account = document.querySelector('meta[name="signed-in"]').content;
  const PREFIX = "utkast:";
  const SENT = "utkast-skickat";
  const LONGEST = 30 * 24 * 3600 * 1000;
  const PAUSE = 400;
  const TYPED = 'textarea, input:not([type="hidden"], [type="password"], [type="file"], [type="checkbox"], [type="radio"], [type="submit"], [type="button"], [type="reset"])';

  const moment = new Intl.DateTimeFormat("sv-SE", {day: "numeric", month: "long", year: "numeric", timeZone: "Europe/Stockholm"});
  const clock = new Intl.DateTimeFormat("sv-SE", {hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm"});
  const inWords = (time) => `${moment.format(time)} kl. ${clock.format(time).replace(":", ".")}`;
  const isSame = (one, other) => one.replace(/\r\n?/g, "\n").trim() === other.replace(/\r\n?/g, "\n").trim();

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // --- What the browser keeps --------------------------------------------------------------------------

  function draftOf(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function draftKeys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  }

  for (const key of draftKeys()) {
    if (!(draftOf(key)?.keptAt > Date.now() - LONGEST)) localStorage.removeItem(key);
  }

  // The page after a form was sent tells how it went: a message of success, or the form with its errors.
  // Anything else (no answer, an error page, another page) leaves the draft where it is.
  function whatWasSent() {
    try {
      const sent = JSON.parse(sessionStorage.getItem(SENT));
      sessionStorage.removeItem(SENT);
      return sent;
    } catch {
      return null;
    }
  }

  const sent = whatWasSent();
  const cameBack = Boolean(sent) && sent.path === location.pathname && document.querySelector(".errornote") !== null;
  if (sent && !cameBack && document.querySelector(".messagelist .success")) localStorage.removeItem(sent.key);

  const editor = document.querySelector("[data-prose-editor]");
  const form = editor?.closest("form");
  if (!form) return;

  // --- Telling ------------------------------------------------------------------------------------------

  const alarm = element("div", {className: "keeper-alarm", role: "alert"});
  const news = element("div", {className: "keeper-news", role: "status"});
  form.append(element("div", {className: "keeper"}, alarm, news));
  let trouble = "";

  function tell(words) {
    alarm.replaceChildren();
    news.textContent = words;
  }

  function warn(kind, words, {login, again = false} = {}) {
    if (trouble === kind && !again) return;
    trouble = kind;
    news.textContent = "";
    alarm.replaceChildren(element("p", {textContent: words}));
    if (login) alarm.append(element("a", {href: login, target: "_blank", rel: "noopener", textContent: "Logga in (ny flik)"}));
  }

  // --- Is the writer still signed in? ---------------------------------------------------------------------

  async function checkSession(isSending = false) {
    const unsaved = isSending ? "Texten är inte sparad. " : "";
    let answer;
    try {
      const response = await fetch(editor.dataset.sessionUrl, {cache: "no-store", signal: AbortSignal.timeout(10_000)});
      if (!response.ok) throw new Error(response.statusText);
      answer = await response.json();
    } catch {
      warn("offline", `${unsaved}Servern svarar inte. Det du har skrivit finns kvar här. Försök igen om en stund.`, {again: isSending});
      return false;
    }
    if (answer.account === null) {
      warn("signed out", `${unsaved}Du har loggats ut. Texten finns kvar här. Logga in i en ny flik och fortsätt sedan här.`, {login: answer.login, again: isSending});
      return false;
    }
    if (answer.account !== account) {
      warn("other account", `${unsaved}Ett annat konto är inloggat i webbläsaren. Texten finns kvar här. Logga in med ditt eget konto i en ny flik och fortsätt sedan här.`, {login: answer.login, again: isSending});
      return false;
    }
    form.elements.csrfmiddlewaretoken.value = answer.token;
    if (trouble) {
      tell(trouble === "offline" ? "Servern svarar igen. Du kan spara som vanligt." : "Du är inloggad igen. Du kan spara som vanligt.");
      trouble = "";
    }
    document.dispatchEvent(new CustomEvent("session:sound"));
    return true;
  }

  document.addEventListener("session:doubt", () => checkSession());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && checkSession());
  window.addEventListener("online", () => checkSession());
  window.addEventListener("offline", () => warn("offline", "Du har ingen kontakt med nätet. Det du skriver finns kvar här och kan sparas när kontakten är tillbaka."));

  let isChecking = false;
  let hasPassed = false;

  document.addEventListener("submit", async (event) => {
    // What opens in another tab leaves the form where it is.
    if (event.target !== form || event.submitter?.formTarget || hasPassed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isChecking) return;
    isChecking = true;
    keep();
    hasPassed = await checkSession(true);
    isChecking = false;
    if (!hasPassed) return;
    form.requestSubmit(event.submitter);
    hasPassed = false;
  }, true);

  window.addEventListener("submit", (event) => {
    if (event.target === form && !event.submitter?.formTarget && !event.defaultPrevented) markAsSent();
  });

  // --- The draft ------------------------------------------------------------------------------------------

  const newKey = () => `${place}${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const place = `${PREFIX}${account}:${location.pathname}:`;
  const fields = () => [...form.elements].filter((field) => field.name && !field.readOnly && !field.name.includes("__prefix__") && field.matches(TYPED));
  const adopted = cameBack ? draftOf(sent.key) : null;
  const base = adopted?.base ?? Object.fromEntries(fields().map((field) => [field.name, field.defaultValue]));
  let key = adopted ? sent.key : newKey();
  let timer = 0;
  let isFull = false;

  // A lock that lives as long as its tab tells other tabs whose draft is being written at this moment.
  const hold = (name) => navigator.locks?.request(name, () => new Promise(() => {}));
  hold(key);

  function keep() {
    clearTimeout(timer);
    timer = 0;
    const values = {};
    for (const field of fields()) {
      if (!isSame(field.value, base[field.name] ?? field.defaultValue)) values[field.name] = field.value;
    }
    try {
      if (Object.keys(values).length) localStorage.setItem(key, JSON.stringify({values, base, keptAt: Date.now()}));
      else localStorage.removeItem(key);
    } catch {
      if (!isFull) tell("Webbläsaren har inte plats för något utkast. Spara ofta.");
      isFull = true;
    }
  }

  function markAsSent() {
    const draft = draftOf(key);
    if (!draft) return;
    try {
      localStorage.setItem(key, JSON.stringify({...draft, sentAt: Date.now()}));
      sessionStorage.setItem(SENT, JSON.stringify({key, path: location.pathname}));
    } catch {
      // Without room for the mark the draft is offered again, which is the safe side.
    }
  }

  form.addEventListener("input", () => {
    if (!isFull) news.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("change", () => timer && keep());
  document.addEventListener("visibilitychange", () => timer && keep());
  window.addEventListener("pagehide", () => timer && keep());

  // --- Offering a draft that was left behind ----------------------------------------------------------------

  const offers = element("div", {className: "keeper-offers", role: "status"});
  form.prepend(offers);

  function addRowsFor(names) {
    for (const name of names) {
      const prefix = /^(.+)-\d+-/.exec(name)?.[1];
      const group = prefix && document.getElementById(`${prefix}-group`);
      for (let tries = 0; group && !form.elements[name] && tries < 50; tries += 1) {
        const add = group.querySelector(".add-row a");
        if (!add) break;
        add.click();
      }
    }
  }

  function fetchDraft(name, draft) {
    if (timer) keep();
    key = name;
    addRowsFor(Object.keys(draft.values));
    const restored = fields().filter((field) => Object.hasOwn(draft.values, field.name));
    for (const field of restored) {
      field.value = draft.values[field.name];
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, {bubbles: true}));
    }
    keep();
    restored[0]?.focus();
    tell("Den osparade texten är hämtad. Spara när du är klar.");
  }

  // The promise lasts while this tab has a say about the draft.
  function offer(name) {
    const draft = draftOf(name);
    if (!draft) return Promise.resolve();
    const stored = Object.fromEntries(fields().map((field) => [field.name, field.defaultValue]));
    if (Object.entries(draft.values).every(([field, value]) => isSame(value, stored[field] ?? ""))) {
      localStorage.removeItem(name);
      return Promise.resolve();
    }
    return new Promise((done) => {
      const text = element("p", {textContent: `Det finns en osparad text från ${inWords(draft.keptAt)}.`});
      const hasChanged = Object.entries(draft.base).some(([field, value]) => !isSame(value, stored[field] ?? ""));
      if (draft.sentAt) text.append(" Den skickades, men det är osäkert om den sparades. Titta i listan först.");
      if (hasChanged) text.append(" Det som är sparat har ändrats sedan du började skriva den.");
      const fetchIt = element("button", {type: "button", className: "button", textContent: "Hämta den"});
      const discard = element("button", {type: "button", className: "button keeper-discard", textContent: "Kasta den"});
      const box = element("section", {className: "keeper-offer", ariaLabel: "Osparad text"}, text, element("div", {}, fetchIt, discard));
      const gone = (event) => {
        if (event.key === name && event.newValue === null) close();
      };
      function close() {
        window.removeEventListener("storage", gone);
        box.remove();
        done();
      }
      window.addEventListener("storage", gone);
      fetchIt.addEventListener("click", () => {
        window.removeEventListener("storage", gone);
        box.remove();
        fetchDraft(name, draft);
      });
      discard.addEventListener("click", () => {
        localStorage.removeItem(name);
        close();
        tell("Den osparade texten är kastad.");
        fields()[0]?.focus();
      });
      offers.append(box);
    });
  }

  for (const name of draftKeys().filter((each) => each.startsWith(place) && each !== key)) {
    if (navigator.locks) navigator.locks.request(name, () => offer(name));
    else offer(name);
  }
})();
