import type { Config } from '../config.ts';

/** What the process of an instance is told over IPC, once: src/instance.ts. */
export interface Orders {
	config: Config;
	/** Where to listen. */
	socketPath: string;
	/** Deleted by the process if its parent has died. */
	folder: string;
}

/** The header with the reader's address. Only this server can reach the socket, and it replaces what a client sent. */
export const addressHeader = 'x-instance-reader';
