import { readFileSync } from 'node:fs';
import { readRegion } from '../../../src/markdown/region.ts';

const printed = readFileSync(new URL('../commands.sh', import.meta.url), 'utf8');

/** The parts of `commands.sh`, each printed by one block of the page. */
export type CommandRegion = 'create' | 'websocket' | 'socket-io' | 'production';

/** Chooses another version of a printed package: a version, a range, or `''` for the newest release. */
export type ChooseVersion = (name: string, pinned: string) => string;

/** A package with its version in a command, such as `@types/ws@8.18.2`. */
const pinnedPackage = /(?<=\s)(@?[\w./-]+)@(\d[\w.-]*)/g;

/** The commands of a region, as the page prints them. */
export function printedCommands(region: CommandRegion): string {
	return readRegion(printed, region);
}

/** The same commands with other versions of their packages. */
export function withVersions(commands: string, choose: ChooseVersion): string {
	return commands.replace(pinnedPackage, (_, name: string, pinned: string) => {
		const version = choose(name, pinned);
		return version === '' ? name : `${name}@${version}`;
	});
}

/** Every package that the commands pin, with its version. */
export function pinnedPackages(): Map<string, string> {
	return new Map(
		[...printed.matchAll(pinnedPackage)].map(([, name = '', version = '']) => [name, version])
	);
}
