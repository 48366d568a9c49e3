/**
 * Isolates a name within a sentence, so that an Arabic or Hebrew name does not reorder the text around it (FIRST STRONG
 * ISOLATE and POP DIRECTIONAL ISOLATE, Unicode UAX #9; the same as `<bdi>` where there is no markup).
 */
export const isolate = (name: string): string => `\u2068${name}\u2069`;
