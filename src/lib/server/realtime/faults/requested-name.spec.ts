import { stringify } from 'devalue';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requestedName } from './requested-name.ts';

const name = 'abcdefghijklmnopqrstuvwx';
const target = (path: string, query: string) => ({ path, query: new URLSearchParams(query) });
const remote = (payload: string) => target('/_app/remote/1a/newestMessages', `payload=${payload}`);
/** As SvelteKit 2 wraps the argument. */
function encode(value: object): string {
	const wrap = (part: unknown) => (part === value ? { ...value } : undefined);
	return stringify(value, { __skrao: wrap });
}
const argument = (value: object) => remote(Buffer.from(encode(value)).toString('base64url'));

it('the name is in the query, and for a remote function in its argument', () => {
	expect(requestedName(target('/api/rooms/r/events', `connection=${name}`))).toBe(name);
	expect(requestedName(argument({ room: 'r', connection: name }))).toBe(name);
	const bare = Buffer.from(stringify({ room: 'r', connection: name })).toString('base64url');
	expect(requestedName(remote(bare))).toBe(name);
	expect(requestedName(argument({ connection: name, room: name, trace: name }))).toBe(name);
});

it('takes no name from other properties or from the polls of Socket.IO', () => {
	expect(requestedName(argument({ room: 'r', trace: name }))).toBeNull();
	expect(requestedName(argument({ room: name }))).toBeNull();
	expect(requestedName(target('/socket.io/', `connection=${name}`))).toBeNull();
	expect(requestedName(target('/api/rooms/r/events', ''))).toBeNull();
});

it.each([null, 7, [name], { name }, true, undefined])(
	'`connection: %j` gives no name',
	(connection) => {
		expect(requestedName(argument({ room: 'r', connection }))).toBeNull();
	}
);

it('never throws, whatever the payload is', () => {
	const values = fc.oneof(fc.string(), fc.json());
	fc.assert(
		fc.property(values, (text) => {
			const found = requestedName(remote(Buffer.from(text).toString('base64url')));
			expect(found === null || typeof found === 'string').toBe(true);
		})
	);
});
