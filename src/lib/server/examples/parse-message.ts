import * as v from 'valibot';
import { Refusal } from '../realtime/refusal.ts';

/** Validates a message from a client. @throws Refusal `bad_message` */
export function parseMessage<Message>(
	schema: v.GenericSchema<unknown, Message>,
	value: unknown
): Message {
	const result = v.safeParse(schema, value);
	if (!result.success) throw new Refusal('bad_message');
	return result.output;
}
