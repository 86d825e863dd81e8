/* Work that goes on is looked at again every few seconds; when it has ended, the page is loaded anew.
   Without it the page has a link, or loads itself. */
"use strict";
async function look() {
  let page;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) throw answer.status;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return setTimeout(look, 15000);
  }
  for (const part of document.querySelectorAll("[data-progress]")) {
    const now = page.getElementById(part.id);
    if (!now || !("progress" in now.dataset)) return location.reload();
    part.replaceChildren(...now.childNodes);
  }
  setTimeout(look, 3000);
}
setTimeout(look, 3000);
