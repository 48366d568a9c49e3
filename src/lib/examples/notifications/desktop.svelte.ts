import type { Notice } from './protocol.ts';
import { text } from './text.ts';

export type Permission = NotificationPermission | 'unsupported';

/** デスクトップ通知。使えないときは何もしない。ページ内のベルと一覧は、常に表示する */
export class Desktop {
	permission = $state<Permission>(
		'Notification' in window ? Notification.permission : 'unsupported'
	);

	/** ボタンが押されたときだけ呼ぶ。ページを開いた直後に許可を求めると、拒否されやすい */
	ask = async () => {
		this.permission = await Notification.requestPermission();
	};

	// #region show
	/** ページの表示中は通知しない */
	show = ({ id, name, text: body }: Notice) => {
		if (this.permission !== 'granted' || !document.hidden) return;
		try {
			// tag が同じ通知は1つにまとまる。タブが2つあっても、1つだけ表示される
			const popup = new Notification(text.popup(name), { body, tag: id });
			popup.onclick = () => {
				window.focus();
				popup.close();
			};
		} catch {
			// 許可があっても、Service Worker からしか表示できないブラウザーがある
			this.permission = 'unsupported';
		}
	};
	// #endregion show
}
