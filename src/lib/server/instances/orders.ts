import type { Config } from '../config.ts';

/** The only message that the process of an instance (src/instance.ts) receives over IPC. */
export interface Orders {
	config: Config;
	/** Where to listen. */
	socketPath: string;
	/** The folder that the process deletes if its parent has died. */
	folder: string;
}

/** The header with the reader's address. Only this server can reach the socket, and it replaces what a client sent. */
export const addressHeader = 'x-instance-reader';
