import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { drainedBytes, joinChunks, Progress, whenDrained } from './outbound.ts';

describe('progress', () => {
	it('V12: reports a reader as stalled after 30 seconds without progress [close-4408]', () => {
		const progress = new Progress();
		const stream = { bytesWritten: 100, writableLength: 100 };
		expect(progress.isStalled(stream, 0)).toBe(false);
		expect(progress.isStalled(stream, 29_999)).toBe(false);
		expect(progress.isStalled({ bytesWritten: 999, writableLength: 999 }, 29_999)).toBe(false);
		expect(progress.isStalled(stream, 30_000)).toBe(true);
	});

	it('restarts the 30 seconds whenever the reader takes bytes, and while there is nothing to take', () => {
		const progress = new Progress();
		expect(progress.isStalled({ bytesWritten: 100, writableLength: 100 }, 0)).toBe(false);
		expect(progress.isStalled({ bytesWritten: 100, writableLength: 99 }, 20_000)).toBe(false);
		expect(progress.isStalled({ bytesWritten: 100, writableLength: 99 }, 49_999)).toBe(false);
		expect(progress.isStalled({ bytesWritten: 100, writableLength: 0 }, 60_000)).toBe(false);
		expect(progress.isStalled({ bytesWritten: 200, writableLength: 100 }, 89_999)).toBe(false);
		expect(progress.isStalled({ bytesWritten: 200, writableLength: 100 }, 90_000)).toBe(true);
	});
});

describe('joining', () => {
	it('joins short chunks into one in order', () => {
		expect(joinChunks([])).toEqual([]);
		expect(joinChunks([Buffer.from('a')])).toEqual([Buffer.from('a')]);
		expect(joinChunks(['a', 'bc', 'd'].map((text) => Buffer.from(text)))).toEqual([
			Buffer.from('abcd')
		]);
	});

	it('keeps joined chunks within the limit and never splits a chunk', () => {
		const chunks = [1, 60_000, 5000, 70_000, 10, 20].map((size, n) => Buffer.alloc(size, n));
		const pieces = joinChunks(chunks);
		expect(Buffer.concat(pieces)).toEqual(Buffer.concat(chunks));
		expect(pieces.map(({ length }) => length)).toEqual([65_001, 70_000, 30]);
		expect(drainedBytes).toBeGreaterThan(65_001);
	});
});

describe('draining', () => {
	it('resolves at once when little is queued', async () => {
		await whenDrained(null);
		await whenDrained(new PassThrough());
	});

	it.each([
		['drains', (stream: PassThrough) => stream.resume().uncork()],
		['closes', (stream: PassThrough) => stream.destroy()]
	])(
		'resolves when the stream %s if more is queued, and leaves no listener behind',
		async (_, end) => {
			const stream = new PassThrough({ highWaterMark: 1 });
			stream.cork();
			stream.write(Buffer.alloc(drainedBytes + 1));
			let isDrained = false;
			const drained = whenDrained(stream).then(() => (isDrained = true));
			await Promise.resolve();
			expect(isDrained).toBe(false);
			end(stream);
			await drained;
			expect(stream.listenerCount('drain')).toBe(0);
		}
	);
});
