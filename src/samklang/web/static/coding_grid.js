/* The grid by keyboard: arrows move, space chooses, a code's key and a direction put it on, and a
   code without a key is found by some of its name. */
"use strict";
const grid = document.getElementById("grid");
const code = document.getElementById("code");
const says = document.getElementById("grid-says");
const rows = [...grid.querySelectorAll("input[name=row]")];
const VALENCES = { u: "enables", f: "hinders", v: "" };
let armed = null;

/* The codes that the words fit are left to choose from, the first of them chosen. */
const find = document.getElementById("find");
find.closest(".find").hidden = false;
find.addEventListener("input", () => {
  const words = find.value.trim().toLocaleLowerCase();
  for (const option of code.options) option.hidden = !option.textContent.toLocaleLowerCase().includes(words);
  code.selectedIndex = [...code.options].findIndex((option) => !option.hidden);
  says.textContent = code.selectedIndex < 0 ? find.dataset.none : code.selectedOptions[0].textContent;
});

function put(option) {
  option.selected = true;
  grid.requestSubmit(grid.querySelector("button[value=add]"));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (["SELECT", "TEXTAREA"].includes(at.tagName) || (at.tagName === "INPUT" && at.type !== "checkbox")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "/") {
    event.preventDefault();
    find.focus();
    return;
  }
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    const here = rows.indexOf(at), step = key === "ArrowDown" ? 1 : -1;
    rows[Math.min(Math.max(here + step, 0), rows.length - 1)]?.focus();
    return;
  }
  if (!rows.some((row) => row.checked)) return;
  if (armed && key in VALENCES) {
    event.preventDefault();
    put(code.querySelector(`option[value="${armed}:${VALENCES[key]}"]`));
    return;
  }
  const found = [...code.options].filter((option) => option.dataset.key === key);
  if (!found.length) return;
  event.preventDefault();
  if (found.length === 1) put(found[0]);
  else {
    armed = found[0].value.split(":")[0];
    says.textContent = found[0].textContent.split(":")[0] + " …";
  }
});
