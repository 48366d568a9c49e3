interface Upgrade {
	url: string;
	origin: string | undefined;
	fetchSite: string | undefined;
}

/** 101でハンドシェイクするか、拒否するステータスコードを返す */
export function checkUpgrade(request: Upgrade, ownOrigin: string): 101 | 403 | 404 {
	const path = request.url.split('?', 1)[0];
	if (path !== '/ws') return 404;
	if (request.origin !== undefined) return request.origin === ownOrigin ? 101 : 403;
	// Originのないリクエストは、ほかのサイトのページからの場合だけ拒否する
	return request.fetchSite === 'cross-site' ? 403 : 101;
}
