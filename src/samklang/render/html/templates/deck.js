// Shows the slides of deck.html one at a time, and to the speaker what is said and what comes next.
// A second window is the same page; the two tell each other which slide is shown.
"use strict";
const deck = document.getElementById("deck");
const slides = [...deck.querySelectorAll(".slide")];
const root = document.documentElement;
let now = Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));
let other = window.opener;
const speaking = location.search === "?speaker";
const clock = document.createElement("p");
const next = document.createElement("p");
const began = Date.now();

function show(at, tell) {
  now = Math.min(Math.max(at, 0), slides.length - 1);
  slides.forEach((slide, number) => slide.classList.toggle("now", number === now));
  if (!root.classList.contains("presenting")) return;
  history.replaceState(null, "", `#${slides[now].id}`);
  slides[now].focus({ preventScroll: true });
  window.scrollTo(0, 0);
  const after = slides[now + 1];
  next.textContent = after ? `${deck.dataset.next}: ${after.querySelector("h2").textContent}` : "";
  if (tell && other && !other.closed) other.postMessage({ slide: now }, "*");
}

function start() {
  root.classList.add("presenting");
  show(now, true);
}

function stop() {
  root.classList.remove("presenting", "speaking");
  slides[now].scrollIntoView();
}

function speaker() {
  other = window.open(`${location.pathname}?speaker#${slides[now].id}`, "samklang-speaker", "width=900,height=700");
  start();
}

document.getElementById("present").hidden = false;
document.getElementById("present").addEventListener("click", (event) => {
  const what = event.target.dataset.do;
  if (what === "start") start();
  if (what === "speaker") speaker();
});
// A message counts only from the window that this one opened, or was opened by.
window.addEventListener("message", (event) => {
  if (event.source !== other) return;
  if (event.data.ready) other.postMessage({ slide: now }, "*");
  else if (Number.isInteger(event.data.slide)) show(event.data.slide, false);
});
document.addEventListener("keydown", (event) => {
  if (!root.classList.contains("presenting") || event.ctrlKey || event.metaKey || event.altKey) return;
  const link = event.target.closest("a, button, summary");
  if (link && (event.key === " " || event.key === "Enter")) return;
  const moves = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  if (event.key in moves) show(now + moves[event.key], true);
  else if (event.key === "Home") show(0, true);
  else if (event.key === "End") show(slides.length - 1, true);
  else if (event.key === "Escape") stop();
  else if (event.key === "s") speaker();
  else return;
  event.preventDefault();
});

if (speaking) {
  root.classList.add("presenting", "speaking");
  deck.querySelectorAll(".spoken").forEach((notes) => { notes.open = true; });
  next.className = clock.className = "aside";
  deck.append(next, clock);
  setInterval(() => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    clock.textContent = `${deck.dataset.clock}: ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }, 1000);
  show(now, false);
  // What was shown while this window came up went by it.
  if (other) other.postMessage({ ready: true }, "*");
}
