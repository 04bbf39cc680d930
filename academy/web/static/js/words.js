// Words of a text, counted as it is written. The server counts the same way (items/kinds/essay/words.py).
const SIGN = "[\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
const RUN = `(?:(?!${SIGN})[\\p{L}\\p{M}\\p{N}])+`;
const WORD = new RegExp(`${SIGN}|${RUN}(?:['’\\u2010\\u2011-]${RUN})*`, "gu");
const QUIET_MS = 1500;

for (const line of document.querySelectorAll("[data-module~=words]")) {
  const area = document.getElementById(line.dataset.counts);
  if (!area) continue;
  const said = line.nextElementSibling;
  let waiting;

  const show = () => {
    const count = area.value.match(WORD)?.length ?? 0;
    line.firstElementChild.textContent = count;
    const is_over = line.dataset.most && count > Number(line.dataset.most);
    line.classList.toggle("is-over", Boolean(is_over));
    clearTimeout(waiting);
    // Only a stop in the writing, and only what matters, is read out.
    waiting = setTimeout(() => { said.textContent = is_over ? line.dataset.over : ""; }, QUIET_MS);
  };
  area.addEventListener("input", show);
  document.addEventListener("outbox:left", () => setTimeout(show));
  show();
}
