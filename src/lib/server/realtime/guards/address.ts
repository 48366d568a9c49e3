import type { Config } from '../../config.ts';
import { plainAddress, type RequestHead } from './request.ts';

/**
 * The address of the client, by adapter-node's rules: from the header that `ADDRESS_HEADER` names, and
 * out of `X-Forwarded-For` the entry that is `XFF_DEPTH` from the right.
 *
 * Every proxy appends what it saw; what stands further left was written by the client and may be a lie.
 * With a header that is missing or too short the request came past the proxies: then the socket's own
 * address is the truth (adapter-node throws there).
 */
// #region address
export function clientAddress(
	head: RequestHead,
	{ addressHeader, xffDepth }: Pick<Config, 'addressHeader' | 'xffDepth'>
): string {
	if (addressHeader === null) return head.address;
	const value = head.header(addressHeader);
	if (value === undefined) return head.address;
	const claimed =
		addressHeader === 'x-forwarded-for' ? value.split(',').at(-xffDepth)?.trim() : value.trim();
	return claimed ? plainAddress(claimed) : head.address;
}
// #endregion address
