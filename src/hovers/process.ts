import { answer, type Printed } from './answer.ts';
import type { Reply } from './ask.ts';
import { createTypeService } from './service.ts';

/**
 * A process that knows the project's types: TypeScript thinks for seconds, in which a development server
 * has other things to do. Asked through Node's own channel, it ends with it.
 */
const root = process.argv[2] ?? process.cwd();
const types = createTypeService(root);

const reply = (message: Reply) => process.send?.(message);

process.on('message', ({ id, blocks }: { id: number; blocks: Printed[] }) => {
	try {
		reply({ id, hovers: answer(blocks, { root, types }) });
	} catch (error) {
		reply({ id, error: error instanceof Error ? error.message : String(error) });
	}
});
