// Nothing that somebody fills in is lost: a form of the admin is sent only while its writer is signed in, and
// what is filled in is kept in the browser as a draft until the server says that it has been saved.
//
// A draft belongs to one account and one form, and to the tab in which it was made until that tab is gone. It is
// locked with a key that only the signed-in account is given: on a shared computer nobody reads what another
// has left, and signing out, which is no wish to throw work away, need not remove it. Thirty days later it is.
//
// Each posting has a number. The server notes the number of what it saves (editing/kept_forms.py), and this
// script asks for it: whether something was saved is never guessed from what a page looks like.
"use strict";

(() => {
  const me = document.querySelector('meta[name="signed-in"]');
  const account = me.content;
  const PREFIX = "utkast:";
  const LONGEST = 30 * 24 * 3600 * 1000;
  const PAUSE = 200;
  // So long a second click waits for the first; then something else has gone wrong.
  const UNDER_WAY = 30_000;
  const UNKEPT = '[type="password"], [type="file"], [type="submit"], [type="button"], [type="reset"], [type="image"]';
  const TICKS = '[type="checkbox"], [type="radio"]';

  const moment = new Intl.DateTimeFormat("sv-SE", {day: "numeric", month: "long", year: "numeric", timeZone: "Europe/Stockholm"});
  const clock = new Intl.DateTimeFormat("sv-SE", {hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm"});
  const inWords = (time) => `${moment.format(time)} kl. ${clock.format(time).replace(":", ".")}`;

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // --- What a form holds ---------------------------------------------------------------------------------
  //
  // The value of a name is a text, or a list of what is ticked or chosen, or of the pictures of a picture field.

  const controlsOf = (form) => [...form.elements].filter((field) => {
    if (!field.name || field.disabled || field.name.includes("__prefix__") || field.matches(UNKEPT)) return false;
    // The answer to a question holds for the page that asks it. A list for choosing has its choices beside it.
    if (field.name.startsWith("merge-") || field.name === "despite" || field.closest(".picture-field, .selector-available")) return false;
    if (field.type === "hidden") return field.closest(".choice-field") !== null;
    return field.matches("input, select, textarea") && !(field.readOnly && !field.matches(TICKS));
  });

  const isMoving = (select) => select.closest(".selector-chosen") !== null;

  function chosenOf(select, isDefault) {
    // What Django's own widget for many choices holds in its second list is chosen, selected or not.
    if (isMoving(select)) return [...select.options].map((option) => option.value);
    if (!isDefault) return [...select.selectedOptions].map((option) => option.value);
    const chosen = [...select.options].filter((option) => option.defaultSelected);
    if (!chosen.length && !select.multiple && select.options.length) chosen.push(select.options[0]);
    return chosen.map((option) => option.value);
  }

  const picturesOf = (widget) => [...widget.querySelectorAll("ul > li")].map((row) => {
    const state = row.querySelector("[data-alt-state]");
    return {
      key: row.querySelector("input").value.trim(),
      title: row.querySelector("[data-title]")?.textContent ?? "",
      thumbnail: row.querySelector("img")?.getAttribute("src") ?? "",
      alt_words: state?.textContent.trim() ?? "",
      alt_state: /state-alt-(\w+)/.exec(state?.className)?.[1] ?? "",
    };
  }).filter((picture) => picture.key);
  const pictureWidgets = (form) => [...form.querySelectorAll(".picture-field")];
  const nameOf = (widget) => (widget.querySelector("input") ?? widget.querySelector("template").content.querySelector("input")).name;

  function valuesOf(form, isDefault = false) {
    const values = {};
    for (const field of controlsOf(form)) {
      if (field.matches(TICKS)) {
        values[field.name] ??= [];
        if (isDefault ? field.defaultChecked : field.checked) values[field.name].push(field.value);
      } else if (field.matches("select")) values[field.name] = chosenOf(field, isDefault);
      else values[field.name] = isDefault && field.type !== "hidden" ? field.defaultValue : field.value;
    }
    for (const widget of pictureWidgets(form)) {
      const name = nameOf(widget);
      if (!name.includes("__prefix__")) values[name] = picturesOf(widget);
    }
    return values;
  }

  // The order of pictures says something, the order of choices nothing.
  const plain = (value) => {
    if (!Array.isArray(value)) return (value ?? "").replace(/\r\n?/g, "\n").trim();
    return JSON.stringify(value[0]?.key ? value.map((each) => each.key) : [...value].sort());
  };
  const isSame = (one, other) => plain(one) === plain(other) || (!one?.length && !other?.length);

  function write(form, name, value) {
    const widget = pictureWidgets(form).find((each) => nameOf(each) === name);
    if (widget) {
      widget.dispatchEvent(new CustomEvent("pictures:put", {detail: value}));
      return widget.querySelector("button");
    }
    const fields = controlsOf(form).filter((field) => field.name === name);
    for (const field of fields) {
      if (field.matches(TICKS)) field.checked = value.includes(field.value);
      else if (field.matches("select") && isMoving(field)) move(field, value);
      else if (field.matches("select")) for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, {bubbles: true}));
    }
    return fields.find((field) => field.type !== "hidden");
  }

  function move(chosen, wanted) {
    const available = chosen.closest(".selector").querySelector(".selector-available select");
    for (const [from, to, isMoved] of [[available, chosen, true], [chosen, available, false]]) {
      for (const option of from.options) option.selected = wanted.includes(option.value) === isMoved;
      window.SelectBox.move(from.id, to.id);
    }
  }

  // --- Rows below a page -----------------------------------------------------------------------------------
  //
  // A row is known by what is stored of it, not by its number, which others change when they add or remove one.

  function rowOf(field) {
    const marked = field.closest("[data-row]");
    if (marked) return {group: marked.dataset.rows, prefix: marked.dataset.prefix, identity: marked.dataset.row};
    const [prefix, group] = /^(.+)-\d+(?=-)/.exec(field.name) ?? [];
    if (!group || !document.getElementById(`${group}-group`)) return null;
    return {group, prefix, identity: field.form.elements[`${prefix}-id`]?.value ?? ""};
  }

  function rowsOf(form) {
    const rows = new Map();
    for (const field of controlsOf(form)) {
      const row = rowOf(field);
      if (row && !rows.has(row.prefix)) rows.set(row.prefix, row);
    }
    return rows;
  }

  function addRow(form, group) {
    const before = new Set(rowsOf(form).keys());
    document.querySelector(`[id="${CSS.escape(group)}-group"] .add-row a`)?.click();
    return [...rowsOf(form).values()].find((row) => row.group === group && !before.has(row.prefix));
  }

  // Where each row of a draft is to go: a prefix by the draft's own prefix. A row that somebody else has removed
  // comes back as a new one, whole.
  function placesOf(form, draft, values) {
    const places = {};
    const free = [...rowsOf(form).values()].filter((row) => !row.identity);
    for (const [prefix, row] of Object.entries(draft.rows)) {
      const stored = row.identity && [...rowsOf(form).values()].find((each) => each.group === row.group && each.identity === row.identity);
      if (stored) {
        places[prefix] = stored.prefix;
        continue;
      }
      if (row.identity) {
        // Who wanted it removed has got that.
        if (Object.keys(values).some((name) => name === `${prefix}-DELETE`)) {
          for (const name of Object.keys(values)) if (name.startsWith(`${prefix}-`)) delete values[name];
          continue;
        }
        for (const [name, value] of Object.entries(draft.base)) {
          if (name.startsWith(`${prefix}-`)) values[name] ??= value;
        }
      }
      const index = free.findIndex((each) => each.group === row.group);
      const place = index < 0 ? addRow(form, row.group) : free.splice(index, 1)[0];
      if (place) places[prefix] = place.prefix;
    }
    return places;
  }

  const prefixIn = (rows, name) => Object.keys(rows).find((prefix) => name.startsWith(`${prefix}-`));

  function placed(name, draft, places) {
    const prefix = prefixIn(draft.rows, name);
    if (!prefix) return name;
    return places[prefix] ? places[prefix] + name.slice(prefix.length) : null;
  }

  // --- What the browser keeps --------------------------------------------------------------------------------

  const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const textOf = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  // A browser has no locks for a page that comes over an open line; then it keeps nothing.
  const lockKey = window.crypto.subtle && me.dataset.draftKey
    ? crypto.subtle.importKey("raw", bytesOf(me.dataset.draftKey), "AES-GCM", false, ["encrypt", "decrypt"])
    : null;

  async function locked(draft) {
    const start = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(draft));
    return textOf(start) + textOf(new Uint8Array(await crypto.subtle.encrypt({name: "AES-GCM", iv: start}, await lockKey, text)));
  }

  async function unlocked(box) {
    const [start, text] = [bytesOf(box.slice(0, 16)), bytesOf(box.slice(16))];
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({name: "AES-GCM", iv: start}, await lockKey, text)));
  }

  function recordOf(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  async function draftOf(key) {
    try {
      return await unlocked(recordOf(key).box);
    } catch {
      return null;
    }
  }

  function keysOf(start) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(start));
    } catch {
      return [];
    }
  }

  // A browser may have no room, or be told to keep nothing: then there is no draft, and the form goes on.
  function put(key, record) {
    try {
      if (record) localStorage.setItem(key, JSON.stringify(record));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false;
    }
  }

  for (const key of keysOf(PREFIX)) {
    const record = recordOf(key);
    if (!record?.box || !(record.keptAt > Date.now() - LONGEST)) put(key, null);
  }

  const mine = () => keysOf(`${PREFIX}${account}:`);
  const newNumber = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // --- Is the writer still signed in, and what has been saved? -------------------------------------------------

  async function ask(postings = []) {
    const query = postings.map((each) => `posting=${each}`).join("&");
    const response = await fetch(`${me.dataset.sessionUrl}?${query}`, {cache: "no-store", signal: AbortSignal.timeout(10_000)});
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  }

  // Whether the server knows how each posting went; drafts of what it has saved are removed.
  async function settle() {
    const sent = new Map(mine().map((key) => [recordOf(key)?.posting, key]).filter(([posting]) => posting));
    if (!sent.size) return true;
    try {
      const answer = await ask([...sent.keys()]);
      if (answer.account !== account) return false;
      for (const posting of answer.saved) {
        // Its tab may have gone on meanwhile.
        const key = sent.get(posting);
        if (recordOf(key)?.posting === posting) put(key, null);
      }
      return true;
    } catch {
      return false;
    }
  }

  const forms = [...document.querySelectorAll("#content form:not([data-unkept])")].filter((form) => form.method === "post");
  const settled = settle();
  if (!forms.length) return;

  // --- Telling ------------------------------------------------------------------------------------------

  const alarm = element("div", {className: "keeper-alarm", role: "alert"});
  const news = element("div", {className: "keeper-news", role: "status"});
  document.getElementById("content").append(element("div", {className: "keeper"}, alarm, news));
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

  async function checkSession(isSending = false) {
    const unsaved = isSending ? "Ändringen är inte sparad. " : "";
    let answer;
    try {
      answer = await ask();
    } catch {
      warn("offline", `${unsaved}Servern svarar inte. Det du har fyllt i finns kvar här. Försök igen om en stund.`, {again: isSending});
      return false;
    }
    if (answer.account === null) {
      warn("signed out", `${unsaved}Du har loggats ut. Det du har fyllt i finns kvar här. Logga in i en ny flik och fortsätt sedan här.`, {login: answer.login, again: isSending});
      return false;
    }
    if (answer.account !== account) {
      warn("other account", `${unsaved}Ett annat konto är inloggat i webbläsaren. Det du har fyllt i finns kvar här. Logga in med ditt eget konto i en ny flik och fortsätt sedan här.`, {login: answer.login, again: isSending});
      return false;
    }
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = answer.token;
    if (trouble) {
      tell(trouble === "offline" ? "Servern svarar igen. Du kan spara som vanligt." : "Du är inloggad igen. Du kan spara som vanligt.");
      trouble = "";
    }
    document.dispatchEvent(new CustomEvent("session:sound"));
    return true;
  }

  document.addEventListener("session:doubt", () => checkSession());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && keepers.size && checkSession());
  window.addEventListener("online", () => checkSession());
  window.addEventListener("offline", () => warn("offline", "Du har ingen kontakt med nätet. Det du fyller i finns kvar här och kan sparas när kontakten är tillbaka."));

  // --- Sending ------------------------------------------------------------------------------------------

  let isChecking = false;
  let hasPassed = false;
  let sentAt = 0;

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    // What opens in another tab leaves the form where it is.
    if (!forms.includes(form) || event.submitter?.formTarget || hasPassed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isChecking || Date.now() - sentAt < UNDER_WAY) return;
    isChecking = true;
    const keeper = keepers.get(form);
    await keeper?.keep();
    hasPassed = await checkSession(true);
    isChecking = false;
    if (!hasPassed) return;
    keeper?.number();
    form.requestSubmit(event.submitter);
    hasPassed = false;
  }, true);

  window.addEventListener("submit", (event) => {
    if (!forms.includes(event.target) || event.submitter?.formTarget || event.defaultPrevented) return;
    sentAt = Date.now();
    tell("Skickar …");
    keepers.get(event.target)?.markAsSent();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sentAt = 0;
    tell("");
  });

  // A lock that lives as long as its tab tells other tabs whose draft is being made at this moment.
  const hold = (name) => navigator.locks?.request(name, () => new Promise(() => {}));

  // --- The drafts of one form -----------------------------------------------------------------------------

  const labelOf = (form, name) => {
    const field = controlsOf(form).find((each) => each.name === name && each.type !== "hidden");
    const words = field?.closest("fieldset")?.matches(".inline-radio, [role=radiogroup]") ? "" : field?.labels?.[0]?.textContent;
    return (words ?? field?.getAttribute("aria-label") ?? "").replace(/:\s*$/, "").trim();
  };

  const keepers = new Map();

  async function keepDraftsOf(form, index) {
    const address = new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
    const place = `${PREFIX}${account}:${address}:${form.getAttribute("id") ?? index}:`;
    const offers = element("div", {className: "keeper-offers", role: "status"});
    const loadedOf = () => [...form.querySelectorAll("input[data-loaded]")];
    let base = valuesOf(form, true);
    let key = `${place}${newNumber()}`;
    let timer = 0;
    let turn = 0;
    let latest = "";
    let isFull = false;

    async function keep() {
      clearTimeout(timer);
      timer = 0;
      const now = turn += 1;
      const all = valuesOf(form);
      const defaults = valuesOf(form, true);
      const hidden = new Set([...form.querySelectorAll('.choice-field input[type="hidden"]')].map((field) => field.name));
      const values = {};
      for (const [name, value] of Object.entries(all)) {
        if (!isSame(value, base[name] ?? (hidden.has(name) ? "" : defaults[name]))) values[name] = value;
      }
      if (!Object.keys(values).length) {
        latest = "";
        put(key, null);
        return;
      }
      const rows = {};
      for (const [prefix, row] of rowsOf(form)) {
        if (Object.keys(values).some((name) => name.startsWith(`${prefix}-`))) rows[prefix] = {group: row.group, identity: row.identity};
      }
      const loaded = Object.fromEntries(loadedOf().map((field) => [field.name, field.value]));
      const files = [...form.querySelectorAll('[type="file"]')].flatMap((field) => [...field.files].map((file) => file.name));
      const draft = {values, base, rows, loaded, files};
      // What was sent as it stands keeps its number.
      if (JSON.stringify(draft) === latest) return;
      const box = lockKey && await locked(draft);
      if (now !== turn) return;
      latest = JSON.stringify(draft);
      if (box && put(key, {keptAt: Date.now(), box})) return;
      if (!isFull) tell("Webbläsaren har inte plats för något utkast. Spara ofta.");
      isFull = true;
    }

    function number() {
      const record = recordOf(key);
      const field = form.querySelector('input[name="posting"]') ?? form.appendChild(element("input", {type: "hidden", name: "posting"}));
      field.value = record ? record.posting ?? newNumber() : "";
    }

    function markAsSent() {
      const record = recordOf(key);
      const posting = form.querySelector('input[name="posting"]')?.value;
      if (record && posting) put(key, {...record, posting, sentAt: Date.now()});
    }

    form.addEventListener("input", () => {
      if (!isFull) news.textContent = "";
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    });
    form.addEventListener("change", keep);
    document.addEventListener("formset:removed", keep);
    document.addEventListener("visibilitychange", () => timer && keep());
    for (const type of ["beforeunload", "pagehide"]) window.addEventListener(type, () => timer && keep());
    keepers.set(form, {keep, number, markAsSent});

    // --- Offering a draft that was left behind ---

    function changedSince(draft) {
      const stored = valuesOf(form, true);
      const present = [...rowsOf(form).values()];
      const storedName = (name) => {
        const prefix = prefixIn(draft.rows, name);
        if (!prefix) return name;
        const row = draft.rows[prefix];
        const place = row.identity && present.find((each) => each.group === row.group && each.identity === row.identity);
        return place ? place.prefix + name.slice(prefix.length) : null;
      };
      const isThere = (name) => storedName(name) !== null && storedName(name) in stored;
      const isOlder = loadedOf().some((field) => field.dataset.loaded === "version" && draft.loaded[field.name] !== field.value);
      const both = Object.keys(draft.values).filter((name) => {
        const row = draft.rows[prefixIn(draft.rows, name)];
        return isThere(name) ? !isSame(draft.base[name] ?? "", stored[storedName(name)]) : Boolean(row?.identity);
      });
      const any = Object.keys(draft.base).some((name) => !present.some((row) => name.startsWith(`${row.prefix}-`)) && name in stored && !isSame(draft.base[name], stored[name]));
      const isIdle = Object.entries(draft.values).every(([name, value]) => isThere(name) && isSame(value, stored[storedName(name)]));
      return {hasChanged: isOlder || any || both.length > 0, both: both.map((name) => labelOf(form, storedName(name) ?? "")).filter(Boolean), isIdle};
    }

    function fetchDraft(name, draft) {
      // What is in the form already goes into the draft that is fetched.
      clearTimeout(timer);
      turn += 1;
      put(key, null);
      key = name;
      base = valuesOf(form, true);
      // The server asks about what somebody else has changed since the draft was begun.
      for (const field of loadedOf()) field.value = draft.loaded[field.name] ?? field.value;
      const values = {...draft.values};
      const places = placesOf(form, draft, values);
      const left = [];
      let first = null;
      for (const [from, value] of Object.entries(values)) {
        const to = placed(from, draft, places);
        const row = draft.rows[prefixIn(draft.rows, from)];
        if (to !== null && (!row || row.identity)) base[to] = draft.base[from] ?? base[to];
        const field = to && write(form, to, value);
        first ??= field;
        if (!field && to !== null && controlsOf(form).some((each) => each.name === to)) continue;
        if (!field && typeof value === "string" && value.trim()) left.push(value);
      }
      keep();
      const fold = first?.closest("details");
      if (fold) fold.open = true;
      first?.focus();
      tell("Ändringarna är hämtade. Spara när du är klar.");
      if (left.length) {
        offers.append(element("section", {className: "keeper-offer", ariaLabel: "Fick inte plats"},
          element("p", {textContent: "Det här hör till något som inte finns kvar. Kopiera det du behöver:"}),
          ...left.map((text) => element("textarea", {readOnly: true, value: text, rows: 3, ariaLabel: "Text utan plats"}))));
      }
    }

    // The promise lasts while this tab has a say about the draft.
    async function offer(name, isSettled) {
      const record = recordOf(name);
      const draft = record && await draftOf(name);
      if (!draft) {
        // What nobody can read any more is of no use to anybody.
        if (record && lockKey) put(name, null);
        return;
      }
      const {hasChanged, both, isIdle} = changedSince(draft);
      if (isIdle) {
        put(name, null);
        return;
      }
      await new Promise((done) => {
        const text = element("p", {textContent: record.posting && isSettled
          ? `Ändringen som du skickade ${inWords(record.sentAt)} sparades inte. Det du hade fyllt i finns kvar.`
          : `Det finns osparade ändringar från ${inWords(record.keptAt)}.`});
        if (record.posting && !isSettled) text.append(" De skickades, men servern svarar inte på om de sparades.");
        if (draft.files.length) text.append(` Du behöver välja filen igen: ${draft.files.join(", ")}.`);
        if (hasChanged) {
          text.append(" Det som är sparat har ändrats sedan du började.");
          if (both.length) text.append(` Ni har båda ändrat: ${both.join(", ")}.`);
          text.append(loadedOf().length ? " När du sparar får du välja vad som ska gälla där ni har ändrat samma sak." : " Jämför innan du sparar.");
        }
        const fetchIt = element("button", {type: "button", className: "button", textContent: "Hämta ändringarna"});
        const discard = element("button", {type: "button", className: "button keeper-discard", textContent: "Kasta dem"});
        const box = element("section", {className: "keeper-offer", ariaLabel: "Osparade ändringar"}, text, element("div", {}, fetchIt, discard));
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
          put(name, null);
          close();
          tell("De osparade ändringarna är borttagna.");
          controlsOf(form).find((field) => field.type !== "hidden" && field.getClientRects().length)?.focus();
        });
        offers.append(box);
      });
    }

    // The form that came back with this page is the one that was sent: its draft goes on.
    const answered = me.dataset.answers && keysOf(place).find((name) => recordOf(name)?.posting === me.dataset.answers);
    if (answered) key = answered;
    hold(key);
    if (answered) base = (await draftOf(answered))?.base ?? base;
    form.prepend(offers);
    const isSettled = await settled;
    for (const name of keysOf(place)) {
      if (name === key) continue;
      if (navigator.locks) navigator.locks.request(name, () => offer(name, isSettled));
      else offer(name, isSettled);
    }
  }

  forms.forEach((form, index) => {
    if (form.id !== "changelist-form" && controlsOf(form).length) keepDraftsOf(form, index);
  });
})();
