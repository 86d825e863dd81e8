/* A text's page follows what is typed: faults, look and lines. Without it the buttons do the same. */
"use strict";
const form = document.getElementById("text");
const text = document.getElementById("id_text");
const where = document.getElementById("where");
const cursor = document.getElementById("cursor");
const parts = ["findings", "look", "lines"];
const saved = "unsaved" in text.dataset ? null : text.value;
let waiting, asked, leaving = false;

async function follow() {
  asked?.abort();
  asked = new AbortController();
  const data = new FormData(form);
  data.set("action", "part");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, signal: asked.signal });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const name of parts) {
      const fresh = found.querySelector(`[data-part=${name}]`);
      if (fresh) document.getElementById(name).replaceChildren(...fresh.childNodes);
    }
    counting();
  } catch (fault) {
    if (fault.name !== "AbortError") throw fault;
  }
}

/* What is being counted is looked at again, unless something is written first. */
function counting() {
  if (!document.querySelector("[data-counting][data-progress]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(follow, 3000);
}

function line() {
  return text.value.slice(0, text.selectionStart).split("\n").length;
}

/* Where the cursor is: told below the text, and sent along for a figure to be put there. */
function moved() {
  const now = line();
  where.textContent = where.dataset.words.replace("{line}", now);
  cursor.value = text.selectionStart;
}

text.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(follow, 600);
});
for (const event of ["input", "keyup", "click", "select"]) text.addEventListener(event, moved);
/* A fault's line is selected in the text. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  const lines = text.value.split("\n");
  const nth = Math.min(Number(link.dataset.line), lines.length);
  const from = lines.slice(0, nth - 1).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus();
  text.setSelectionRange(from, from + lines[nth - 1].length);
  /* Lines are broken where they are too long, so a copy of what is before tells how far down. */
  const copy = text.cloneNode();
  copy.removeAttribute("id");
  copy.removeAttribute("name");
  copy.rows = 1;
  copy.className += " measure";
  copy.value = text.value.slice(0, from);
  text.after(copy);
  text.scrollTop = copy.scrollHeight - text.clientHeight / 3;
  copy.remove();
  moved();
});

counting();

/* What is not saved is not left behind without a word. */
form.addEventListener("submit", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
addEventListener("beforeunload", (event) => {
  if (!leaving && text.value !== saved) event.preventDefault();
});
