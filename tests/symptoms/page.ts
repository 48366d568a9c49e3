import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { readRegion } from '../../src/markdown/region.ts';

const printedMessages = readFileSync(new URL('said.txt', import.meta.url), 'utf8');

/** Replaces addresses, which differ between runs, with those that the page prints. */
const withoutAddresses = (text: string) =>
	text
		.replace(/'wss?:\/\/[^']*'/g, (address) =>
			address.startsWith("'wss") ? "'wss://…'" : "'ws://…'"
		)
		.replace(/'https:\/\/[^']*'/g, "'https://…'")
		.replace(/wss?:\/\/127\.0\.0\.1:\d+\/\S*?(?=\.?(\s|$))/g, 'ws://…')
		.replace(/(127\.0\.0\.1|localhost):\d+/g, '$1:5174');

/**
 * Checks that the page of symptoms prints the error message `text`, so that searches find it: said.txt has it
 * in `region`. If a new version of the runtime changes the message, change said.txt.
 */
export function expectPrinted(region: string, text: string): void {
	expect(readRegion(printedMessages, region).split('\n')).toContain(withoutAddresses(text));
}
