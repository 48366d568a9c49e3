import type { Config } from '../../config.ts';
import { normalizeAddress } from './normalize-address.ts';
import type { RequestHead } from './request.ts';

/**
 * The client's address in the form that every limit per address uses (`normalizeAddress`), found by
 * adapter-node's rules: in the header that `ADDRESS_HEADER` names, and in `X-Forwarded-For` the entry
 * `XFF_DEPTH` from the right.
 *
 * Every proxy appends the address that it saw; entries further left may come from the client. If the header is
 * missing, too short or invalid, the request did not pass the proxies: then the socket's address counts
 * (adapter-node throws there).
 */
// #region address
export function clientAddress(
	head: RequestHead,
	{ addressHeader, xffDepth }: Pick<Config, 'addressHeader' | 'xffDepth'>
): string {
	const entries = addressHeader === null ? [] : (head.header(addressHeader)?.split(',') ?? []);
	// ほかの名前のヘッダーは、プロキシが毎回上書きするので、値は1つ
	const depth = addressHeader === 'x-forwarded-for' ? xffDepth : 1;
	const claimed = normalizeAddress(entries.at(-depth) ?? '');
	return claimed ?? normalizeAddress(head.address) ?? head.address;
}
// #endregion address
