// The writing tools of a textarea: one stop for the Tab key, arrows among them; what they put in can be undone like typing.
const SHORTCUTS = { "b": 0, "i": 1, "k": 2, "alt+2": 3, "alt+3": 4, "shift+8": 5, "shift+7": 6 };

for (const bar of document.querySelectorAll("[data-module~=editor]")) {
  const area = document.getElementById(bar.dataset.target);
  const tools = [...bar.querySelectorAll("button")];

  // execCommand is the one way that keeps the browser's own undo.
  const put = (text) => {
    area.focus();
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const chosen = () => area.value.slice(area.selectionStart, area.selectionEnd);
  const lines = () => {
    const { value, selectionStart, selectionEnd } = area;
    const end = value.indexOf("\n", selectionEnd);
    area.setSelectionRange(value.lastIndexOf("\n", selectionStart - 1) + 1, end < 0 ? value.length : end);
    return chosen().split("\n").map((line) => line.replace(/^(#{1,4} |- |\d+\. )/, ""));
  };
  const insert = (pattern, mode, words = "") => {
    const [before, after = ""] = pattern.split("{}");
    if (mode === "line") return put(lines().map((line) => before + (line || words)).join("\n"));
    const inner = pattern.includes("{}") ? chosen() || words : "";
    let [front, back] = [before, after];
    if (mode === "block") {
      const [head, tail] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
      if (head && !head.endsWith("\n\n")) front = (head.endsWith("\n") ? "\n" : "\n\n") + front;
      if (!tail.startsWith("\n\n")) back += tail.startsWith("\n") ? "\n" : "\n\n";
    }
    const start = area.selectionStart + front.length;
    put(front + inner + back);
    if (inner) area.setSelectionRange(start, start + inner.length);
    return undefined;
  };
  const use = ({ insert: pattern, offer, mode, words }) => insert(pattern ?? offer, mode, words);

  const reach = (index) => {
    const next = tools[(index + tools.length) % tools.length];
    for (const tool of tools) tool.tabIndex = tool === next ? 0 : -1;
    return next;
  };
  bar.hidden = false;
  reach(0);
  for (const tool of tools) tool.addEventListener("click", () => use(tool.dataset));
  bar.addEventListener("keydown", (event) => {
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const place = tools.indexOf(document.activeElement);
    const to = { [forward]: place + 1, [forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"]: place - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") area.focus();
    if (to === undefined) return;
    event.preventDefault();
    reach(to).focus();
  });
  area.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") return event.preventDefault(), bar.querySelector("[tabindex='0']").focus();
    if (!event.ctrlKey && !event.metaKey) return undefined;
    if (event.key === "s") return event.preventDefault(), area.form.dispatchEvent(new CustomEvent("draft:now"));
    const name = (event.altKey ? "alt+" : "") + (event.shiftKey ? "shift+" : "") + (event.code.replace(/^(Digit|Key)/, "").toLowerCase());
    const tool = tools[SHORTCUTS[name]];
    return tool && (event.preventDefault(), use(tool.dataset));
  });

  // What can be put in stands on the page as text to copy; here each becomes a button.
  for (const offer of document.querySelectorAll("code[data-offer]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: offer.dataset.label });
    const named = offer.previousElementSibling;
    named.id ||= `offer-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    button.setAttribute("aria-describedby", named.id);
    button.addEventListener("click", () => use(offer.dataset));
    offer.after(button);
    offer.hidden = true;
  }
}
