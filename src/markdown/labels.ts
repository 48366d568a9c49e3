import type { Severity } from './traps.ts';
import type { Language } from './types.ts';

/** The texts that the compiler itself adds to a page. */
export interface Labels {
	/** Name of the # beside a heading; short, because screen readers read it with every heading. */
	anchor: string;
	counter: string;
	callout: { note: string; tip: string; warning: string; trap: string };
	/** Names of an exercise and of the control that unfolds its solution. */
	challenge: string;
	solution: string;
	/** Severities of traps; the list of traps explains the words. */
	severity: Record<Severity, string>;
	/** Name of the link to a fact's source. */
	factSource: string;
	/** Marks an expired fact. */
	factExpired: string;
	/** Button that shows a diagram over the whole window. */
	enlarge: string;
	/** Summary of the text alternative of a diagram. */
	diagramText: string;
	/** Heading of the files of an example. */
	exampleFiles: (count: number) => string;
	/** In plain Markdown, the link to where a demonstration, a laboratory or an example runs. */
	live: (name: string) => string;
	/** The link that downloads an example as a project. */
	download: string;
}

export const labels: Record<Language, Labels> = {
	ja: {
		anchor: 'リンク',
		counter: 'やってはいけない例',
		callout: { note: '補足', tip: 'ヒント', warning: '注意', trap: '落とし穴' },
		challenge: 'チャレンジ',
		solution: '解答例を見る',
		severity: { fatal: '致命的', security: 'セキュリティ', fault: '不具合', minor: '軽微' },
		factSource: '出典と確認日',
		factExpired: '要再確認',
		enlarge: '拡大表示',
		diagramText: '図の内容を文章で読む',
		exampleFiles: (count) => `このサンプルの全ファイル（${count}個）`,
		live: (name) => `デモ「${name}」を動かす`,
		download: 'プロジェクトとしてダウンロード（zip）'
	},
	en: {
		anchor: 'link',
		counter: 'Do not do this',
		callout: { note: 'Note', tip: 'Tip', warning: 'Warning', trap: 'Trap' },
		challenge: 'Challenge',
		solution: 'Show a solution',
		severity: { fatal: 'fatal', security: 'security', fault: 'fault', minor: 'minor' },
		factSource: 'Source, checked on',
		factExpired: 'to be checked again',
		enlarge: 'Enlarge',
		diagramText: 'Read this diagram as text',
		exampleFiles: (count) => `All ${count} files of this example`,
		live: (name) => `Run the demonstration “${name}”`,
		download: 'Download as a project (zip)'
	}
};
