// What a QR code carries, checked in the browser: its bytes are laid out in academy/credentials/rules/packing.py.
const [SIGNATURE, HEAD, TAG, TWO_NAMES, DAY] = [64, 21, 4, 0x80, 86_400_000];
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const utf8 = (text) => new TextEncoder().encode(text);
const joined = (first, second) => new Uint8Array([...first, ...second]);

function bytesOf(text) {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.codePointAt(0));
  const again = btoa(String.fromCodePoint(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  if (again !== text) throw new Error("another spelling of its bytes");
  return bytes;
}

async function isSigned(said, signature, keys) {
  const named = keys.filter(({ kid }) => kid.split("#")[1].startsWith(hex(said.subarray(1, 5))));
  const answers = await Promise.all(named.map(async ({ kty, crv, x }) => {
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", key, signature, joined(utf8("WCA slip\0"), said));
  }));
  return answers.includes(true);
}

function unpacked(said) {
  const view = new DataView(said.buffer, said.byteOffset);
  const number = [...said.subarray(5, 10)].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const signs = [35n, 30n, 25n, 20n, 15n, 10n, 5n, 0n].map((shift) => SIGNS[Number((number >> shift) & 31n)]).join("");
  const end = HEAD + (said[14] & TWO_NAMES ? 2 * TAG : TAG);
  const names = [];
  for (let at = HEAD; at < end; at += TAG) names.push(hex(said.subarray(at, at + TAG)));
  return {
    number: `WCA-${signs.slice(0, 4)}-${signs.slice(4)}`, issued: view.getUint16(10), until: view.getUint16(12),
    level: said[14] & ~TWO_NAMES, edition: hex(said.subarray(15, HEAD)), names, course: new TextDecoder().decode(said.subarray(end)),
  };
}

// As rules/naming.py: case, accents, hyphens and the order of its parts do not matter.
async function tagOf(name, code) {
  const parts = name.normalize("NFKD").replaceAll(/\p{Mn}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const key = await crypto.subtle.importKey("raw", utf8(code), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(parts.toSorted().join(" ")))).subarray(0, TAG));
}

for (const box of document.querySelectorAll("[data-module~=slip]")) {
  const [keys, levels] = [JSON.parse(box.dataset.keys), JSON.parse(box.dataset.levels)];
  const part = (name) => box.querySelector(`[data-part=${name}]`);
  const show = (...names) => { for (const name of ["genuine", "false", "over", "same", "other", "says"]) part(name).hidden = !names.includes(name); };
  const written = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  const opens = (count) => Date.UTC(2020, 0, 1) + count * DAY;
  const day = (count) => written.format(opens(count));

  const check = async (address, name) => {
    const data = bytesOf(address.split("#").at(-1).trim());
    const said = data.subarray(0, -SIGNATURE);
    if (!(await isSigned(said, data.subarray(-SIGNATURE), keys))) throw new Error("not signed");
    const { names, issued, until, level, ...found } = unpacked(said);
    const words = { ...found, issued: day(issued), until: until ? day(until) : box.dataset.never, level: levels[level] ?? "–" };
    for (const [what, text] of Object.entries(words)) box.querySelector(`[data-say=${what}]`).textContent = text;
    const [, code] = address.match(/\/verify\/([\w-]{22})#/) ?? [];
    const answer = name.trim() && code ? [names.includes(await tagOf(name, code)) ? "same" : "other"] : [];
    show("genuine", "says", ...answer, ...(until && opens(until + 1) <= Date.now() ? ["over"] : []));
  };

  const { slip, name } = part("form").elements;
  const answer = () => check(slip.value.trim(), name.value).catch(() => show("false"));
  part("form").addEventListener("submit", (event) => { event.preventDefault(); answer(); });
  part("still").hidden = true;
  part("form").hidden = !window.crypto?.subtle;
  part("unable").hidden = Boolean(window.crypto?.subtle);
  navigator.serviceWorker?.register(box.dataset.keeper).then(() => navigator.serviceWorker.ready).then(() => { part("kept").hidden = false; }, () => {});
  // Opened by a scanned code while there was no internet, or from the page such a code opened.
  const { href, hash } = location;
  if (hash.length > 1) { slip.value = hash.includes("#", 1) ? hash.slice(1) : href; answer(); }
}

// What stands behind the # goes along by hand: no link carries it.
for (const link of document.querySelectorAll("[data-module~=slip-link]")) if (location.hash.length > 1) link.hash = location.href;
