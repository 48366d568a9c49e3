import { transportNames } from '../transport-names.ja.ts';

const number = new Intl.NumberFormat('ja-JP', { maximumFractionDigits: 1 });

/** The texts of the demonstration of monitoring. */
export const text = {
	waiting: '最初の値を待っています。',
	send: (count: number) => `${count}通を続けて送信`,
	exceed: (count: number) => `${count}通を続けて送信（上限を超える）`,
	open: (count: number) => `接続を${count}本追加`,
	close: '追加した接続を切断する',
	own: (connections: number, accepted: number, rejected: number) =>
		`あなたの接続${connections}本・受理${accepted}通・拒否${rejected}通`,
	figures: {
		connections: '接続数',
		received: '受信メッセージ',
		refused: '拒否'
	},
	units: {
		connections: (value: number) => `${number.format(value)}本`,
		received: (value: number) => `${number.format(value)}通/秒`,
		refused: (value: number) => `${number.format(value)}件/秒`
	},
	ofThat: (own: string) => `うち自分${own}`,
	chart: (name: string, seconds: number, most: string, own: string) =>
		`${name}の直近${seconds}秒。最大${most}、うちあなたの最大${own}。`,
	legend: '濃い部分が、あなたの通信です。',
	line: (n: number) => `${n}通目`,
	transports: '内訳',
	names: { ...transportNames, other: '未参加' } as Record<string, string>
};
