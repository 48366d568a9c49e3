import { pino, type Logger } from 'pino';
import type { Config } from '../config.ts';

export type Log = Logger;

/** The process's log: JSON lines. Neither texts nor tokens nor query strings are ever handed to it. */
// #region log
export function createLog(config: Pick<Config, 'logLevel' | 'instanceId'>): Log {
	return pino({ level: config.logLevel, base: { instance: config.instanceId } });
}
// #endregion log
