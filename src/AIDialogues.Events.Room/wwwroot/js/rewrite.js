// Looks for words that pass in the place of a finding: a suggestion that is found itself ("As a participant said") would send its reader from
// one warning to the next. Twin of Rewriting.cs in AIDialogues.Events.Screening.
const MOST_STEPS = 3;

/**
 * Gives { words, text }, or null when none of the suggestions passes. find: the very screening that must find nothing new;
 * suggestions(finding): the words to try, the best first.
 */
export async function rewrite(text, finding, find, suggestions) {
  return attempt({ text, before: await find(text), find, suggestions }, { text, start: text.length, tail: text.length }, finding, MOST_STEPS);
}

async function attempt(asked, now, finding, steps) {
  const wrong = [];
  for (const words of asked.suggestions(finding)) {
    const next = replaced(now, finding, words);
    if (next.text.trim() === '') continue;
    const found = (await asked.find(next.text)).find(f => !hasKept(next, f, asked));
    if (!found) return { words: next.text.slice(next.start, next.text.length - next.tail).trim(), text: next.text };
    wrong.push([next, found]);
  }
  for (const [next, found] of steps > 1 ? wrong : []) {
    const further = await attempt(asked, next, found, steps - 1);
    if (further) return further;
  }
  return null;
}

// The words in the finding's place: with a capital where a sentence begins, "de" elided before a vowel, and no gap where something was left out.
// A changed text: what lies before its start, and as many characters as its tail has, are as they were.
function replaced(now, finding, words) {
  let before = now.text.slice(0, finding.start);
  const after = now.text.slice(finding.start + finding.length);
  let start = before.length, instead = words;
  if (words !== '') [before, start] = withoutArticle(before, words);
  if (words === '') {
    if (before.endsWith(' ') && (after === '' || after.startsWith(' '))) before = before.slice(0, --start);
  } else if (/(?:^\s*|[.!?…]\s+|\n)$/u.test(before)) {
    instead = words.charAt(0).toUpperCase() + words.slice(1);
  } else if (/^[aeiouh]/.test(words)) {
    // "de Mme X" becomes "d’un participant".
    const elided = /(^|[ (])(d|qu)e $/i.exec(before);
    if (elided) {
      start = elided.index + elided[1].length;
      before = `${before.slice(0, -2)}’`;
    }
  }
  return { text: before + instead + after, start: Math.min(now.start, start), tail: Math.min(now.tail, after.length) };
}

// The words bring their own article: "the OECD" becomes "an institution", "du ministère" becomes "d’une institution".
function withoutArticle(before, words) {
  const found = /^(?:an?|in|somebody)(?: |$)/.test(words) ? /(?<![\p{L}\p{Nd}])(?:the|an|a) $/iu.exec(before) : /(?<![\p{L}\p{Nd}])(?:(?:les?|la|une?|(d)(?:u|es)|(a)ux?) |l[’'])$/iu.exec(before);
  if (!found) return [before, before.length];
  const [article, from, to] = found;
  const instead = from ? 'de ' : to ? 'à ' : '', kept = before.slice(0, -article.length);
  return [kept + (instead && article[0] !== article[0].toLowerCase() ? instead[0].toUpperCase() + instead.slice(1) : instead), kept.length];
}

// Whether this was found before the change too, outside of it.
function hasKept({ text, start, tail }, found, asked) {
  const end = text.length - tail;
  if (found.start + found.length > start && found.start < end) return false;
  const was = found.start >= end ? found.start - text.length + asked.text.length : found.start;
  return asked.before.some(b => b.start === was && b.length === found.length && b.kind === found.kind);
}
