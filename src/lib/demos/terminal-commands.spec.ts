import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { terminalCommand, webSocketKey } from './terminal-commands.ts';

/** What a shell passes to curl. */
function argumentsOf(command: string): string[] {
	const script = command.replace(/^curl/, "printf '%s\\0'");
	return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const target = { origin: 'http://localhost:3000', room: 'chat-abc', message: 'a', key: 'k' };

test('a shell passes the message on unchanged, including quotes', () => {
	const message = `It's "\${HOME}" \\ \`id\` 日本語\n`;
	const args = argumentsOf(terminalCommand('send', { ...target, message }));
	expect(args[0]).toBe('http://localhost:3000/api/rooms/chat-abc/messages');
	expect(JSON.parse(args.at(-1) ?? '')).toEqual({ text: message });
});

test('a key has 16 random bytes', () => {
	expect(atob(webSocketKey())).toHaveLength(16);
	expect(webSocketKey()).not.toBe(webSocketKey());
});
