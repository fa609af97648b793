// Says how many letters what is ticked would bring, without a press on "Räkna".
const form = document.querySelector("#formular");
const count = document.querySelector("#antal");
document.querySelector(".follow-recount").hidden = true;
let latest = 0;

async function recount() {
  const mine = ++latest;
  const chosen = new URLSearchParams({ antal: "ja" });
  for (const [name, value] of new FormData(form)) {
    // Never the address.
    if (["allt", "amne", "omrade", "plan", "fraga", "hur", "vad"].includes(name) || name.startsWith("vad-")) {
      chosen.append(name, value);
    }
  }
  try {
    const answer = await fetch(`${location.pathname}?${chosen}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("#antal");
    if (answer.ok && found && mine === latest) {
      count.replaceChildren(...found.childNodes);
    }
  } catch {
    // Without a connection the old number would be wrong, and the button still counts later.
    document.querySelector(".follow-recount").hidden = false;
  }
}

form.addEventListener("change", (event) => {
  if (event.target.name !== "epost") {
    recount();
  }
});
