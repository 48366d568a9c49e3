import type { Notice } from './protocol.ts';
import { text } from './text.ts';

export type Permission = NotificationPermission | 'unsupported';

/** 画面の外への通知。使えないときは何もしない。ページの中のベルと一覧は、いつでもある */
export class Desktop {
	permission = $state<Permission>(
		'Notification' in window ? Notification.permission : 'unsupported'
	);

	// #region ask
	/** ボタンが押されたときだけ呼ぶ。開いた途端に尋ねると、読む前に断られる */
	ask = async () => {
		this.permission = await Notification.requestPermission();
	};
	// #endregion ask

	// #region show
	/** 画面を見ている人には出さない */
	show = ({ id, name, text: body }: Notice) => {
		if (this.permission !== 'granted' || !document.hidden) return;
		try {
			// tag が同じ通知は1つにまとまる。タブが2つあっても、1つしか出ない
			const popup = new Notification(text.popup(name), { body, tag: id });
			popup.onclick = () => {
				window.focus();
				popup.close();
			};
		} catch {
			// 許可があっても、Service Worker からしか出せないブラウザーがある
			this.permission = 'unsupported';
		}
	};
	// #endregion show
}
