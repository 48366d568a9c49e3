import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import type { Share } from './measure.ts';

/** The color of each protocol: mostly syntax-highlighting colors, which are easy to tell apart in light and dark mode. */
export const colorOf: Record<WireProtocol, string> = {
	http: 'var(--tk-constant)',
	sse: 'var(--tk-string)',
	websocket: 'var(--tk-function)',
	'engine-io': 'var(--tk-keyword)',
	'socket-io': 'var(--guard)',
	json: 'var(--tk-type)',
	data: 'var(--fg-muted)'
};

/** Message text has the text color, which has the highest contrast. */
export const shareColor = (share: Share): string =>
	share === 'text' ? 'var(--fg)' : colorOf[share];
