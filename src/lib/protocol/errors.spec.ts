import { expect, it } from 'vitest';
import { errorCodes, errors, problem } from './errors.ts';

it('has a status and a sentence for every code', () => {
	for (const code of errorCodes) {
		expect(errors[code].status).toBeGreaterThanOrEqual(400);
		expect(errors[code].message).toMatch(/\.$/);
	}
});

it('builds a refusal with the table’s sentence, or a more exact one', () => {
	expect(problem('bad_room')).toEqual({ code: 'bad_room', message: errors.bad_room.message });
	expect(problem('bad_message', { message: 'text is empty.', field: 'text' })).toEqual({
		code: 'bad_message',
		message: 'text is empty.',
		field: 'text'
	});
});
