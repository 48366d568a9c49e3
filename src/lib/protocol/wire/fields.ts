const http = 'https://www.rfc-editor.org/rfc/rfc9112.html';
const semantics = 'https://www.rfc-editor.org/rfc/rfc9110.html';
const websocket = 'https://www.rfc-editor.org/rfc/rfc6455.html';
const sse = 'https://html.spec.whatwg.org/multipage/server-sent-events.html';
const engineIo = 'https://socket.io/docs/v4/engine-io-protocol/';
const socketIo = 'https://socket.io/docs/v4/socket-io-protocol/';
const json = 'https://www.rfc-editor.org/rfc/rfc8259.html';
const utf8 = 'https://www.rfc-editor.org/rfc/rfc3629.html#section-3';

/** Every field that the decoders name, by protocol, with the section of the standard that defines it. */
const wireFields = {
	http: {
		head: `${http}#section-2.1`,
		'request-line': `${http}#section-3`,
		method: `${semantics}#section-9`,
		target: `${http}#section-3.2`,
		version: `${http}#section-2.3`,
		'status-line': `${http}#section-4`,
		status: `${semantics}#section-15`,
		reason: `${http}#section-4`,
		header: `${http}#section-5`,
		name: `${semantics}#section-5.1`,
		value: `${semantics}#section-5.5`,
		end: `${http}#section-2.1`,
		body: `${http}#section-6`,
		chunk: `${http}#section-7.1`,
		'chunk-size': `${http}#section-7.1`,
		'chunk-extension': `${http}#section-7.1.1`,
		'chunk-data': `${http}#section-7.1`,
		'last-chunk': `${http}#section-7.1`,
		trailer: `${http}#section-7.1.2`,
		'line-end': `${http}#section-2.2`
	},
	sse: {
		event: `${sse}#event-stream-interpretation`,
		block: `${sse}#event-stream-interpretation`,
		id: `${sse}#the-last-event-id-header`,
		'event-name': `${sse}#event-stream-interpretation`,
		data: `${sse}#event-stream-interpretation`,
		retry: `${sse}#concept-event-stream-reconnection-time`,
		comment: `${sse}#authoring-notes`,
		ignored: `${sse}#event-stream-interpretation`,
		name: `${sse}#parsing-an-event-stream`,
		value: `${sse}#parsing-an-event-stream`,
		'blank-line': `${sse}#dispatchMessage`
	},
	websocket: {
		frame: `${websocket}#section-5.2`,
		'first-byte': `${websocket}#section-5.2`,
		fin: `${websocket}#section-5.4`,
		rsv: `${websocket}#section-5.8`,
		opcode: `${websocket}#section-11.8`,
		'second-byte': `${websocket}#section-5.2`,
		mask: `${websocket}#section-5.1`,
		length: `${websocket}#section-5.2`,
		'extended-length': `${websocket}#section-5.2`,
		'masking-key': `${websocket}#section-5.3`,
		payload: `${websocket}#section-5.6`,
		'close-code': `${websocket}#section-7.4.1`,
		'close-reason': `${websocket}#section-7.1.6`
	},
	'engine-io': {
		packet: `${engineIo}#protocol`,
		type: `${engineIo}#protocol`,
		separator: `${engineIo}#http-long-polling-1`,
		data: `${engineIo}#protocol`
	},
	'socket-io': {
		packet: `${socketIo}#packet-encoding`,
		type: `${socketIo}#exchange-protocol`,
		attachments: `${socketIo}#packet-encoding`,
		namespace: `${socketIo}#packet-encoding`,
		'ack-id': `${socketIo}#acknowledgement`
	},
	json: {
		object: `${json}#section-4`,
		array: `${json}#section-5`,
		member: `${json}#section-4`,
		key: `${json}#section-4`,
		string: `${json}#section-7`,
		number: `${json}#section-6`,
		literal: `${json}#section-3`
	},
	data: {
		text: utf8,
		binary: `${websocket}#section-5.6`,
		encoded: `${semantics}#section-8.4`,
		unknown: `${http}#section-2.2`
	}
} as const;

export type WireProtocol = keyof typeof wireFields;

/** A field with its protocol: `websocket.opcode`. */
export type WireField = {
	[P in WireProtocol]: `${P}.${Extract<keyof (typeof wireFields)[P], string>}`;
}[WireProtocol];

export function protocolOf(field: WireField): WireProtocol {
	return field.slice(0, field.indexOf('.')) as WireProtocol;
}

/** The address of the section that defines a field. */
export function sectionOf(field: WireField): string {
	const sections: Record<string, string> = wireFields[protocolOf(field)];
	return sections[field.slice(field.indexOf('.') + 1)] ?? '';
}

/** All fields, in the order of the table. */
export const allWireFields = Object.entries(wireFields).flatMap(([protocol, fields]) =>
	Object.keys(fields).map((name) => `${protocol}.${name}` as WireField)
);
