import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

const page = 'content/ja/10-sveltekit/10-server/10-websocket-sse.md';
const events = 'src/lib/protocol/socket-io.ts';

/** Events of Socket.IO itself (https://socket.io/docs/v4/emit-cheatsheet/#reserved-events). */
const reserved = ['connect', 'connect_error', 'disconnect'];

/** The names of the events in an interface. */
function namesIn(interfaceName: string): string[] {
	const file = ts.createSourceFile(
		events,
		readFileSync(events, 'utf8'),
		ts.ScriptTarget.Latest,
		true
	);
	const found = file.statements.find(
		(node) => ts.isInterfaceDeclaration(node) && node.name.text === interfaceName
	);
	if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(interfaceName);
	return found.members.map((member) => member.name?.getText().replaceAll("'", '') ?? '');
}

/** The events in the diagram of Socket.IO: the ASCII labels of its arrows, and whether a client sends them. */
function drawn(): { name: string; isClients: boolean }[] {
	const [, , diagram = ''] =
		/```mermaid title="Socket\.IO([^"]*)"[^\n]*\n([^]*?)\n```/.exec(readFileSync(page, 'utf8')) ??
		[];
	return [...diagram.matchAll(/^\s*\w+(-?)->>(?:\w+): ([a-z_-]+)$/gm)].map(
		([, dashed, name = '']) => ({ name, isClients: dashed === '' })
	);
}

test('I17: the diagram of Socket.IO shows only events of the code, each from the side that sends it', () => {
	const [fromClients, fromServer] = [
		namesIn('ClientToServerEvents'),
		[...namesIn('ServerToClientEvents'), ...reserved]
	];
	const arrows = drawn();
	expect(arrows.length).toBeGreaterThan(5);
	for (const { name, isClients } of arrows) {
		expect(isClients ? fromClients : fromServer, name).toContain(name);
	}
	for (const name of fromClients) expect(arrows.map((arrow) => arrow.name)).toContain(name);
});
