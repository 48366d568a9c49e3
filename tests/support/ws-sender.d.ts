import type { Duplex } from 'node:stream';

// ws exports its sender, which its types omit. Tests use it as an encoder that shares no code with ours.
declare module 'ws' {
	interface FrameOptions {
		fin: boolean;
		mask: boolean;
		readOnly: boolean;
		opcode: number;
		rsv1: boolean;
		generateMask?: (mask: Buffer) => void;
	}

	class Sender {
		constructor(socket: Duplex);
		static frame(data: Buffer, options: FrameOptions): Buffer[];
		send(
			data: Buffer,
			options: { binary: boolean; mask: boolean; fin: boolean; compress: boolean }
		): void;
		ping(data: Buffer, mask: boolean, done?: () => void): void;
		pong(data: Buffer, mask: boolean, done?: () => void): void;
		close(code: number, data: string, mask: boolean, done?: () => void): void;
	}
}
