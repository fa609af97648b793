// The editor of running text: toolbar, links, pictures, live preview, number of words.
//
// The text area stays an ordinary one. Tab leaves it, and everything that a button writes goes through
// the browser's own editing, so that Ctrl+Z takes it back.
"use strict";

(() => {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  // Ctrl+B opens Firefox's bookmarks and Ctrl+K the search field of most browsers: those stay theirs.
  const isFirefox = CSS.supports("-moz-appearance", "none");
  const SHORTCUTS = isFirefox ? {} : {b: "bold", ...(isMac ? {k: "link"} : {})};
  const PAUSE = 300;

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function icon(path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  // --- Changes of a text ------------------------------------------------------------------------------
  //
  // Each of these takes a text and a selection and returns what to put where: {start, end, text, select}.

  // What a line can begin with. Only one of these at a time; a quote may hold any of them.
  const MARK = /^(?:#{1,6} +|[-*+] +|\d+[.)] +)/;
  const LINES = {
    heading: {has: /^## +/, mark: () => "## "},
    subheading: {has: /^### +/, mark: () => "### "},
    bullets: {has: /^[-*+] +/, mark: () => "- ", isBlock: true},
    numbers: {has: /^\d+[.)] +/, mark: (number) => `${number}. `, isBlock: true},
    quote: {has: /^> ?/, mark: () => "> ", isBlock: true, isAround: true},
  };

  function wholeLines(value, start, end) {
    // A selection that ends just after a line break does not touch the next line.
    const last = end > start && value[end - 1] === "\n" ? end - 1 : end;
    const from = start === 0 ? 0 : value.lastIndexOf("\n", start - 1) + 1;
    const next = value.indexOf("\n", last);
    return [from, next === -1 ? value.length : next];
  }

  function toggleLines({has, mark, isBlock, isAround}, value, start, end) {
    const [from, to] = wholeLines(value, start, end);
    const lines = value.slice(from, to).split("\n");
    const isBlank = (line) => line.trim() === "";
    const written = lines.filter((line) => !isBlank(line));
    const isOn = written.length > 0 && written.every((line) => has.test(line));
    let number = 0;
    const changed = lines.map((line) => {
      if (isOn) return line.replace(has, "");
      if (isBlank(line) && lines.length > 1) return isAround ? ">" : line;
      number += 1;
      return mark(number) + (isAround ? line : line.replace(MARK, ""));
    }).join("\n");
    const before = value.slice(0, from).split("\n").at(-2) ?? "";
    const after = value.slice(to).split("\n")[1] ?? "";
    const stands = (line) => isOn || !isBlock || isBlank(line) || has.test(line);
    const lead = stands(before) ? "" : "\n";
    const trail = stands(after) ? "" : "\n";
    const first = from + lead.length;
    const select = start === end ? [first + changed.length, first + changed.length] : [first, first + changed.length];
    return {start: from, end: to, text: lead + changed + trail, select};
  }

  function toggleBold(value, start, end) {
    while (start < end && /\s/.test(value[start])) start += 1;
    while (end > start && /\s/.test(value[end - 1])) end -= 1;
    for (const run of value.matchAll(/\*\*([^*\n]+)\*\*/g)) {
      const close = run.index + run[0].length;
      if (run.index <= start && end <= close) {
        return {start: run.index, end: close, text: run[1], select: [run.index, run.index + run[1].length]};
      }
    }
    if (start === end) {
      while (start > 0 && /[\p{L}\p{N}]/u.test(value[start - 1])) start -= 1;
      while (end < value.length && /[\p{L}\p{N}]/u.test(value[end])) end += 1;
    }
    const inner = value.slice(start, end);
    if (inner === "") return {start, end, text: "**fet text**", select: [start + 2, start + 10]};
    // Marks of lists and headings stay outside; each line is bold by itself.
    const LINE = /^(\s*(?:> ?)?(?:#{1,6} +|[-*+] +|\d+[.)] +)?)(\S.*?)(\s*)$/;
    const lines = inner.split("\n");
    const isOn = lines.every((line) => line.trim() === "" || /^\*\*.+\*\*$/.test(LINE.exec(line)?.[2] ?? ""));
    const text = lines.map((line) => line.replace(LINE, (all, mark, words, space) => (
      mark + (isOn ? words.slice(2, -2) : `**${words.replaceAll("**", "")}**`) + space
    ))).join("\n");
    const edge = isOn || lines.length > 1 ? 0 : 2;
    return {start, end, text, select: [start + edge, start + text.length - edge]};
  }

  // Text that stands by itself, with an empty line before and after it.
  function ownBlock(value, start, end, text, select = [text.length, text.length]) {
    const before = value.slice(0, start);
    const after = value.slice(end);
    const lead = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const trail = after === "" || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    const from = start + lead.length;
    return {start, end, text: lead + text + trail, select: [from + select[0], from + select[1]]};
  }

  function insertTable(value, start, end) {
    const [from, to] = wholeLines(value, start, end);
    const rows = value.slice(from, to).split("\n").filter((line) => line.trim());
    if (start !== end && rows.length && rows.every((row) => row.includes("\t"))) {
      // What was copied out of a spreadsheet is a table already.
      const written = rows.map((row) => `| ${row.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|")).join(" | ")} |`);
      written.splice(1, 0, `|${" --- |".repeat(rows[0].split("\t").length)}`);
      return ownBlock(value, from, to, written.join("\n"));
    }
    return ownBlock(value, to, to, "| Rubrik | Rubrik |\n| --- | --- |\n| Text | Text |", [2, 8]);
  }

  function toggleFactBox(value, start, end) {
    const lines = value.split("\n");
    const lineAt = (position) => value.slice(0, position).split("\n").length - 1;
    const startOf = (line) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    const isOpening = (line) => /^:::+\s*faktaruta\s*$/.test(line);
    const isClosing = (line) => /^:::+\s*$/.test(line);
    let first = lineAt(start);
    while (first >= 0 && !isOpening(lines[first]) && !(isClosing(lines[first]) && first < lineAt(start))) first -= 1;
    const last = lines.findIndex((line, index) => index > first && isClosing(line));
    if (first >= 0 && isOpening(lines[first]) && last >= lineAt(end)) {
      const text = lines.slice(first + 1, last).join("\n");
      const from = startOf(first);
      return {start: from, end: startOf(last) + lines[last].length, text, select: [from, from + text.length]};
    }
    const [from, to] = wholeLines(value, start, end);
    const words = value.slice(from, to).trim() || "Text i faktarutan.";
    return ownBlock(value, from, to, `::: faktaruta\n${words}\n:::`, [14, 14 + words.length]);
  }

  // --- Links -----------------------------------------------------------------------------------------------

  const LINK = /(?<!!)\[((?:[^\]\\\n]|\\.)*)\]\((?:<([^>\n]*)>|([^()\s]*))\)/g;

  function linkAt(value, start, end) {
    for (const match of value.matchAll(LINK)) {
      if (match.index <= start && end <= match.index + match[0].length) {
        return {start: match.index, end: match.index + match[0].length, words: match[1].replace(/\\(.)/g, "$1"), address: match[2] ?? match[3]};
      }
    }
    return null;
  }

  // The address as it is written in the text, or nothing when it leads nowhere.
  function linkAddress(typed) {
    const address = typed.trim();
    if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(address)) return `mailto:${address}`;
    if (/^(https?:\/\/\S+\.?\S*|mailto:\S+@\S+|tel:\+?[\d-]+|\/[^/\s]\S*|\/|#\S+)$/i.test(address)) return address;
    if (/^[^\s:/]+\.[a-zåäö]{2,}([/?#]\S*)?$/i.test(address)) return `https://${address}`;
    return "";
  }

  const written = (words, address) => (
    `[${words.replace(/[[\]\\]/g, "\\$&")}](${address.replace(/[()<>\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)})`
  );

  const askForLink = (() => {
    const words = element("input", {type: "text", autocomplete: "off"});
    const address = element("input", {type: "text", inputMode: "url", autocomplete: "off", spellcheck: false});
    const problem = element("p", {className: "prose-trouble", role: "alert", id: "prose-link-problem"});
    const insert = element("button", {type: "submit", className: "button", textContent: "Infoga länken"});
    const remove = element("button", {type: "button", className: "button", textContent: "Ta bort länken"});
    const cancel = element("button", {type: "button", className: "button", textContent: "Avbryt"});
    const title = element("h2", {id: "prose-link-title", textContent: "Länk"});
    const box = element("form", {method: "dialog", noValidate: true}, title,
      element("label", {}, "Länktext", words), element("label", {}, "Adress", address),
      problem, element("div", {}, insert, remove, cancel));
    const dialog = element("dialog", {className: "prose-dialog"}, box);
    dialog.setAttribute("aria-labelledby", title.id);
    address.setAttribute("aria-describedby", problem.id);
    let answer = () => {};

    function refuse(field, sentence) {
      problem.textContent = sentence;
      field.setAttribute("aria-invalid", "true");
      field.focus();
    }

    box.addEventListener("submit", (event) => {
      event.preventDefault();
      for (const field of [words, address]) field.removeAttribute("aria-invalid");
      const target = linkAddress(address.value);
      if (!words.value.trim()) return refuse(words, "Skriv vad som ska stå i länken.");
      if (!target) return refuse(address, "Skriv en hel adress, till exempel https://helsingborg.se eller /besok/.");
      dialog.close();
      answer(written(words.value.trim(), target));
    });
    remove.addEventListener("click", () => {
      dialog.close();
      answer(words.value);
    });
    cancel.addEventListener("click", () => dialog.close());

    return (link, then) => {
      if (!dialog.isConnected) document.body.append(dialog);
      problem.textContent = "";
      for (const field of [words, address]) field.removeAttribute("aria-invalid");
      words.value = link.words;
      address.value = link.address;
      remove.hidden = !link.isThere;
      answer = then;
      dialog.showModal();
      (link.words ? address : words).focus();
    };
  })();

  // --- One editor -------------------------------------------------------------------------------------------

  const TOOLS = [
    ["heading", "Rubrik", "M4.5 3.5v13M15.5 3.5v13M4.5 10h11", "Gör raden till rubrik"],
    ["subheading", "Underrubrik", "M6.5 7v9.5M13.5 7v9.5M6.5 11.7h7", "Gör raden till underrubrik"],
    ["bold", "Fet", "M6 4h4.8a3 3 0 0 1 0 6H6zM6 10h5.6a3.2 3.2 0 0 1 0 6.4H6z", "Fetstil"],
    ["link", "Länk", "M8 12l4-4M9 6.2l2-2a3.4 3.4 0 0 1 4.8 4.8l-2 2M11 13.8l-2 2a3.4 3.4 0 0 1-4.8-4.8l2-2", "Infoga eller ändra en länk"],
    ["bullets", "Punkter", "M8 5h9M8 10h9M8 15h9M3.6 5h.01M3.6 10h.01M3.6 15h.01", "Punktlista"],
    ["numbers", "Nummer", "M9 5h8M9 10h8M9 15h8M3 4l1.5-1v4.5M2.8 13a1.4 1.4 0 1 1 2.5.8L2.8 17h2.8", "Numrerad lista"],
    ["quote", "Citat", "M3 6h4.5v4.5C7.5 13 6 14.5 4 15M11.5 6H16v4.5c0 2.5-1.5 4-3.5 4.5", "Citat"],
    ["table", "Tabell", "M3 4h14v12H3zM3 8h14M3 12h14M10 4v12", "Infoga en tabell"],
    ["picture", "Bild", "M3 4h14v12H3zM3 14l4-4 3 3 3-3.5 4 4M7.2 7.4h.01", "Infoga en bild ur biblioteket"],
    ["factbox", "Faktaruta", "M3 4h14v12H3zM10 9.5V13M10 6.9h.01", "Gör texten till en faktaruta"],
  ];

  function start(editor) {
    const area = editor.querySelector("textarea");
    const label = area.labels[0]?.textContent.replace(/:\s*$/, "").trim() ?? "text";
    const form = area.form;
    const name = area.id;

    // Through the browser's own editing, so that it can be undone; directly where that is not offered.
    function change({start: from, end, text, select}) {
      area.focus();
      area.setSelectionRange(from, end);
      const isDone = text ? document.execCommand("insertText", false, text) : from === end || document.execCommand("delete");
      if (!isDone) {
        area.setRangeText(text, from, end, "end");
        area.dispatchEvent(new Event("input", {bubbles: true}));
      }
      area.setSelectionRange(...select);
    }

    const changeBy = (make, ...more) => change(make(...more, area.value, area.selectionStart, area.selectionEnd));

    function askLink() {
      const {selectionStart, selectionEnd, value} = area;
      const there = linkAt(value, selectionStart, selectionEnd);
      const selected = value.slice(selectionStart, selectionEnd);
      const isAddress = linkAddress(selected) !== "" && /[./@]/.test(selected);
      const place = there ?? {start: selectionStart, end: selectionEnd};
      const link = there
        ? {...there, isThere: true}
        : {words: isAddress ? "" : selected.replace(/\s+/g, " ").trim(), address: isAddress ? selected.trim() : ""};
      askForLink(link, (text) => change({...place, text, select: [place.start + text.length, place.start + text.length]}));
    }

    function choosePictures(files = []) {
      function insert({key, title}) {
        const [, to] = wholeLines(area.value, area.selectionStart, area.selectionEnd);
        const words = title.replace(/\s+/g, " ").replace(/[[\]\\]/g, "\\$&");
        change(ownBlock(area.value, to, to, `![${words}](bild:${key})`));
      }
      const waiting = [];
      const insertAll = () => waiting.splice(0).forEach(insert);
      function chosen(picture) {
        waiting.push(picture);
        // Behind an open dialog nothing can be written. Of several pictures the last is told when it is closed.
        const dialog = document.querySelector("dialog:modal");
        if (dialog) dialog.addEventListener("close", insertAll, {once: true});
        else insertAll();
      }
      document.dispatchEvent(new CustomEvent("picture:choose", {detail: {files, chosen}}));
    }

    const actions = {
      ...Object.fromEntries(Object.entries(LINES).map(([key, kind]) => [key, () => changeBy(toggleLines, kind)])),
      bold: () => changeBy(toggleBold),
      table: () => changeBy(insertTable),
      factbox: () => changeBy(toggleFactBox),
      link: askLink,
      picture: () => choosePictures(),
    };

    // --- The toolbar: one stop for Tab, arrows within it ---

    const tools = element("div", {className: "prose-tools", role: "toolbar", ariaLabel: `Verktyg för ${label.toLowerCase()}`});
    tools.setAttribute("aria-controls", name);
    for (const [key, words, path, hint] of TOOLS) {
      const letter = Object.keys(SHORTCUTS).find((each) => SHORTCUTS[each] === key);
      const button = element("button", {type: "button", className: `prose-tool-${key}`}, icon(path), words);
      button.title = letter ? `${hint} (${isMac ? "⌘" : "Ctrl+"}${letter.toUpperCase()})` : hint;
      if (letter) button.setAttribute("aria-keyshortcuts", `${isMac ? "Meta" : "Control"}+${letter.toUpperCase()}`);
      button.addEventListener("click", actions[key]);
      tools.append(button);
    }
    const toggle = element("button", {type: "button", className: "prose-tool-preview", title: "Visa eller dölj förhandsvisningen"},
      icon("M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z"), "Förhandsvisning");
    tools.append(toggle);
    const buttons = [...tools.children];

    function rove(to) {
      for (const button of buttons) button.tabIndex = button === to ? 0 : -1;
    }

    rove(buttons[0]);
    tools.addEventListener("focusin", (event) => rove(event.target));
    tools.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1}[event.key];
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      buttons.at(to % buttons.length).focus();
    });
    area.addEventListener("keydown", (event) => {
      const key = SHORTCUTS[event.key.toLowerCase()];
      if (!key || event.altKey || event.shiftKey || !(isMac ? event.metaKey : event.ctrlKey)) return;
      event.preventDefault();
      actions[key]();
    });

    // --- Pasted and dropped pictures ---

    area.addEventListener("paste", (event) => {
      const files = [...event.clipboardData.files];
      // Text that is copied out of a word processor brings a picture of itself.
      if (!files.length || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      choosePictures(files);
    });
    area.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    });
    area.addEventListener("drop", (event) => {
      const files = [...event.dataTransfer.files];
      if (!files.length) return;
      event.preventDefault();
      choosePictures(files);
    });

    // --- Words and signs ---

    const count = element("p", {className: "prose-count"});

    function countWords() {
      const text = area.value.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/^:::.*$/gm, "");
      const words = text.match(/[\p{L}\p{N}]+(?:[-–.,:'’][\p{L}\p{N}]+)*/gu)?.length ?? 0;
      const signs = area.value.length;
      count.textContent = `${words.toLocaleString("sv-SE")} ord, ${signs.toLocaleString("sv-SE")} tecken`;
    }

    // --- The preview: the server's own rendering, in the site's own styles ---

    const frame = element("iframe", {className: "prose-frame", id: `${name}_preview`, title: `Förhandsvisning av ${label.toLowerCase()}`});
    const problem = element("p", {className: "prose-trouble", role: "status"});
    let timer = 0;
    let asked = null;
    let hasRetried = false;
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.srcdoc = editor.dataset.previewDocument;
    toggle.setAttribute("aria-controls", frame.id);

    function show(html) {
      const place = frame.contentDocument?.getElementById("text");
      // In place, so that the preview stays where its reader is.
      if (place) place.innerHTML = html || '<p class="small">Här visas texten som den blir på webbplatsen.</p>';
    }

    function followTheme() {
      const chosen = document.documentElement.dataset.theme;
      const root = frame.contentDocument?.documentElement;
      if (root) root.style.colorScheme = chosen === "light" || chosen === "dark" ? chosen : "";
    }

    async function preview() {
      clearTimeout(timer);
      if (frame.hidden) return;
      asked?.abort();
      const asking = asked = new AbortController();
      try {
        const response = await fetch(editor.dataset.previewUrl, {
          method: "POST",
          headers: {"X-CSRFToken": form.elements.csrfmiddlewaretoken.value},
          body: new URLSearchParams({text: area.value}),
          signal: asking.signal,
        });
        if (response.ok) {
          show((await response.json()).html);
          problem.textContent = "";
          hasRetried = false;
        } else if (response.status === 403) {
          // Signed out, or signed in again in another tab: then there is a new token.
          if (hasRetried) problem.textContent = "Förhandsvisningen kan inte visas just nu.";
          else document.dispatchEvent(new CustomEvent("session:doubt"));
        } else {
          problem.textContent = response.status === 413 ? (await response.json()).error : "Förhandsvisningen kan inte visas just nu.";
        }
      } catch (error) {
        if (error.name !== "AbortError") document.dispatchEvent(new CustomEvent("session:doubt"));
      }
    }

    function isShown(should) {
      frame.hidden = !should;
      editor.classList.toggle("is-previewing", should);
      toggle.setAttribute("aria-expanded", should);
      preview();
    }

    toggle.addEventListener("click", () => isShown(frame.hidden));
    frame.addEventListener("load", () => {
      followTheme();
      preview();
    });
    new MutationObserver(followTheme).observe(document.documentElement, {attributeFilter: ["data-theme"]});
    area.addEventListener("input", () => {
      countWords();
      clearTimeout(timer);
      timer = setTimeout(preview, PAUSE);
    });
    document.addEventListener("session:sound", () => {
      if (hasRetried) return;
      hasRetried = true;
      preview();
    });
    form.addEventListener("submit", () => clearTimeout(timer));

    area.before(tools);
    area.after(frame, element("div", {className: "prose-below"}, problem, count));
    isShown(true);
    countWords();
  }

  document.querySelectorAll("[data-prose-editor]").forEach(start);
})();
