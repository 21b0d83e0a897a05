// Marks what may show who spoke. The screening and its lexicon may be absent: then nothing is marked and nothing fails.
import { t, has, language } from './texts.js';

let screen = () => [];

export async function load(lexicon) {
  try {
    const screening = await import('./screening.js');
    const loaded = await screening.loadLexicon(lexicon ?? {});
    screen = text => screening.screen(text, loaded);
  } catch {
    screen = () => [];
  }
}

export function find(text) {
  try {
    return [...screen(text)].filter(f => f.length > 0).sort((a, b) => a.start - b.start);
  } catch {
    return [];
  }
}

const inWords = value => (value && typeof value === 'object' ? value[language] ?? value.en : value);

export function reason(finding) {
  const key = `reason.${String(finding.kind).toLowerCase()}`;
  return inWords(finding.reason) || t(has(key) ? key : 'reason.other');
}

// What to say instead, or '' when it is best left out.
export function rewrite(finding) {
  const key = `rewrite.${String(finding.kind).toLowerCase()}`;
  return inWords(finding.rewrite) ?? (has(key) ? t(key) : '');
}

export const replaced = (text, finding) =>
  (text.slice(0, finding.start) + rewrite(finding) + text.slice(finding.start + finding.length)).replace(/ {2,}/g, ' ');

// The text as nodes, with marks; never as HTML.
export function marked(text, findings) {
  const parts = document.createDocumentFragment();
  let at = 0;
  for (const finding of findings) {
    if (finding.start < at) continue;
    parts.append(text.slice(at, finding.start));
    const mark = document.createElement('mark');
    mark.className = 'leak';
    mark.title = reason(finding);
    mark.textContent = text.slice(finding.start, finding.start + finding.length);
    parts.append(mark);
    at = finding.start + finding.length;
  }
  parts.append(text.slice(at));
  return parts;
}
