import type { Config } from '../../config.ts';
import type { RequestHead } from './request.ts';

type OriginConfig = Pick<Config, 'origin' | 'protocolHeader' | 'hostHeader' | 'portHeader'>;

/**
 * The origin under which the site is reached: `ORIGIN`, or else what the request says, with the headers
 * that the operator trusts. `null` when the request says nothing usable.
 */
// #region own
export function publicOrigin(head: RequestHead, config: OriginConfig): string | null {
	if (config.origin !== null) return config.origin; // ORIGIN を設定していれば、それだけ

	// 設定がなければ、リクエストから組み立てる。プロキシのヘッダーは、運用者が名前を挙げたものだけを読む
	const trusted = (name: string | null) => (name === null ? undefined : head.header(name));
	const protocol = trusted(config.protocolHeader) ?? (head.secure ? 'https' : 'http');
	const host = trusted(config.hostHeader) ?? head.header('host');
	if (host === undefined || !/^https?$/.test(protocol)) return null;
	const port = trusted(config.portHeader);
	const address = `${protocol}://${host}${port === undefined ? '' : `:${port}`}`;
	return URL.canParse(address) ? new URL(address).origin : null;
}
// #endregion own

/**
 * Whether the page behind a request may talk to this server.
 *
 * A browser sends cookies with a WebSocket to any server and lets any page open one (cross-site WebSocket
 * hijacking); `Origin` tells which page it is. `null` is what a sandboxed frame or a file sends: nobody in
 * particular.
 *
 * A `GET` in `no-cors` mode (an `<img>`, `fetch` with `mode: 'no-cors'`) has no `Origin`, whatever page it
 * comes from (WHATWG Fetch, "append a request `Origin` header"). Its page cannot read the answer, but would
 * hold open streams that count for the visitor's address. `Sec-Fetch-Site` tells those apart; programs
 * outside of browsers send neither header.
 */
// #region allowed
export function isAllowedOrigin(head: RequestHead, config: OriginConfig): boolean {
	const origin = head.header('origin');
	// no-cors の GET には、よそのページからでも Origin が付かない
	if (origin === undefined) return head.header('sec-fetch-site') !== 'cross-site';
	return origin !== 'null' && origin === publicOrigin(head, config);
}
// #endregion allowed
