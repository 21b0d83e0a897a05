// Marks what may show who spoke. The screening and its lexicon may be absent: then nothing is marked and nothing fails.
import { rewrite } from './rewrite.js';
import { t, has } from './texts.js';

const MOST_REMEMBERED = 2000;

let screen = async () => [];
let remembered = new Map();

export async function load(lexicon) {
  remembered = new Map();
  try {
    const [screening, pointing, words] = await Promise.all([import('./screening.js'), import('./pointing.js'), import('./words.js')]);
    const loaded = await screening.loadLexicon(lexicon), lists = pointing.readLists(words.default);
    screen = text => screening.screen(text, loaded, (tokens, found) => pointing.addPointing(tokens, loaded, lists, found));
  } catch {
    screen = async () => [];
  }
}

export async function find(text) {
  try {
    return (await screen(text)).filter(f => f.length > 0);
  } catch {
    return [];
  }
}

// For drawing a list: what was found in a text that was looked at before.
export async function remember(texts) {
  if (remembered.size > MOST_REMEMBERED) remembered = new Map();
  for (const text of texts) if (!remembered.has(text)) remembered.set(text, await find(text));
}

export const known = text => remembered.get(text) ?? [];

export const reason = finding => t(has(`reason.${finding.reason}`) ? `reason.${finding.reason}` : 'reason.other');

const PEOPLE = ['ParticipantName', 'PersonName', 'Role', 'Attribution'];

// What may be said instead, the best first; an empty one leaves it out. Where a role is a warning, somebody without one passes.
function suggestions(finding) {
  const key = [`rewrite.${finding.reason}`, `rewrite.${finding.kind}`].find(has);
  if (!key) return [''];
  return PEOPLE.includes(finding.kind) ? [t(key), t('rewrite.somebody')] : [t(key)];
}

// What to say instead, { words, text }, once it is found to pass itself; null when only a person can tell.
export const suggestion = (text, finding) => rewrite(text, finding, find, suggestions);

export const label = instead => (instead.words ? t('leak.rewrite', instead.words) : t('leak.remove'));

// The text as nodes, with marks; never as HTML.
export function marked(text, findings) {
  const parts = document.createDocumentFragment();
  let at = 0;
  for (const finding of findings) {
    if (finding.start < at) continue;
    const mark = document.createElement('mark');
    mark.className = 'leak';
    mark.title = reason(finding);
    mark.textContent = text.slice(finding.start, finding.start + finding.length);
    parts.append(text.slice(at, finding.start), mark);
    at = finding.start + finding.length;
  }
  parts.append(text.slice(at));
  return parts;
}
