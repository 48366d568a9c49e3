import type { Result } from './results.ts';

/** Texts of the chooser. Results and questions are named after the nodes of the flowchart. */
export const text = {
	/** The answer that is offered first, as the flowchart writes it. */
	yes: 'はい',
	/** Joins the lines of a question. */
	lineBreak: '',
	progress: (number: number) => `質問${number}`,
	answers: 'これまでの回答',
	// Contains the text of the button, so that voice control finds it (WCAG 2.5.3).
	change: (question: string) => `「${question}」の回答を変更`,
	edit: '変更',
	again: '最初からやり直す',
	chosen: (name: string) => `おすすめは${name}です`,
	others: 'ほかの方式を選ばない理由',
	places: 'この方式に対応するプラットフォーム',
	placesNote: '出典と確認日は、比較表に記載しています。',
	placesLink: 'プラットフォームの比較表',
	missing: 'フローチャートを読み取れませんでした。ページを再読み込みしてください。',
	results: {
		r_sse: {
			name: 'SSE',
			why: 'サーバーから送るだけで足り、途中の値も必要だからです。イベントに番号が付くので、切断されても続きから再開できます。ブラウザーからの送信は、通常のPOSTで済みます。',
			href: '#sse',
			link: 'SSEの節を読む',
			column: 'SSE'
		},
		r_query_live: {
			name: 'query.live',
			why: '最新の値だけで足り、受け取るのもSvelteKitのページだけだからです。サーバーの値を、コンポーネントから通常の値と同じように読めます。',
			href: '#query-live',
			link: 'query.liveの節を読む',
			column: 'SSE'
		},
		r_websocket: {
			name: 'WebSocket',
			why: '双方向に頻繁に送受信し、ルームや確認応答の仕組みは自分で設計したいからです。間にライブラリを挟まないので、動作を把握しやすくなります。',
			href: '#websocket',
			link: 'WebSocketの節を読む',
			column: 'WebSocket'
		},
		r_socket_io: {
			name: 'Socket.IO',
			why: 'ルーム、確認応答、HTTPへのフォールバックを自作せずに済むからです。サーバーが1台なら、サーバー間の中継も不要です。',
			href: '#socket-io',
			link: 'Socket.IOの節を読む',
			column: 'Socket.IO'
		},
		r_socket_io_redis: {
			name: 'Socket.IOとRedis',
			why: 'ルームや確認応答が必要で、サーバーも2台以上だからです。別のサーバーに接続したクライアントへ届けるには、サーバー間の中継が必要です。',
			href: '#scaling',
			link: 'スケールアウトの節を読む',
			column: 'Socket.IO'
		}
	} satisfies Record<string, Result>,
	/** Why an answer rules out the other results. Keyed by the question, then by the node to which the answer leads. */
	ruledOut: {
		q1_both_directions: {
			q2_newest_only:
				'ときどき送信するだけならPOSTで足り、双方向の接続を維持する必要がありません。',
			q3_rooms_ack_fallback:
				'送信できるのはサーバーからだけなので、ブラウザーから頻繁に送信するには別の手段が必要です。'
		},
		q2_newest_only: {
			r_query_live: '番号付きのイベントストリームは、最新の値だけを表示するには過剰です。',
			r_sse: '途中の値を省略することがあるので、1件の欠落も許されない用途には向きません。'
		},
		q3_rooms_ack_fallback: {
			r_websocket:
				'使わない機能のために、独自のプロトコルとクライアントライブラリが必要になります。',
			q4_many_servers: 'ルーム、確認応答、フォールバックの仕組みを自作することになります。'
		},
		q4_many_servers: {
			r_socket_io:
				'サーバーが1台なら、中継は不要です。Redisは、サーバーを増やすときに追加できます。',
			r_socket_io_redis: '別のサーバーに接続したクライアントに届きません。'
		}
	} satisfies Record<string, Record<string, string>>
};
