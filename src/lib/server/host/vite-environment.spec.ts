import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { viteEnvironment } from './vite-environment.ts';

const { warn, printLine } = vi.hoisted(() => ({ warn: vi.fn(), printLine: vi.fn() }));
vi.mock('../realtime/operations/log.ts', () => ({ createLog: () => ({ warn }) }));
vi.mock('../output.ts', () => ({ stderr: 2, printLine }));

const development = { command: 'serve', mode: 'test' } as const;
const secret = 's'.repeat(32);

beforeEach(() => {
	for (const name of ['JWT_SECRET', 'REDIS_URL']) vi.stubEnv(name, undefined);
});
afterEach(() => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
	vi.clearAllMocks();
});

it('generates a secret when none is set, and warns as in production [settings-secret]', () => {
	expect(viteEnvironment(development).JWT_SECRET).toMatch(/^[\w-]{43}$/);
	expect(warn.mock.calls).toEqual([[expect.stringContaining('JWT_SECRET is not set')]]);
});

it('uses the secret that is set', () => {
	vi.stubEnv('JWT_SECRET', secret);
	expect(viteEnvironment(development).JWT_SECRET).toBe(secret);
	expect(warn).not.toHaveBeenCalled();
});

it('exits with one line when Redis is set without a secret, because instances have to share it [settings-secret]', () => {
	vi.stubEnv('REDIS_URL', 'redis://localhost');
	vi.spyOn(process, 'exit').mockImplementation((code) => {
		throw new Error(`ended with ${String(code)}`);
	});
	expect(() => viteEnvironment(development)).toThrow('ended with 1');
	expect(printLine.mock.calls).toEqual([
		[2, expect.stringMatching(/^Bad environment variable JWT_SECRET=.*REDIS_URL.*$/)]
	]);
});

it.each(['/home/a/wirelab #1', '/home/a/what?', '/home/*/a'])(
	'exits with one line in the folder %s, in which Vite fails',
	(folder) => {
		vi.spyOn(process, 'cwd').mockReturnValue(folder);
		vi.spyOn(process, 'exit').mockImplementation((code) => {
			throw new Error(`ended with ${String(code)}`);
		});
		expect(() => viteEnvironment(development)).toThrow('ended with 1');
		expect(printLine.mock.calls).toEqual([
			[2, `Rename the folder ${folder}: Vite cannot work in a path with #, ? or *`]
		]);
	}
);
