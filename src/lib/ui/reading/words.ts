const ja = { label: '読書の再開', resume: '前回の続きから読む', dismiss: '表示しない' };

const en: typeof ja = { label: 'Resume reading', resume: 'Continue reading', dismiss: 'Dismiss' };

/** What the offer to go on reading says. Loaded with it, and so no part of the shell's strings. */
export const words = (lang: string): typeof ja => (lang === 'en' ? en : ja);
