/* How a part will look is counted elsewhere: what was sent is sent again every few seconds until it
   is there, and only the look is changed. Without it the page has a button. */
"use strict";
const form = document.getElementById("block");
const sent = new FormData(form);
sent.set("action", "show");
async function look() {
  let page;
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent });
    if (!answer.ok) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return setTimeout(look, 15000);
  }
  const fresh = page.getElementById("look");
  if (!fresh) return;
  document.getElementById("look").replaceChildren(...fresh.childNodes);
  if (document.querySelector("[data-counting][data-progress]")) setTimeout(look, 3000);
}
if (document.querySelector("[data-counting][data-progress]")) setTimeout(look, 3000);
