/** The transports of a room, the same words in addresses, metrics and pages. */
export type TransportName = 'sse' | 'long-polling' | 'websocket' | 'socket-io' | 'query-live';
