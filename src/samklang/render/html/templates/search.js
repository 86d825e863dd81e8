// The search of the catalogue: hidden until the index answers, and the whole list stays below it.
const form = document.getElementById("search");
const wanted = document.getElementById("wanted");
const hits = document.getElementById("hits");
const results = document.getElementById("results");
const list = document.getElementById("list");
const bundle = new URL(form.dataset.bundle, document.baseURI);

const pagefind = await import(bundle.href);
await pagefind.options({ baseUrl: new URL("..", bundle).pathname, bundlePath: new URL(".", bundle).pathname });
await pagefind.init();
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());

let latest = 0;
wanted.addEventListener("input", async () => {
  const turn = ++latest;
  const words = wanted.value.trim();
  if (!words) {
    results.replaceChildren();
    hits.textContent = "";
    list.hidden = false;
    return;
  }
  const found = await pagefind.search(words);
  const shown = await Promise.all(found.results.slice(0, 50).map((one) => one.data()));
  if (turn !== latest) {
    return;
  }
  results.replaceChildren(...shown.map((one) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = one.url;
    link.textContent = one.meta.title;
    item.append(link);
    return item;
  }));
  const many = found.results.length;
  hits.textContent = many === 0 ? form.dataset.none
    : many === 1 ? form.dataset.one : form.dataset.many.replace("#", many);
  list.hidden = many > 0;
});
