/** Caches pages for use without a network, and does not handle streams. Served by browser.spec.ts. */

// #region bypass
addEventListener('fetch', (event) => {
	const { request } = event;
	// respondWith() を呼ばなければ、ブラウザーが通常どおり処理する
	if (request.headers.get('accept') === 'text/event-stream') return; // EventSource
	if (new URL(request.url).pathname.startsWith('/api/')) return; // 応答待ちのリクエスト
	event.respondWith(cacheFirst(request));
});
// #endregion bypass

async function cacheFirst(request) {
	const kept = await caches.match(request);
	if (kept) return kept;
	const response = await fetch(request);
	const cache = await caches.open('pages');
	await cache.put(request, response.clone());
	return response;
}

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
