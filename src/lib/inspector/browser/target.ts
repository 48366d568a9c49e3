/**
 * The target of a request as the server records it: path and query, without the id of the trace. The two
 * differ only for `query.live`, whose `payload` the server shortens as well.
 */
export function targetOf(url: string | URL): string {
	const { pathname, search } = new URL(url, location.href);
	return (pathname + search).replace(
		/([?&])trace=[^&]*(&|$)/,
		(_, before: string, after: string) => (after === '' ? '' : before)
	);
}
