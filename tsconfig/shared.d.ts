// What the protocol uses of the globals that browsers and Node have in common.
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };
declare class TextDecoder {
	constructor(label?: string, options?: { ignoreBOM?: boolean });
	decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
	encode(text: string): Uint8Array<ArrayBuffer>;
}
declare function atob(base64: string): string;
