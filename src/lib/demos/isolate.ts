/**
 * A name for the middle of a sentence: an Arabic or Hebrew one must not turn the words around it (FIRST STRONG
 * ISOLATE and POP DIRECTIONAL ISOLATE, Unicode UAX #9; the same as `<bdi>` where there is no markup).
 */
export const isolate = (name: string): string => `\u2068${name}\u2069`;
