import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const texts = '.html .js .mjs .json .css .svg .xml .wasm .txt .md .mdx'.split(' ');
/** How many files are in memory at once. */
const atOnce = 8;

/** @type {{ ending: string, compress: (content: Buffer) => Promise<Buffer> }[]} */
const formats = [
	{ ending: 'gz', compress: (content) => promisify(gzip)(content, { level: 9 }) },
	{
		ending: 'br',
		compress: (content) =>
			promisify(brotliCompress)(content, {
				params: {
					[constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
					[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
					[constants.BROTLI_PARAM_SIZE_HINT]: content.length
				}
			})
	}
];

/** @typedef {ReturnType<typeof createCompressor>} Compressor */

/**
 * Compresses files like SvelteKit's builder, and keeps the results for the next build: the best quality takes
 * seconds, and most files are the same in every build.
 * @param {string} cache the folder of the results, which is safe to delete
 */
export function createCompressor(cache) {
	/** @type {Set<string>} */
	const used = new Set();

	/** @param {string} file */
	async function compressFile(file) {
		const content = readFileSync(file);
		const hash = createHash('sha256').update(content).digest('hex').slice(0, 32);
		let isNew = false;
		for (const { ending, compress } of formats) {
			const name = `${hash}.${ending}`;
			used.add(name);
			const known = readIfAny(join(cache, name));
			const result = known ?? (await compress(content));
			if (!known) {
				isNew = true;
				keep(join(cache, name), result);
			}
			writeFileSync(`${file}.${ending}`, result);
		}
		return isNew;
	}

	return {
		/**
		 * Writes compressed files beside all texts in a folder.
		 * @param {string} folder
		 * @returns {Promise<number>} how many files had no result from an earlier build
		 */
		async compress(folder) {
			if (!existsSync(folder)) return 0;
			const waiting = readdirSync(folder, { withFileTypes: true, recursive: true })
				.filter((item) => item.isFile() && texts.includes(extname(item.name)))
				.map((item) => join(item.parentPath, item.name));
			let added = 0;
			const work = async () => {
				for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
					if (await compressFile(file)) added++;
				}
			};
			await Promise.all(Array.from({ length: atOnce }, work));
			return added;
		},
		/** Deletes the results that no call has used. */
		prune() {
			if (!existsSync(cache)) return;
			for (const name of readdirSync(cache)) {
				if (!used.has(name)) rmSync(join(cache, name), { force: true });
			}
		}
	};
}

/** @param {string} file */
function readIfAny(file) {
	try {
		return readFileSync(file);
	} catch {
		return null;
	}
}

/**
 * Stores a result for the next build. Without a writable folder it is made again.
 * @param {string} file
 * @param {Buffer} content
 */
function keep(file, content) {
	try {
		mkdirSync(dirname(file), { recursive: true });
		// Renamed, so that no build reads half of it.
		writeFileSync(`${file}.${process.pid}`, content);
		renameSync(`${file}.${process.pid}`, file);
	} catch {
		return;
	}
}
