/** キーごとに最新の値だけを保持するキュー */
export function createLatestQueue<Value>() {
	const values = new Map<string, Value>();
	return {
		/** 既存のキーの順番は変わらないので、頻繁に更新されるキーも後回しにならない */
		set(key: string, value: Value): void {
			values.set(key, value);
		},
		/** 最も長く待っている値を取り出す */
		take(): [key: string, value: Value] | undefined {
			const [oldest] = values;
			if (oldest) values.delete(oldest[0]);
			return oldest;
		},
		get size(): number {
			return values.size;
		}
	};
}
