import { pino, type Logger } from 'pino';
import type { Config } from '../../config.ts';
import { Output, stdout } from '../../output.ts';

export type Log = Logger;

/** The process's log: JSON lines. Message texts, tokens and query strings are never logged. */
// #region log
export function createLog(
	config: Pick<Config, 'logLevel' | 'instanceId'>,
	// 書き込めない行は、待たずに破棄して数える。pino の標準の書き込み先は、完了までプロセスをブロックする
	output = new Output(stdout)
): Log {
	const log = pino({ level: config.logLevel, base: { instance: config.instanceId } }, output);
	output.onRecovery = (lost) => log.error({ lost }, 'log lines were lost');
	return log;
}
// #endregion log
