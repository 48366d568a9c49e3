import { expect, it } from 'vitest';
import { traceSteps } from '$lib/protocol/trace.ts';
import { allWireFields, sectionOf } from '$lib/protocol/wire/fields.ts';
import { fieldTexts } from './field-text.ts';
import { text } from './text.ts';

it('every step of a trace has a name', () => {
	expect(traceSteps.filter((step) => text.step(step) === step)).toEqual([]);
});

it.each(allWireFields)('%s has a name, a sentence and a section of a standard', (field) => {
	const { name, explanation } = fieldTexts[field];
	expect(name).not.toBe('');
	expect(explanation).toMatch(/。$/);
	expect(sectionOf(field)).toMatch(/^https:\/\/[a-z.-]+\/\S+#\S+$/);
});
