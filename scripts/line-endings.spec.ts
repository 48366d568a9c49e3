import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';

test.skipIf(!existsSync('.git'))(
	'every text file is checked out with LF, whatever core.autocrlf says',
	() => {
		// "i/lf w/lf attr/text=auto eol=lf\tpath": in the index, in the folder, what the attributes say
		const lines = execFileSync('git', ['-c', 'core.autocrlf=true', 'ls-files', '--eol'])
			.toString()
			.trimEnd()
			.split('\n');
		const text = lines.filter((line) => !line.startsWith('i/-text') && !line.startsWith('i/none'));
		expect(text.length).toBeGreaterThan(500);
		expect(text.filter((line) => !/^i\/lf\s+w\/lf\s+attr\/text=auto eol=lf\s/.test(line))).toEqual(
			[]
		);
	}
);
