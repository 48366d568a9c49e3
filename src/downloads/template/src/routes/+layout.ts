// 例はブラウザーの中だけで動く
export const ssr = false;
