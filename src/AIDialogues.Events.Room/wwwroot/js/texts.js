// The sentences of this page's language, from the data block the server filled.
const texts = JSON.parse(document.getElementById('texts').textContent);

export const language = document.documentElement.lang;

export function t(key, ...values) {
  return (texts[key] ?? key).replace(/\{(\d)\}/g, (_, i) => values[i]);
}

export const has = key => key in texts;

// A bilingual text of the board; an empty French one falls back to English.
export const say = text => (text && (text[language] || text.en || text.fr)) || '';
