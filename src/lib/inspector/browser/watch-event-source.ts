import type { Report } from './recorder.ts';
import { sizeOf } from './size-of.ts';

/** Reports what an EventSource dispatches, before the page gets it. */
export function watchEventSource(source: EventSource, report: Report): void {
	const listen = source.addEventListener.bind(source);
	const reported = new Set(['open', 'error', 'message']);
	listen('open', () => report('open'));
	// The state shows whether the browser reconnects by itself.
	listen('error', () => {
		const willReconnect = source.readyState === EventSource.CONNECTING;
		report('error', { name: willReconnect ? 'CONNECTING' : 'CLOSED' });
	});
	const reportEvents = (type: string) =>
		listen(type, ({ data }: MessageEvent<unknown>) =>
			report('message', { name: type, bytes: sizeOf(data) })
		);
	reportEvents('message');

	// A named event is dispatched only to listeners for its name, so it is reported only if the page listens for it.
	const addEventListener = (type: string, ...rest: [EventListener]) => {
		if (!reported.has(type)) {
			reported.add(type);
			reportEvents(type);
		}
		listen(type, ...rest);
	};
	Object.defineProperty(source, 'addEventListener', { value: addEventListener });
	let isClosed = false;
	source.close = () => {
		if (!isClosed) report('close');
		isClosed = true;
		EventSource.prototype.close.call(source);
	};
}
