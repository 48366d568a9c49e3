import type { Config } from '../config.ts';

/** The only message that the process of an instance (src/instance.ts) receives over IPC. */
export interface StartMessage {
	config: Config;
	/** Where to listen. */
	socketPath: string;
	/** The folder that the process deletes if its parent has died. */
	folder: string;
}
