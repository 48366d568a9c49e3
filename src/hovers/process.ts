/**
 * The program of a child process that answers requests for types over Node's IPC channel, and exits when the channel
 * closes. TypeScript blocks for seconds, which would stall the development server.
 */
import { answer, type Printed } from './answer.ts';
import type { Reply } from './type-process.ts';
import { createTypeService } from './service.ts';

const root = process.argv[2] ?? process.cwd();
const types = createTypeService(root);

const reply = (message: Reply) => process.send?.(message);

process.on('message', ({ id, blocks }: { id: number; blocks: Printed[] }) => {
	try {
		reply({ id, answers: answer(blocks, { root, types }) });
	} catch (error) {
		reply({ id, error: error instanceof Error ? error.message : String(error) });
	}
});
