import type { TracedKind } from '../../protocol/trace.ts';
import type { TracedConnection } from '../../protocol/wire/connections.ts';
import type { Span } from '../../protocol/wire/span.ts';
import type { Direction, Happening, Unit } from '../timeline.ts';
import type { BrowserStep } from './steps.ts';

/** A moment on the server, and the position in the list before which, or after which, something certainly happened. */
export interface Bound {
	t: number;
	position: number;
}

/** What is certain about the order of steps in the browser and items of the server. */
export class Places {
	readonly #openings = new Map<TracedConnection, Bound>();
	readonly #heads = new Map<TracedConnection, Bound>();
	/** Messages by connection, direction and name, in order. */
	readonly #messages = new Map<TracedConnection, Map<string, Bound[]>>();

	constructor(items: readonly (Unit | Happening)[]) {
		for (const [position, item] of items.entries()) {
			if (item.type === 'open') this.#openings.set(item.connection, { t: item.t, position });
			if (item.type === 'unit') this.#addUnit(item, position);
		}
	}

	/** The beginning of the first request, which arrives after the page has sent it. */
	opening([first]: readonly TracedConnection[]): Bound | undefined {
		return first && this.#openings.get(first);
	}

	/** The last head of a response that was sent by `t`: a page gets a response after its head was sent. */
	headBefore(requests: readonly TracedConnection[], t: number): Bound | undefined {
		return requests
			.flatMap((request) => this.#heads.get(request) ?? [])
			.findLast((head) => head.t <= t);
	}

	/**
	 * The n-th message on the server, from 0, with the direction and the name of the step. The page receives its n-th
	 * message after the server has sent it, and sends its n-th message before the server receives it.
	 */
	message(requests: readonly TracedConnection[], step: BrowserStep, n: number): Bound | undefined {
		const key = keyOf(step.action === 'send' ? 'in' : 'out', step.name);
		let skipped = 0;
		for (const request of requests) {
			const messages = this.#messages.get(request)?.get(key) ?? [];
			if (n < skipped + messages.length) return messages[n - skipped];
			skipped += messages.length;
		}
		return undefined;
	}

	#addUnit({ connection, direction, span, t }: Unit, position: number): void {
		const bound = { t, position: direction === 'in' ? position : position + 1 };
		if (span.field === 'http.head' && direction === 'out') this.#heads.set(connection, bound);
		const ofConnection = this.#messages.get(connection) ?? new Map<string, Bound[]>();
		this.#messages.set(connection, ofConnection);
		for (const name of namesIn(span, connection.kind, direction)) {
			const key = keyOf(direction, name);
			const messages = ofConnection.get(key) ?? [];
			messages.push(bound);
			ofConnection.set(key, messages);
		}
	}
}

const keyOf = (direction: Direction, name: string) => `${direction} ${name}`;

/** The names of the messages in a unit, as the steps of a page have them. */
function namesIn(span: Span, kind: TracedKind, direction: Direction): string[] {
	if (kind === 'websocket') {
		const isMessage = span.value === 'text' || span.value === 'binary';
		return isMessage ? [direction === 'out' ? 'message' : ''] : [];
	}
	// Each piece of a divided event counts as a message: the bound is then earlier than it could be, but still true.
	if (span.field === 'sse.event') return [span.value ?? ''];
	return span.children.flatMap((child) => namesIn(child, kind, direction));
}
