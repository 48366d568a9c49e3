import { encode } from 'uqr';

/** A QR code of `text` as an SVG path, one unit per module, with a quiet zone of four modules, which scanners need. */
export function qrPath(text: string): { size: number; path: string } {
	const { data, size } = encode(text, { border: 4 });
	const path = data
		.flatMap((row, y) => row.map((dark, x) => (dark ? `M${String(x)} ${String(y)}h1v1h-1z` : '')))
		.join('');
	return { size, path };
}
