// The dialog in which a picture of the library is chosen or uploaded, and the fields that open it.
//
// Anybody opens it with document.dispatchEvent(new CustomEvent("picture:choose", {detail: {files, chosen}})):
// files are uploaded at once, and chosen({key, title, alt_state, alt_words, consent_words, thumbnail}) is called for each picture.
"use strict";

(() => {
  const LIBRARY = "/admin/helsingborgsrummet/picture/";
  const MAX_BYTES = 20 * 2 ** 20;
  const SIGNED_OUT = "Du har loggats ut. Logga in i en ny flik och försök sedan igen här. Det du har fyllt i finns kvar.";
  const OFFLINE = "Servern svarar inte. Kontrollera nätet och försök igen. Det du har fyllt i finns kvar.";
  const FAILED = "Något gick fel på servern. Försök igen om en stund. Det du har fyllt i finns kvar.";
  const SHELL = `
<div class="picture-dialog-head"><h2 id="picture-dialog-title">Välj bild</h2><button type="button" class="button" data-close>Stäng</button></div>
<p class="picture-dialog-status" role="status" data-status></p>
<p class="picture-dialog-problem" role="alert" data-problem></p>
<p class="picture-dialog-recover" data-recover hidden><button type="button" class="button" data-again>Försök igen</button> <button type="button" class="button" data-skip>Hoppa över filen</button> <a href="/admin/" target="_blank" data-sign-in hidden>Logga in i en ny flik</a></p>
<div data-library>
<p class="picture-dialog-row"><label for="picture-dialog-file">Ladda upp nya bilder</label><input type="file" id="picture-dialog-file" accept="image/jpeg,image/png,image/webp,image/avif" multiple></p>
<form role="search" class="picture-dialog-search"><label for="picture-dialog-query">Sök i bildbiblioteket</label><input type="search" id="picture-dialog-query" name="q" autocomplete="off"> <button type="submit" class="button">Sök</button></form>
<div data-choices></div>
</div>
<div data-upload hidden><p data-upload-name></p><progress max="100" value="0" aria-label="Uppladdning"></progress> <span data-upload-words aria-hidden="true"></span></div>
<div data-description></div>`;

  let dialog, chosen, queue, uploading, retry, credit, hasWarned;
  const part = (name) => dialog.querySelector(`[data-${name}]`);

  class Problem extends Error {
    constructor(sentence, isSignedOut = false) {
      super(sentence);
      this.isSignedOut = isSignedOut;
    }
  }

  function build() {
    dialog = document.createElement("dialog");
    dialog.className = "picture-dialog";
    dialog.setAttribute("aria-labelledby", "picture-dialog-title");
    dialog.innerHTML = SHELL;
    document.body.append(dialog);
    part("close").addEventListener("click", () => mayClose() && dialog.close());
    part("again").addEventListener("click", () => retry());
    part("skip").addEventListener("click", next);
    dialog.addEventListener("cancel", (event) => {
      // A file chooser's own cancel event comes up from its input.
      if (event.target === dialog && !mayClose()) event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      uploading?.abort();
      queue = [];
      part("description").replaceChildren();
    });
    dialog.querySelector("#picture-dialog-file").addEventListener("change", (event) => {
      queue = [...event.target.files];
      event.target.value = "";
      next();
    });
    dialog.querySelector("[role=search]").addEventListener("submit", (event) => {
      event.preventDefault();
      search(1);
    });
    part("choices").addEventListener("click", (event) => {
      const choice = event.target.closest("[data-picture]");
      const page = event.target.closest("[data-page]");
      if (choice) {
        const { key, title, altState, altWords, consentWords, thumbnail } = choice.dataset;
        dialog.close();
        chosen({ key: Number(key), title, alt_state: altState, alt_words: altWords, consent_words: consentWords, thumbnail });
      } else if (page) {
        search(page.dataset.page);
      }
    });
    part("description").addEventListener("submit", (event) => {
      event.preventDefault();
      describe(event.target);
    });
    part("description").addEventListener("change", (event) => showStates(event.target.form));
  }

  // What is typed or under way is not lost to one slip on Escape.
  function mayClose() {
    const form = part("description").querySelector("form");
    const isBusy = uploading || (form && form.elements.alt.value !== form.elements.alt.defaultValue);
    if (!isBusy || hasWarned) return true;
    hasWarned = true;
    tell(uploading ? "Bilden laddas fortfarande upp. Stäng en gång till för att avbryta."
      : "Beskrivningen är inte sparad. Stäng en gång till för att stänga ändå.");
    return false;
  }

  function tell(words) {
    part("status").textContent = words;
  }

  function showProblem(problem, again) {
    const isOurs = problem instanceof Problem;
    tell("");
    part("problem").textContent = isOurs ? problem.message : FAILED;
    part("sign-in").hidden = !problem.isSignedOut;
    part("again").hidden = !again;
    part("skip").hidden = !queue.length;
    part("recover").hidden = !again && !queue.length && !problem.isSignedOut;
    retry = again;
    if (!isOurs) throw problem;
  }

  function clearProblem() {
    part("problem").textContent = "";
    part("recover").hidden = true;
  }

  function show(view) {
    part("library").hidden = view !== "library";
    part("upload").hidden = view !== "upload";
    if (view !== "description") part("description").replaceChildren();
  }

  function token() {
    const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
    // The cookie follows a new sign-in in another tab; the form's own token does not.
    return cookie ? cookie.slice("csrftoken=".length) : document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  // The answer of one of the dialog's own views, or a Problem in words.
  function judged(status, address, type, text) {
    const isJson = type.includes("json");
    if (address.includes("/login/") || (status === 403 && !isJson)) throw new Problem(SIGNED_OUT, true);
    if (isJson) {
      const answer = JSON.parse(text);
      if (answer.error) throw new Problem(answer.error);
      return answer;
    }
    if (status >= 400 && status !== 422) throw new Problem(FAILED);
    return text;
  }

  async function ask(path, options = {}) {
    let response, text;
    try {
      response = await fetch(LIBRARY + path, options);
      text = await response.text();
    } catch {
      throw new Problem(OFFLINE);
    }
    return judged(response.status, response.url, response.headers.get("Content-Type") ?? "", text);
  }

  async function search(page) {
    clearProblem();
    const query = dialog.querySelector("#picture-dialog-query").value;
    const hadPages = document.activeElement?.closest("[data-page]");
    tell("Söker …");
    try {
      part("choices").innerHTML = await ask(`valj/?${new URLSearchParams({ q: query, sida: page })}`);
    } catch (problem) {
      return showProblem(problem, () => search(page));
    }
    tell(part("count").textContent);
    if (hadPages) part("choices").querySelector("button")?.focus();
  }

  // Begin with the next file; after the last one the dialog has done its work.
  function next() {
    clearProblem();
    const file = queue.shift();
    if (file) return upload(file);
    if (part("library").hidden) dialog.close();
  }

  async function upload(file) {
    clearProblem();
    show("upload");
    hasWarned = false;
    const again = () => upload(file);
    const left = queue.length ? ` Sedan: ${queue.length} till.` : "";
    part("upload-name").textContent = `${file.name}.${left}`;
    try {
      if (file.size > MAX_BYTES) throw new Problem("Bilden är för stor. Filen får vara högst 20 MB.");
      const picture = await send(file);
      await askForDescription(picture.key);
    } catch (problem) {
      if (problem.isAborted) return;
      if (problem.isFinal || file.size > MAX_BYTES) {
        if (!queue.length) backToLibrary();
        showProblem(new Problem(`${file.name}: ${problem.message}`));
        (queue.length ? part("skip") : dialog.querySelector("#picture-dialog-file")).focus();
      } else {
        showProblem(problem, again);
        part("again").focus();
      }
    }
  }

  function backToLibrary() {
    show("library");
    if (!part("choices").childElementCount) search(1);
  }

  function send(file) {
    const progress = dialog.querySelector("progress");
    let told = -1;
    progress.value = 0;
    tell(`Laddar upp ${file.name} …`);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      uploading = request;
      const fail = (problem) => {
        uploading = null;
        reject(problem);
      };
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        const percent = Math.floor((event.loaded / event.total) * 100);
        progress.value = percent;
        part("upload-words").textContent = `${percent} %`;
        // Read aloud in quarters, not at every step.
        if (percent >= 100) tell("Bilden är uppladdad och görs i ordning …");
        else if (Math.floor(percent / 25) > told) {
          told = Math.floor(percent / 25);
          tell(`Laddar upp ${file.name}: ${percent} %`);
        }
      });
      request.addEventListener("load", () => {
        uploading = null;
        try {
          resolve(judged(request.status, request.responseURL, request.getResponseHeader("Content-Type") ?? "", request.responseText));
        } catch (problem) {
          // What is wrong with the file itself stays wrong.
          problem.isFinal = request.status === 422 || request.status === 413;
          reject(problem);
        }
      });
      request.addEventListener("error", () => fail(new Problem(OFFLINE)));
      request.addEventListener("abort", () => fail(Object.assign(new Problem(""), { isAborted: true })));
      const form = new FormData();
      form.append("file", file);
      request.open("POST", `${LIBRARY}ladda-upp/`);
      request.setRequestHeader("X-CSRFToken", token());
      request.send(form);
    });
  }

  async function askForDescription(key) {
    try {
      showDescription(await ask(`${key}/beskriv/`));
    } catch (problem) {
      return showProblem(problem, () => askForDescription(key));
    }
    tell("Bilden finns i biblioteket. Beskriv den nu.");
    clearProblem();
  }

  function showDescription(html) {
    show("description");
    part("description").innerHTML = html;
    const form = part("description").querySelector("form");
    form.elements.credit.setAttribute("list", "picture_credits");
    // Several pictures at once are most often by the same person.
    form.elements.credit.value ||= credit;
    showStates(form);
    const wrong = form.querySelector(".errorlist");
    (wrong ? wrong.parentElement.querySelector("input, textarea, select") : form.querySelector("h3")).focus();
  }

  function showStates(form) {
    form.querySelector("[data-for-text]").hidden = form.elements.alt_state.value !== "text";
  }

  async function describe(form) {
    clearProblem();
    hasWarned = false;
    const button = form.querySelector("[type=submit]");
    button.setAttribute("aria-disabled", "true");
    tell("Sparar …");
    try {
      const answer = await ask(`${form.dataset.key}/beskriv/`, {
        method: "POST",
        headers: { "X-CSRFToken": token() },
        body: new FormData(form),
      });
      if (typeof answer === "string") {
        showDescription(answer);
        tell("");
        part("problem").textContent = "Rätta det som är markerat.";
        return;
      }
      credit = form.elements.credit.value;
      part("description").replaceChildren();
      if (!queue.length) dialog.close();
      chosen(answer);
      if (queue.length) next();
    } catch (problem) {
      showProblem(problem, () => describe(form));
      part("skip").hidden = true;
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  document.addEventListener("picture:choose", (event) => {
    if (!dialog) build();
    if (dialog.open) return;
    chosen = event.detail.chosen;
    queue = [...(event.detail.files ?? [])];
    uploading = null;
    hasWarned = false;
    credit = "";
    clearProblem();
    tell("");
    dialog.showModal();
    if (queue.length) return next();
    show("library");
    search(1);
    dialog.querySelector("#picture-dialog-query").focus();
  });

  // --- Fields that hold pictures ----------------------------------------------------------------

  function enhance(field) {
    const rows = field.querySelector("ul");
    const choose = field.querySelector("[data-choose]");
    const isList = field.hasAttribute("data-is-list");
    const hideNumber = (row) => {
      const label = row.querySelector("label");
      const input = label.querySelector("input");
      input.type = "hidden";
      label.replaceWith(input);
      const remove = row.querySelector("[data-remove]");
      remove.hidden = false;
    };
    field.querySelector("[data-empty]")?.remove();
    rows.querySelectorAll("li").forEach((row) => {
      const isUnknown = !row.querySelector("[data-title]").textContent;
      if (isUnknown) row.querySelector("[data-title]").textContent = `Bild nummer ${row.querySelector("input").value}`;
      hideNumber(row);
    });
    field.querySelector("[data-look-up]").remove();
    choose.hidden = false;

    const put = (picture) => {
      if (isList && [...rows.querySelectorAll("input")].some((input) => input.value === String(picture.key))) return;
      const row = field.querySelector("template").content.querySelector("li").cloneNode(true);
      const image = row.querySelector("img");
      const state = row.querySelector("[data-alt-state]");
      image.src = picture.thumbnail;
      image.hidden = !picture.thumbnail;
      row.querySelector("[data-title]").textContent = picture.title;
      row.querySelector("[data-remove] span").textContent = ` ${picture.title}`;
      state.textContent = picture.alt_words;
      state.classList.add(`state-alt-${picture.alt_state}`);
      state.hidden = false;
      const consent = row.querySelector("[data-consent]");
      consent.textContent = picture.consent_words;
      consent.hidden = !picture.consent_words;
      row.querySelector("input").value = picture.key;
      hideNumber(row);
      if (!isList) rows.replaceChildren();
      rows.append(row);
      row.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
    };
    choose.addEventListener("click", () => {
      document.dispatchEvent(new CustomEvent("picture:choose", { detail: { files: [], chosen: put } }));
    });
    // A draft that is fetched brings its pictures.
    field.addEventListener("pictures:put", (event) => {
      rows.replaceChildren();
      event.detail.forEach(put);
      rows.dispatchEvent(new Event("change", { bubbles: true }));
    });
    rows.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove]");
      if (!button) return;
      button.closest("li").remove();
      rows.dispatchEvent(new Event("change", { bubbles: true }));
      choose.focus();
    });
  }

  document.querySelectorAll(".picture-field").forEach(enhance);
  // Rows that Django's own script adds to a form.
  document.addEventListener("formset:added", (event) => {
    event.target.querySelectorAll(".picture-field").forEach(enhance);
  });
})();
