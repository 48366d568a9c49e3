let count = 0;

/** An IPv6 address in a /64 of its own, for which the limits by address begin anew. */
export const newAddress = () => `2001:db8:${(++count).toString(16)}::1`;
