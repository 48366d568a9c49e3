import { createHash } from 'node:crypto';
import type { CodeBlock } from './code-block.ts';

/** Languages whose code has types. */
const typed = new Set(['ts', 'svelte']);

/**
 * The address at which src/hovers serves a block's types; null for other languages and for
 * counter-examples.
 */
export function typesAddress(block: CodeBlock): string | null {
	if (!typed.has(block.lang) || block.kind === 'counter') return null;
	const hash = () => createHash('sha256').update(block.code).digest('hex').slice(0, 12);
	const name = block.source ?? `check/${hash()}`;
	return `/hovers/${name.replace(/[^\w./-]/g, '_')}.json`;
}
