/** The target of a request as the server names it in a trace: path and query, without the id of the trace. */
export function targetOf(url: string | URL): string {
	const { pathname, search } = new URL(url, location.href);
	return (pathname + search).replace(
		/([?&])trace=[^&]*(&|$)/,
		(_, before: string, after: string) => (after === '' ? '' : before)
	);
}
