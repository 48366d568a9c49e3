interface Result {
	/** What is chosen, as the reader calls it. */
	name: string;
	why: string;
	/** Where the guide goes on. */
	href: string;
	link: string;
	/** The column of the comparison of platforms that says where it can run. */
	column: string;
}

/** Texts of the chooser. Results and questions are named after the nodes of the flowchart. */
export const text = {
	progress: (number: number) => `質問${number}`,
	answers: 'これまでの答え',
	// Contains the text of the button, so that voice control finds it (WCAG 2.5.3).
	change: (question: string) => `「${question}」の答えを変える`,
	edit: '変える',
	again: '最初から',
	chosen: (name: string) => `おすすめは${name}です`,
	others: 'ほかを選ばない理由',
	places: 'この方式を置ける場所',
	placesNote: '値の出典と確かめた日は、比較表にあります。',
	placesLink: 'プラットフォームの比較表',
	missing: '流れ図を読み取れませんでした。ページを再読み込みしてください。',
	results: {
		r_sse: {
			name: 'SSE',
			why: 'サーバーから届けるだけで足り、途中の値も必要だからです。番号の付いた流れなので、切れても続きから届けられます。送信は、普通のPOSTで済みます。',
			href: '#sse',
			link: 'SSEの節へ',
			column: 'SSE'
		},
		r_query_live: {
			name: 'query.live',
			why: '最新の値だけで足り、受け取る相手もSvelteKitのページだけだからです。サーバーの値を、コンポーネントから普通の値のように読めます。',
			href: '#query-live',
			link: 'query.liveの節へ',
			column: 'SSE'
		},
		r_websocket: {
			name: 'WebSocket',
			why: '双方向に頻繁に送り合い、部屋や応答確認の仕組みは自分で決めたいからです。間に何も挟まないので、動きを見通せます。',
			href: '#websocket',
			link: 'WebSocketの節へ',
			column: 'WebSocket'
		},
		r_socket_io: {
			name: 'Socket.IO',
			why: '部屋、応答確認、HTTPへの切り替えを自作せずに済むからです。サーバーが1台なら、中継の仕組みも要りません。',
			href: '#socket-io',
			link: 'Socket.IOの節へ',
			column: 'Socket.IO'
		},
		r_socket_io_redis: {
			name: 'Socket.IOとRedis',
			why: '部屋や応答確認が必要で、サーバーも2台以上だからです。別の台につながった人へ届けるには、台の間の中継が要ります。',
			href: '#scaling',
			link: '複数台に広げる節へ',
			column: 'Socket.IO'
		}
	} satisfies Record<string, Result>,
	/** Why an answer rules out the other way, by the question and where the reader went instead. */
	ruledOut: {
		q1_both_directions: {
			q2_newest_only: 'ときどき送るだけならPOSTで足り、双方向の接続を保つ手間が要りません。',
			q3_rooms_ack_fallback: '届ける向きが一方だけなので、頻繁な送信には別の通り道が必要です。'
		},
		q2_newest_only: {
			r_query_live: '番号の付いた流れは、最新の値だけを見せるには大がかりです。',
			r_sse: '途中の値を飛ばすことがあり、1件も落とせない用途には向きません。'
		},
		q3_rooms_ack_fallback: {
			r_websocket: '使わない機能のために、独自のプロトコルとクライアントが増えます。',
			q4_many_servers: '部屋や応答確認、切り替えの仕組みを自分で作ることになります。'
		},
		q4_many_servers: {
			r_socket_io: '1台なら中継する相手がいません。Redisは、増やすときに足せます。',
			r_socket_io_redis: '別の台につながった人へ届きません。'
		}
	} satisfies Record<string, Record<string, string>>
};

/** The result with this name, if it is one. */
export function resultOf(id: string): Result | undefined {
	return (text.results as Record<string, Result>)[id];
}

/** Why `question` ruled something out when it was answered towards `next`. */
export function reasonOf(question: string, next: string): string | undefined {
	return (text.ruledOut as Record<string, Record<string, string>>)[question]?.[next];
}
