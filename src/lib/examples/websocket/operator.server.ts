import { timingSafeEqual } from 'node:crypto';
import { privateRoom } from '../../protocol/room.ts';
import type { ExampleHost } from '../../server/examples/host.ts';

/** 場所を作る。鍵を受け取るのは作成者だけで、名前から鍵は作れない */
export function createPlace(server: ExampleHost): { room: string; operator: string } {
	const room = privateRoom('chat');
	return { room, operator: operatorKey(server, room) };
}

export function isOperator(server: ExampleHost, room: string, key: string | null): boolean {
	const expected = Buffer.from(operatorKey(server, room));
	const given = Buffer.from(key ?? '');
	return given.length === expected.length && timingSafeEqual(given, expected);
}

/** 公開する番号。秘密の鍵から作るので、鍵がなければなりすませない */
export function whoOf(server: ExampleHost, room: string, key: string): string {
	return server.sign(`who/${room}/${key}`).slice(0, 12);
}

function operatorKey(server: ExampleHost, room: string): string {
	return server.sign(`operator/${room}`);
}
