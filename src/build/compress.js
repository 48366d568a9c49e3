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

const compressible = '.html .js .mjs .json .css .svg .xml .wasm .txt .md .mdx'.split(' ');
/** How many files are compressed, and so are in memory, at the same time. */
const maxConcurrent = 8;

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
 * Compresses files like SvelteKit's builder, and caches the results between builds: the best quality takes
 * seconds, and most files are the same in every build.
 * @param {string} cache the folder with the results, which is safe to delete
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
			const known = readIfExists(join(cache, name));
			const result = known ?? (await compress(content));
			if (!known) {
				isNew = true;
				store(join(cache, name), result);
			}
			writeFileSync(`${file}.${ending}`, result);
		}
		return isNew;
	}

	return {
		/**
		 * Compresses every file in a folder and below that has one of the `compressible` endings, into files beside it.
		 * @param {string} folder
		 * @returns {Promise<number>} how many files had no result from an earlier build
		 */
		async compress(folder) {
			if (!existsSync(folder)) return 0;
			const queue = readdirSync(folder, { withFileTypes: true, recursive: true })
				.filter((item) => item.isFile() && compressible.includes(extname(item.name)))
				.map((item) => join(item.parentPath, item.name));
			let added = 0;
			const worker = async () => {
				for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
					if (await compressFile(file)) added++;
				}
			};
			await Promise.all(Array.from({ length: maxConcurrent }, worker));
			return added;
		},
		/** Deletes the results that this build has not used. */
		prune() {
			if (!existsSync(cache)) return;
			for (const name of readdirSync(cache)) {
				if (!used.has(name)) rmSync(join(cache, name), { force: true });
			}
		}
	};
}

/** @param {string} file */
function readIfExists(file) {
	try {
		return readFileSync(file);
	} catch {
		return null;
	}
}

/**
 * Stores a result for the next build. If the folder is not writable, the next build compresses the file again.
 * @param {string} file
 * @param {Buffer} content
 */
function store(file, content) {
	try {
		mkdirSync(dirname(file), { recursive: true });
		// Renaming is atomic, so no build reads a partial file.
		writeFileSync(`${file}.${process.pid}`, content);
		renameSync(`${file}.${process.pid}`, file);
	} catch {
		return;
	}
}
