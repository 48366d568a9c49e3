declare global {
	namespace App {
		interface Error {
			message: string;
			/** An error code of the protocol (lib/protocol/errors.ts), where the server has one. */
			code?: string;
		}
	}
}

export {};
