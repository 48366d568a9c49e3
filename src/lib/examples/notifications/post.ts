import { problem, type Problem } from '../../protocol/errors.ts';
import { parseNamedEvent } from '../../protocol/server-event.ts';

/** レスポンスがなければ、届いたかどうかは不明。同じ key で再送すればよい */
const timeoutMs = 10_000;

/** JSON を送る。`problem` があれば拒否されたか、レスポンスがなかった */
export async function post(
	url: string,
	body: object
): Promise<{ problem: Problem } | { problem: null; answer: unknown }> {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(timeoutMs)
		});
		const answer: unknown = await response.json();
		if (response.ok) return { problem: null, answer };
		const refusal = parseNamedEvent('error', answer);
		return { problem: refusal?.type === 'error' ? refusal : problem('internal') };
	} catch {
		return { problem: problem('broker_unavailable') };
	}
}
