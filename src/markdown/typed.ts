import { createHash } from 'node:crypto';
import type { CodeBlock } from './code-block.ts';

/** Languages whose blocks have types to show. */
const typed = new Set(['ts', 'svelte']);

/**
 * The address of a block's types, which src/hovers serves; null where a block has none, or is not to be
 * learned from.
 */
export function typesAddress(block: CodeBlock): string | null {
	if (!typed.has(block.lang) || block.kind === 'counter') return null;
	const hash = () => createHash('sha256').update(block.code).digest('hex').slice(0, 12);
	const name = block.source ?? `check/${hash()}`;
	return `/hovers/${name.replace(/[^\w./-]/g, '_')}.json`;
}
