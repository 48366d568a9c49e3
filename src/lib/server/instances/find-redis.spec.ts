import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findRedis } from './find-redis.ts';

const folder = mkdtempSync(join(tmpdir(), 'find-redis-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(folder, 'redis-server');

test.skipIf(process.platform === 'win32')(
	'finds an executable redis-server, configured or on PATH',
	() => {
		const path = ['/nonexistent', folder].join(delimiter);
		expect(findRedis(null, path)).toBeNull();
		writeFileSync(program, '');
		chmodSync(program, 0o644);
		expect(findRedis(null, path)).toBeNull();
		chmodSync(program, 0o755);
		expect(findRedis(null, path)).toBe(program);
		expect(findRedis(program, '')).toBe(program);
		expect(findRedis(null, '')).toBeNull();
	}
);

test('a configured path that does not exist is not replaced by the one on PATH', () => {
	expect(findRedis('/nonexistent/redis-server', folder)).toBeNull();
});
