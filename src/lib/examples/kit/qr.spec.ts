import { expect, it } from 'vitest';
import { qrPath } from './qr.ts';

it('has a quiet zone of four modules and finder patterns in its corners', () => {
	const { size, path } = qrPath('https://example.com/examples/websocket/#room=chat-0123456789');
	expect(size).toBeGreaterThan(29);
	expect(path).toMatch(/^M4 4h1v1h-1zM5 4h1v1h-1z/);
	expect(path).not.toMatch(/M[0-3] |M\d+ [0-3]h/);
	expect(path).toContain(`M${String(size - 5)} 4h`);
});
