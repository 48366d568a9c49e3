/** What a page loads of the player, before the reader starts it. */
export const buttonText = {
	play: 'この図を実際の通信で動かす',
	failed: '読み込めませんでした。通信状態を確認して、もう一度押してください。'
};
