import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config.ts';
import type { Log } from '../operations/log.ts';
import { isHost } from './host.ts';
import { normalizeAddress } from './normalize-address.ts';

/** At most one warning per header is logged in this time. */
const warningIntervalMs = 10 * 60_000;
/** How much of a value a warning shows, in UTF-16 code units. */
const maxShownLength = 100;

interface TrustedHeader {
	name: string;
	/** The environment variable that names it. */
	setting: string;
	isUsable(value: string): boolean;
}

type ProxyConfig = Pick<
	Config,
	'addressHeader' | 'xffDepth' | 'protocolHeader' | 'hostHeader' | 'portHeader'
>;

/**
 * Normalizes the headers in which trusted proxies send the public origin, before the guards, the security
 * headers and SvelteKit read them.
 *
 * With several proxies in a row, such a header may be a list, because each of them appended its value. The
 * outermost trusted proxy wrote the entry `XFF_DEPTH` from the right, as in `X-Forwarded-For`, or the first one
 * of a shorter list, since not every proxy appends. Entries further left may come from the client. If lists
 * were not read, every request would be rejected without a reason in the log.
 */
export class ProxyHeaders {
	readonly #trusted: readonly TrustedHeader[];
	readonly #addressHeader: string | null;
	readonly #depth: number;
	readonly #log: Pick<Log, 'warn'>;
	readonly #warnedAt = new Map<string, number>();

	constructor(config: ProxyConfig, log: Pick<Log, 'warn'>) {
		const { protocolHeader, hostHeader, portHeader } = config;
		this.#trusted = [
			{ name: protocolHeader, setting: 'PROTOCOL_HEADER', isUsable: isProtocol },
			{ name: hostHeader, setting: 'HOST_HEADER', isUsable: isHost },
			{ name: portHeader, setting: 'PORT_HEADER', isUsable: isPort }
		].filter((header): header is TrustedHeader => header.name !== null);
		this.#addressHeader = config.addressHeader;
		this.#depth = config.xffDepth;
		this.#log = log;
	}

	/**
	 * Leaves one usable value in each of these headers. An unusable header is logged and removed, so that the
	 * request's own `Host` and protocol count.
	 */
	normalize({ headers }: IncomingMessage): void {
		for (const header of this.#trusted) {
			const sent = headers[header.name];
			if (sent === undefined) continue;
			const values = String(sent).split(',');
			const value = (values.at(-Math.min(this.#depth, values.length)) ?? '').trim();
			if (!header.isUsable(value)) {
				Reflect.deleteProperty(headers, header.name);
				this.#warn(header, sent, 'The value cannot be used.');
				continue;
			}
			headers[header.name] = value.toLowerCase();
			if (values.length > this.#depth) {
				this.#warn(header, sent, 'There are more values than trusted proxies (XFF_DEPTH).');
			}
		}
		this.#checkAddress(headers);
	}

	/** Only warns: `clientAddress` reads this header itself, and falls back to the socket's address. */
	#checkAddress(headers: IncomingMessage['headers']): void {
		const name = this.#addressHeader;
		const sent = name === null ? undefined : headers[name];
		if (name === null || sent === undefined) return;
		const depth = name === 'x-forwarded-for' ? this.#depth : 1;
		if (normalizeAddress(String(sent).split(',').at(-depth) ?? '') !== null) return;
		this.#warn(
			{ name, setting: 'ADDRESS_HEADER' },
			sent,
			'There is no valid address at this position.'
		);
	}

	/** Throttles the warnings, because any client can cause them. */
	#warn(
		{ name, setting }: Pick<TrustedHeader, 'name' | 'setting'>,
		sent: string | string[],
		reason: string
	): void {
		const now = performance.now();
		if (now - (this.#warnedAt.get(setting) ?? -Infinity) < warningIntervalMs) return;
		this.#warnedAt.set(setting, now);
		const value = String(sent).slice(0, maxShownLength);
		this.#log.warn(
			{ header: name, value, setting, xffDepth: this.#depth },
			`proxy header: ${reason}`
		);
	}
}

const isProtocol = (value: string): boolean => /^https?$/i.test(value);

const isPort = (value: string): boolean => /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
