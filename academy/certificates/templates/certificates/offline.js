// Kept by a browser that opened the check without internet once: cut off, it answers the address in a QR code with that page.
// Keys in the page: {{ kids|join(" ") }}
const CACHE = {{ ("verify-" ~ code)|tojson }};
const KEPT = {{ [url_for("certificates.offline"), asset_url("css/app.css"), asset_url("js/app.js"), asset_url("img/mark.svg")]|tojson }};

// As a visitor whom nobody knows: what is kept on a device names no one.
async function fetched(url) {
  const answer = await fetch(url, { credentials: "omit", cache: "reload" });
  if (!answer.ok) throw new Error(url);
  return answer;
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil((async () => {
    const [cache, ...answers] = await Promise.all([caches.open(CACHE), ...KEPT.map(fetched)]);
    await Promise.all(answers.map((answer, place) => cache.put(KEPT[place], answer)));
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    const old = (await cache.keys()).filter(({ url }) => !KEPT.includes(new URL(url).pathname));
    await Promise.all(old.map((request) => cache.delete(request)));
  })());
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const wanted = mode === "navigate" ? KEPT[0] : new URL(url).pathname;
  if (method !== "GET" || !KEPT.includes(wanted)) return;
  event.respondWith(fetch(event.request).catch(async () => (await caches.match(wanted)) ?? Response.error()));
});
