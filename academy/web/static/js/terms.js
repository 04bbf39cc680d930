// Explained words: the explanation stands at the end of the lesson; here it also opens where the word is read.
const notes = new WeakMap();

function noteOf(entry, list) {
  if (notes.has(entry)) return notes.get(entry);
  const note = document.createElement("div");
  note.className = "term-note";
  note.popover = "auto";
  note.tabIndex = -1;
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-label", entry.querySelector("dt").textContent.trim());
  const body = document.createElement("dl");
  body.append(...[...entry.children].map((child) => child.cloneNode(true)));
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: list.dataset.close });
  close.addEventListener("click", () => note.hidePopover());
  note.append(body, close);
  list.append(note);
  notes.set(entry, note);
  return note;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.term");
  const entry = link && document.getElementById(link.hash.slice(1));
  const list = entry?.closest("[data-module~=terms]");
  if (!list || !("popover" in HTMLElement.prototype) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const note = noteOf(entry, list);
  // Who opened it is led back there when it closes.
  note.ontoggle = ({ newState }) => { if (newState === "closed" && [document.body, null].includes(document.activeElement)) link.focus(); };
  note.showPopover();
  note.focus();
});
