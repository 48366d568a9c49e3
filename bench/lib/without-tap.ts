import type { ResolveHook } from 'node:module';

/** A hook of Node's module loader: every import of the tap, or of its steps, gets `no-tap.ts` instead. */

const replaced = /\/src\/lib\/server\/realtime\/tap\/(?:index|steps)\.ts(?=$|\?)/;
const replacement = new URL('no-tap.ts', import.meta.url).href;

export const resolve: ResolveHook = async (specifier, context, next) => {
	const found = await next(specifier, context);
	return replaced.test(found.url) ? { ...found, url: replacement } : found;
};
