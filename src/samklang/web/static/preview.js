/* The preview of a question follows what is typed. Without it the button beside Save does the same. */
"use strict";
const form = document.getElementById("question");
const preview = document.getElementById("preview");
let waiting, asked;
async function show() {
  asked?.abort();
  asked = new AbortController();
  const data = new FormData(form);
  data.set("action", "part");
  try {
    const answer = await fetch(location.href, { method: "POST", body: data, signal: asked.signal });
    if (answer.ok) preview.innerHTML = await answer.text();
  } catch (fault) {
    if (fault.name !== "AbortError") throw fault;
  }
}
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 400);
});
