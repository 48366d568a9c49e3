const ja = { label: '読書の再開', resume: '前回の続きから読む', dismiss: '表示しない' };

const en: typeof ja = { label: 'Resume reading', resume: 'Continue reading', dismiss: 'Dismiss' };

/** The texts in a language. They are not among the strings of the shell, because they are loaded on demand. */
export const words = (lang: string): typeof ja => (lang === 'en' ? en : ja);
