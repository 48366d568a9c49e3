import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import type { Share } from './measure.ts';

/** The colour of each layer: a colour of code, since those are easy to tell apart in both colour schemes. */
export const toneOf: Record<WireProtocol, string> = {
	http: 'var(--tk-constant)',
	sse: 'var(--tk-string)',
	websocket: 'var(--tk-function)',
	'engine-io': 'var(--tk-keyword)',
	'socket-io': 'var(--guard)',
	json: 'var(--tk-type)',
	data: 'var(--fg-muted)'
};

/** Message text has the strongest colour. */
export const shareTone = (share: Share): string => (share === 'text' ? 'var(--fg)' : toneOf[share]);
