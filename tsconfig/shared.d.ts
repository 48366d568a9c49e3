// What the protocol uses of the globals that browsers and Node have in common.
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };
