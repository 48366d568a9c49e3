import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

const page = 'content/ja/10-sveltekit/10-server/10-websocket-sse.md';
const events = 'src/lib/protocol/socket-io.ts';

/** Socket.IO's own events (https://socket.io/docs/v4/emit-cheatsheet/#reserved-events). */
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
	if (found === undefined || !ts.isInterfaceDeclaration(found))
		throw new Error(`${events} has no interface ${interfaceName}`);
	return found.members.map((member) => member.name?.getText().replaceAll("'", '') ?? '');
}

/** The events in the Socket.IO diagram (the ASCII labels of its arrows), and whether the client sends them. */
function drawnEvents(): { name: string; isFromClient: boolean }[] {
	const [, , diagram = ''] =
		/```mermaid [^\n]*title="Socket\.IO([^"]*)"[^\n]*\n([^]*?)\n```/.exec(
			readFileSync(page, 'utf8')
		) ?? [];
	return [...diagram.matchAll(/^\s*\w+(-?)->>(?:\w+): ([a-z_-]+)$/gm)].map(
		([, dashed, name = '']) => ({ name, isFromClient: dashed === '' })
	);
}

test('I17: the Socket.IO diagram shows only events that the code defines, each from the side that sends it', () => {
	const [fromClients, fromServer] = [
		namesIn('ClientToServerEvents'),
		[...namesIn('ServerToClientEvents'), ...reserved]
	];
	const arrows = drawnEvents();
	expect(arrows.length).toBeGreaterThan(5);
	for (const { name, isFromClient } of arrows) {
		expect(isFromClient ? fromClients : fromServer, name).toContain(name);
	}
	for (const name of fromClients) expect(arrows.map((arrow) => arrow.name)).toContain(name);
});
