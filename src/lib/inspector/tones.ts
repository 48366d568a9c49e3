import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import type { Share } from './measure.ts';

/** The colour of each layer, from the colours of code: they are apart from each other in both schemes. */
export const toneOf: Record<WireProtocol, string> = {
	http: 'var(--tk-constant)',
	sse: 'var(--tk-string)',
	websocket: 'var(--tk-function)',
	'engine-io': 'var(--tk-keyword)',
	'socket-io': 'var(--guard)',
	json: 'var(--tk-type)',
	data: 'var(--fg-muted)'
};

/** The text of a message stands out. */
export const shareTone = (share: Share): string => (share === 'text' ? 'var(--fg)' : toneOf[share]);
