// Keeps a page (the board, or the participant's form) and its files, all of one version, so that it opens without a network. The
// server puts PAGE, VERSION and KEPT above. Requests to /api/ are never kept.
self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(VERSION);
  await cache.addAll(KEPT.map(path => new Request(path, { cache: 'reload', credentials: 'omit' })));
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(PAGE) && name !== VERSION) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return;
  const asked = url.searchParams.get('lang') ?? self.navigator.language;
  const kept = event.request.mode === 'navigate' ? `${PAGE}?lang=${asked.startsWith('fr') ? 'fr' : 'en'}` : url.pathname;
  event.respondWith(caches.open(VERSION).then(cache => cache.match(kept)).then(found => found ?? fetch(event.request)));
});
