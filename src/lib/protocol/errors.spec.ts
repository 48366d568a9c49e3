import { expect, it } from 'vitest';
import { errorCodes, errors, problem } from './errors.ts';

it('has a sentence for every code [error-codes]', () => {
	for (const code of errorCodes) expect(errors[code].message).toMatch(/\.$/);
});

it('has the codes of the contract, each with its status, and no others [error-codes]', () => {
	const statuses = errorCodes.map((code) => [code, errors[code].status]);
	expect(Object.fromEntries(statuses)).toEqual({
		bad_request: 400,
		bad_room: 400,
		bad_cursor: 400,
		bad_message: 400,
		too_large: 413,
		not_in_room: 403,
		unauthorised: 401,
		token_expired: 401,
		forbidden_origin: 403,
		not_found: 404,
		room_closed: 403,
		method_not_allowed: 405,
		unsupported_media_type: 415,
		client_id_conflict: 409,
		rate_limited: 429,
		full: 503,
		draining: 503,
		slow_reader: 503,
		broker_unavailable: 503,
		internal: 500
	});
});

it('builds a problem with the sentence from the table, or with a more exact one', () => {
	expect(problem('bad_room')).toEqual({ code: 'bad_room', message: errors.bad_room.message });
	expect(problem('bad_message', { message: 'text is empty.', field: 'text' })).toEqual({
		code: 'bad_message',
		message: 'text is empty.',
		field: 'text'
	});
});
