// サンプルはブラウザーだけで描画する
export const ssr = false;
