import type { Config } from '../../config.ts';
import type { RequestHead } from './request.ts';

type OriginConfig = Pick<Config, 'origin' | 'protocolHeader' | 'hostHeader' | 'portHeader'>;

/**
 * The site's public origin: `ORIGIN`, or else that of the request, with the headers that the operator trusts.
 * Null if the request has none.
 */
// #region own
export function publicOrigin(head: RequestHead, config: OriginConfig): string | null {
	if (config.origin !== null) return config.origin; // ORIGIN が設定されていれば、それだけを許可する

	// 設定がなければ、リクエストから組み立てる。プロキシのヘッダーは、運用者が指定したものだけを使う
	const trusted = (name: string | null) => (name === null ? undefined : head.header(name));
	const protocol = trusted(config.protocolHeader) ?? (head.isSecure ? 'https' : 'http');
	const host = trusted(config.hostHeader) ?? head.header('host');
	if (host === undefined || !/^https?$/.test(protocol)) return null;
	const port = trusted(config.portHeader);
	const address = `${protocol}://${host}${port === undefined ? '' : `:${port}`}`;
	return URL.canParse(address) ? new URL(address).origin : null;
}
// #endregion own

/**
 * Whether the page behind a request may use this server.
 *
 * A browser lets any page open a WebSocket to any server, and sends cookies with it (cross-site WebSocket
 * hijacking); `Origin` says which page it is. It is `null` for sandboxed frames and files.
 *
 * A `GET` in `no-cors` mode (an `<img>`, `fetch` with `mode: 'no-cors'`) has no `Origin`, even
 * from another site (WHATWG Fetch, "append a request `Origin` header"). Its page cannot read the response, but it
 * could open streams that count toward the limits of the visitor's address. `Sec-Fetch-Site` reveals such a request; programs other than
 * browsers send neither header.
 */
// #region allowed
export function isAllowedOrigin(head: RequestHead, config: OriginConfig): boolean {
	const origin = head.header('origin');
	// no-cors の GET には、別サイトのページからでも Origin が付かない
	if (origin === undefined) return head.header('sec-fetch-site') !== 'cross-site';
	return origin !== 'null' && origin === publicOrigin(head, config);
}
// #endregion allowed
