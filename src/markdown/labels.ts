import type { Language } from './types.ts';

/** The few words that the pipeline itself writes into a page. */
export interface Labels {
	/** Names the # beside a heading. Short: it is read with every heading. */
	anchor: string;
	counter: string;
	callout: { note: string; tip: string; warning: string; trap: string };
	/** Follows a fact's value; names the source for a screen reader. */
	factSource: string;
	/** Follows a fact whose source should have been read again by now. */
	factExpired: string;
	/** Opens the text alternative of a diagram. */
	diagramText: string;
	/** Heads the files of an example. */
	exampleFiles: (count: number) => string;
	/** The link to an example as a project of its own. */
	download: string;
}

export const labels: Record<Language, Labels> = {
	ja: {
		anchor: 'リンク',
		counter: 'やってはいけない例',
		callout: { note: '補足', tip: 'ヒント', warning: '注意', trap: '落とし穴' },
		factSource: '出典と確認日',
		factExpired: '要再確認',
		diagramText: '図の内容を文章で読む',
		exampleFiles: (count) => `この例の全ファイル（${count}個）`,
		download: 'プロジェクトとしてダウンロード（zip）'
	},
	en: {
		anchor: 'link',
		counter: 'Do not do this',
		callout: { note: 'Note', tip: 'Tip', warning: 'Warning', trap: 'Trap' },
		factSource: 'Source, checked on',
		factExpired: 'to be checked again',
		diagramText: 'Read this diagram as text',
		exampleFiles: (count) => `All ${count} files of this example`,
		download: 'Download as a project (zip)'
	}
};
