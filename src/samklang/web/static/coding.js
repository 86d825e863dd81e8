/* Coding by keyboard: a key for the code, one for its direction; saved by itself. The form does the
   same without it. */
"use strict";
const form = document.getElementById("marks");
const pick = document.getElementById("pick");
const picked = document.getElementById("picked");
const words = document.getElementById("words");
const spans = document.getElementById("spans");
const saved = document.getElementById("saved");
const VALENCES = { u: "enables", f: "hinders", v: "" };
const STATES = { 0: "no-code", "?": "undecided" };
let armed = null, chosen = null, waiting, sending = Promise.resolve(), blocked = false;

document.querySelector(".marking").hidden = false;

/* Places in the text are counted in code points, as the server does. */
function points(text, end) {
  return [...text.slice(0, end)].length;
}

function choose(start, end, text) {
  chosen = end > start ? { start: points(text, start), end: points(text, end), words: text.slice(start, end) } : null;
  picked.textContent = chosen ? saved.dataset.part.replace("{words}", chosen.words) : saved.dataset.whole;
}

/* A field that is read only cannot be marked in by the keyboard: this one takes no input instead. */
pick.addEventListener("beforeinput", (event) => event.preventDefault());
pick.addEventListener("select", () => choose(pick.selectionStart, pick.selectionEnd, pick.value));
pick.addEventListener("keyup", () => choose(pick.selectionStart, pick.selectionEnd, pick.value));
words.addEventListener("mouseup", () => {
  const found = getSelection();
  if (!found.rangeCount || found.isCollapsed || !words.contains(found.anchorNode)) return;
  const range = found.getRangeAt(0), before = document.createRange();
  before.selectNodeContents(words.querySelector("p"));
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  choose(start, start + range.toString().length, words.textContent);
});

function arm(code) {
  armed?.classList.remove("armed");
  armed = code;
  armed?.classList.add("armed");
  if (armed) saved.textContent = saved.dataset.choose;
}

function put(code, valence) {
  const value = `${code.dataset.code}:${valence}`;
  arm(null);
  if (chosen) {
    const label = document.createElement("label"), box = document.createElement("input");
    const quoted = Object.assign(document.createElement("q"), { dir: "auto" }), on = document.createElement("span");
    label.className = "choice";
    box.type = "checkbox"; box.name = "span"; box.checked = true;
    box.value = `${chosen.start}-${chosen.end}:${value}`;
    const chip = code.querySelector(".chip").cloneNode(true);
    const way = code.querySelector(`input[value="${value}"]`).closest("label").textContent.trim();
    if (code.dataset.valence) chip.append(`, ${way.toLowerCase()}`);
    quoted.textContent = chosen.words;
    on.append(chip, " ", quoted);
    label.append(box, " ", on);
    spans.append(label);
    spans.hidden = false;
    choose(0, 0, "");
  } else {
    const box = code.querySelector(`input[value="${value}"]`);
    box.checked = !box.checked;
  }
  changed();
}

function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(save, 500);
}

/* One save at a time; each names the version that the one before it made. */
function save() {
  clearTimeout(waiting);
  waiting = undefined;
  sending = sending.then(async () => {
    if (blocked) return;
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (answer.ok) {
      form.seen.value = (await answer.json()).version;
      saved.textContent = saved.dataset.saved;
    } else {
      blocked = answer.status === 409;
      saved.textContent = answer.status === 409 ? saved.dataset.stale : saved.dataset.wrong;
    }
  }).catch(() => { saved.textContent = saved.dataset.wrong; });
  return sending;
}

form.addEventListener("change", changed);
/* What is on its way is saved before the page is left by the form, so that the version is right. */
form.addEventListener("submit", (event) => {
  if (waiting === undefined) return;
  event.preventDefault();
  const by = event.submitter;
  save().then(() => form.requestSubmit(by));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target, key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if ((at.tagName === "TEXTAREA" && at !== pick) || at.tagName === "SELECT" || (at.tagName === "INPUT" && at.type === "text")) return;
  if (event.shiftKey && key !== "?") return;
  if (armed && key in VALENCES) {
    event.preventDefault();
    put(armed, VALENCES[key]);
    return;
  }
  if (key === "Escape") { arm(null); choose(0, 0, ""); saved.textContent = ""; return; }
  if (key in STATES) {
    event.preventDefault();
    form.querySelector(`input[name=status][value="${STATES[key]}"]`).checked = true;
    changed();
  } else if (key === "m") {
    event.preventDefault();
    pick.focus();
    pick.setSelectionRange(0, 0);
  } else if (key === "n") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=next]"));
  } else if (key === "p") {
    document.getElementById("before")?.click();
  } else {
    const code = form.querySelector(`.code[data-key="${CSS.escape(key)}"]`);
    if (!code) return;
    event.preventDefault();
    if (code.dataset.valence) arm(code);
    else put(code, "");
  }
});
