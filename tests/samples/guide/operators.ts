import type { Server } from 'socket.io';

/** isOperatorは、トークンを検証する自作の関数 */
export function addOperators(io: Server, isOperator: (token: unknown) => boolean): void {
	const operators = io.of('/operators'); // ミドルウェアもルームも、既定の「/」とは別
	operators.use((socket, next) => {
		next(isOperator(socket.handshake.auth['token']) ? undefined : new Error('unauthorised'));
	});
}
