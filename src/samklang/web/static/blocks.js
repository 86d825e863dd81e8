/* Running text with script: words as they will read, numbers as chips. Without it the field stays. */
const field = document.getElementById("id_text");
const form = document.getElementById("block");
const said = JSON.parse(field.dataset.words);
const library = await import(field.dataset.editor);

/* What was written before the script came is kept where it stands: the field is whole by itself. */
if (field.value === field.defaultValue) write_with(library);

function write_with({ Editor, Node, Mark, Document, Paragraph, Text, Bold, Italic, Heading, BulletList, OrderedList, ListItem, UndoRedo, resolveFocusPosition }) {
  /* A number or a source: one whole, that opens its form. */
  const Chip = Node.create({
    name: "chip", group: "inline", inline: true, atom: true, selectable: true,
    addAttributes() {
      return {
        name: { parseHTML: (e) => e.dataset.name, renderHTML: (a) => ({ "data-name": a.name }) },
        content: { parseHTML: (e) => e.dataset.content, renderHTML: (a) => ({ "data-content": a.content }) },
        wrong: { parseHTML: (e) => e.dataset.wrong, renderHTML: (a) => (a.wrong ? { class: "chip wrong" } : { class: "chip" }) },
        words: { parseHTML: (e) => e.textContent, renderHTML: () => ({}) },
      };
    },
    parseHTML() { return [{ tag: "span[data-name]" }]; },
    renderHTML({ node, HTMLAttributes }) { return ["span", HTMLAttributes, node.attrs.words || "…"]; },
  });
  const Link = Mark.create({
    name: "link", inclusive: false,
    addAttributes() { return { href: {} }; },
    parseHTML() { return [{ tag: "a[href]" }]; },
    renderHTML({ HTMLAttributes }) { return ["a", HTMLAttributes, 0]; },
  });

  const frame = document.createElement("div");
  frame.className = "editor";
  const tools = document.createElement("div");
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", said.tools);
  const room = document.createElement("div");
  frame.append(tools, room);
  field.after(frame);
  let leaving = false, changed = "unsaved" in field.dataset;

  const editor = new Editor({
    element: room,
    injectCSS: false,
    extensions: [Document, Paragraph, Text, Bold, Italic, BulletList, OrderedList, ListItem, UndoRedo, Chip, Link, ...(said.heading ? [Heading.configure({ levels: [2, 3] })] : [])],
    content: document.getElementById("prose").innerHTML,
    editorProps: {
      attributes: { "aria-labelledby": "text-label", "aria-multiline": "true", role: "textbox", lang: field.lang, spellcheck: "true" },
      handleKeyDown: (view, event) => event.key === "Enter" && open_chip(view.state.selection.node),
      handleDoubleClickOn: (view, at, node) => open_chip(node),
    },
    onUpdate() { changed = true; },
  });

  /* The chip's number among all of them is its name to the server. */
  function open_chip(node) {
    if (node?.type.name !== "chip") return false;
    let nth = 0, found = 0;
    const { from } = editor.state.selection;
    editor.state.doc.descendants((one, at) => {
      if (one.type.name !== "chip") return;
      nth += 1;
      if (at === from) found = nth;
    });
    send(`value ${found}`);
    return true;
  }

  function send(action) {
    const button = document.createElement("button");
    button.name = "action";
    button.value = action;
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
  }

  /* At once: the library's own focus waits for the next frame, and what is typed till then is lost. */
  const run = () => { editor.view.focus(); return editor.chain(); };
  const buttons = [
    ["bold", () => run().toggleMark("bold"), () => editor.isActive("bold")],
    ["italic", () => run().toggleMark("italic"), () => editor.isActive("italic")],
    ["heading", () => run().toggleNode("heading", "paragraph", { level: 2 }), () => editor.isActive("heading")],
    ["list", () => run().toggleList("bulletList", "listItem"), () => editor.isActive("bulletList")],
    ["ordered", () => run().toggleList("orderedList", "listItem"), () => editor.isActive("orderedList")],
    ["link", null, () => editor.isActive("link")],
    ["undo", () => run().undo(), null],
  ].filter(([name]) => said[name]).map(([name, act, on]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = said[name];
    button.addEventListener("click", () => { if (act) act().run(); else ask_address(); });
    tools.append(button);
    return [button, on];
  });
  editor.on("transaction", () => {
    for (const [button, on] of buttons) if (on) button.setAttribute("aria-pressed", String(on()));
  });

  /* Where a link leads is asked beside the text. */
  function ask_address() {
    if (editor.isActive("link")) { run().unsetMark("link").run(); return; }
    if (frame.querySelector(".address")) return;
    const row = document.createElement("div");
    row.className = "address";
    const label = document.createElement("label");
    label.textContent = said.address;
    const input = document.createElement("input");
    input.type = "url";
    input.placeholder = "https://";
    label.append(input);
    const set = document.createElement("button");
    set.type = "button";
    set.textContent = said.set;
    const done = () => {
      row.remove();
      if (/^(https?:\/\/|mailto:|#)/.test(input.value)) run().setMark("link", { href: input.value }).run();
      else editor.view.focus();
    };
    set.addEventListener("click", done);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); done(); }
      if (event.key === "Escape") { row.remove(); editor.view.focus(); }
    });
    row.append(label, set);
    tools.after(row);
    input.focus();
  }

  document.getElementById("put-value").addEventListener("click", (event) => {
    event.preventDefault();
    editor.chain().insertContent({ type: "chip", attrs: { name: "new", content: "-", words: "…" } }).run();
    send("value");
  });
  /* Where in the editor the text is that stands before the caret in the field: as many letters in,
     a chip as one of them, since the field has marks that the editor shows. */
  function place(before) {
    const plain = before
      .replace(/\[\[[^\]]*(\]\]|$)/g, "\ufffc")
      .replace(/\]\([^)\s]*\)?/g, "")
      .replace(/^ *(\d+\.|[-*#]+) /gm, "")
      .replace(/[*[\]\\]/g, "");
    const letter = /[\p{L}\p{N}\ufffc]/u;
    const letters = plain.split("").map((sign) => letter.test(sign));
    let left = letters.filter(Boolean).length, at = 1;
    const { doc } = editor.state;
    doc.descendants((node, start) => {
      if (node.type.name === "chip" && left > 0) { left -= 1; at = start + 1; }
      for (let n = 0; left > 0 && node.isText && n < node.text.length; n += 1)
        if (letter.test(node.text[n])) { left -= 1; at = start + n + 1; }
    });
    for (const sign of plain.slice(letters.lastIndexOf(true) + 1))
      if (at < doc.content.size && doc.textBetween(at, at + 1) === sign) at += 1;
    return at;
  }
  /* Whoever stands in the field goes on at the same place in what takes its place. */
  if (document.activeElement === field) {
    const at = resolveFocusPosition(editor.state.doc, place(field.value.slice(0, field.selectionStart)));
    editor.view.dispatch(editor.state.tr.setSelection(at));
    editor.view.focus();
  }
  field.hidden = true;
  document.getElementById("id_text-hint").hidden = true;
  document.querySelector(".chips")?.remove();
  form.addEventListener("submit", () => {
    leaving = true;
    form.elements.html.value = editor.getHTML();
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (changed && !leaving) event.preventDefault(); });
}
