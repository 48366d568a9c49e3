import { resolveConfig } from 'vite';
import { expect, test, vi } from 'vitest';
import { root } from './site.ts';

test.each([
	['development', 5173],
	['production', 4173]
] as const)(
	'Vite’s server for %s listens on the documented port [command-ports]',
	async (mode, port) => {
		vi.stubEnv('LOG_LEVEL', 'silent');
		const isPreview = mode === 'production';
		const inline = { configFile: `${root}vite.config.ts`, root, logLevel: 'silent' } as const;
		const config = await resolveConfig(inline, 'serve', mode, mode, isPreview);
		expect(isPreview ? config.preview.port : config.server.port).toBe(port);
	}
);
