import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tshark } from '../../scripts/lib/clients.ts';
import { thisMachine, toolForTests } from '../../scripts/lib/tools.ts';

export const tool = toolForTests(tshark);

/** Runs tshark on a capture. Returns the values of the fields for each matching packet; several of one field are separated by commas. */
export function dissect(capture: Uint8Array, fields: string[], filter: string): string[][] {
	const folder = mkdtempSync(join(tmpdir(), 'wirelab-tshark-'));
	const file = join(folder, 'trace.pcapng');
	writeFileSync(file, capture);
	const select = fields.flatMap((field) => ['-e', field]);
	const checks = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
	const { ok, output } = thisMachine.run(tool?.path ?? 'tshark', [
		...['-r', file, '-Y', filter, '-T', 'fields', ...checks, ...select]
	]);
	rmSync(folder, { recursive: true });
	if (!ok) throw new Error(output);
	return output
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('Running as user'))
		.map((line) => line.split('\t'));
}
