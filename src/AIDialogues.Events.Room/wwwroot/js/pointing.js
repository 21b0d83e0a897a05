// Words that show who spoke without a listed name: "as the French delegate", "chez nous au ministère", a telephone number, "Mr Somebody".
// Twin of Attributions, Contacts and NamedPersons (singling.js is that of the rest) in AIDialogues.Events.Screening: tests/…/vectors.json and points.json hold the two together.

import { gap, hasTitle, startOfTitles } from './screening.js';
import { addNationals, countryAt, isPerson, near, oneOfAKind, ours, pastArticles, word } from './singling.js';

const set = words => new Set(words.split(' '));
const OWN = set('my our mon ma mes notre nos');
const ARTICLES = set('the a an our la le l un une notre les');
const FROM = set('from of for de du des d');
const QUALIFIERS = set('former current only senior chief deputy ancien ancienne actuel actuelle seul seule haut haute only one few retired');
const SPEAKERS = set('speaker colleague gentleman lady delegate participant orateur oratrice collegue monsieur dame delegue deleguee intervenant intervenante participante');
const SELF = set('i we my our je j nous mon notre');
const HONORIFICS = set('mr mrs ms mme mlle m dr prof');
const LONGEST_ADDRESS = 254, LONGEST_WEB = 2048, FEWEST_PHONE_DIGITS = 7, MOST_PHONE_DIGITS = 15;
const LETTER_OR_DIGIT = /[\p{L}\p{Nd}]/u;

/** Reads the module that WordLists.ToModule() wrote. */
export const readLists = lists => Object.fromEntries(Object.entries(lists).map(([name, words]) => [name, set(words)]));

/** Adds what points at somebody to the findings, in the order in which the server does. */
export function addPointing(tokens, lexicon, lists, found) {
  addContacts(tokens, found);
  addAttributions(tokens, lists, found);
  addNationals(tokens, lists, found);
  addNamedPersons(tokens, lexicon, lists, found);
}

const comma = (tokens, i) => i >= 0 && /[,;:—(]/.test(gap(tokens, i));

function add(tokens, first, last, kind, reason, found) {
  found.push({ start: tokens[first].start, length: tokens[last].end - tokens[first].start, kind, reason });
}

// --- attributions ------------------------------------------------------------

function addAttributions(tokens, lists, found) {
  for (let i = 0; i < tokens.length; i++) {
    const role = nationalRole(tokens, i, lists) ?? roleOfPlace(tokens, i, lists);
    if (role !== undefined) {
      let first = i > 0 && ARTICLES.has(word(tokens, i - 1)) ? i - 1 : i;
      if (first > 0 && ['as', 'comme'].includes(word(tokens, first - 1))) first--;
      add(tokens, first, role, 'Role', 'role', found);
      continue;
    }
    const own = asA(tokens, i, lists);
    if (own !== undefined) {
      add(tokens, i, own, 'Attribution', 'attribution-own', found);
      continue;
    }
    const place = ours(tokens, i, lists);
    if (place) {
      add(tokens, i, place[0], 'Attribution', place[1], found);
      continue;
    }
    const only = oneOfAKind(tokens, i, lists);
    if (only !== undefined) add(tokens, i, only, 'Attribution', 'attribution-only', found);
  }
}

function nationalRole(tokens, i, lists) {
  const isRole = at => lists.roles.has(word(tokens, at));
  if (lists.nationalities.has(word(tokens, i)) && near(tokens, i)) {
    if (isRole(i + 1)) return i + 1;
    if (i + 2 < tokens.length && isRole(i + 2) && near(tokens, i + 1) && !lists.function.has(word(tokens, i + 1))) return i + 2;
  }
  return isRole(i) && near(tokens, i) && lists.nationalities.has(word(tokens, i + 1)) ? i + 1 : undefined;
}

function roleOfPlace(tokens, i, lists) {
  const role = lists.roles.has(word(tokens, i)) || SPEAKERS.has(word(tokens, i));
  if (!role && !isPerson(word(tokens, i), lists) || !FROM.has(word(tokens, i + 1)) || !near(tokens, i)) return undefined;
  const from = word(tokens, i + 1) === 'from';
  if (!role && !from) return undefined;
  const at = pastArticles(tokens, i + 2);
  if (at >= tokens.length || !near(tokens, at - 1)) return undefined;
  const name = word(tokens, at), country = countryAt(tokens, at, lists);
  if (lists.cities.has(name) || role && lists.nationalities.has(name)) return at;
  if (country !== undefined) return role ? country : undefined;
  return from && tokens[at].capital && !lists.ordinary.has(name) ? at : undefined;
}

function asA(tokens, i, lists) {
  let at = -1;
  switch (word(tokens, i)) {
    case 'as': at = i + 1; break;
    case 'en':
      if (word(tokens, i + 1) === 'tant' && ['que', 'qu'].includes(word(tokens, i + 2))) at = i + 3;
      else if (OWN.has(word(tokens, i + 1)) && word(tokens, i + 2) === 'qualite') at = i + 4;
      break;
    case 'moi': if (word(tokens, i + 1) === 'comme') at = i + 2; break;
  }
  if (at < 0) return undefined;
  const english = word(tokens, i) === 'as', from = at;
  const leads = name => ARTICLES.has(name) || QUALIFIERS.has(name) || lists.nationalities.has(name);
  while (at < tokens.length && at < from + 4 && leads(word(tokens, at))) at++;
  if (english && (at === from || !tokens[i].startsSentence && !comma(tokens, i - 1) && !['speaking', 'i', 'me', 'said', 'and'].includes(word(tokens, i - 1)))) return undefined;
  for (let k = at; k < tokens.length && k < at + 3 && near(tokens, k - 1) && (k === at || !comma(tokens, k - 1)); k++) {
    if (isPerson(word(tokens, k), lists) || lists.roles.has(word(tokens, k))) return k;
    if (lists.function.has(word(tokens, k))) return undefined;
    if (!lists.ordinary.has(word(tokens, k)) && gap(tokens, k) === ', ' && SELF.has(word(tokens, k + 1))) return k;
  }
  return undefined;
}

// --- contact data ------------------------------------------------------------

function addContacts(tokens, found) {
  if (tokens.length === 0) return;
  const text = tokens.text, from = tokens[0].start, to = tokens.at(-1).end;
  for (let at = text.indexOf('@', from); at >= 0 && at < to; at = text.indexOf('@', at + 1)) addMail(text, from, at, to, found);
  for (let i = 0; i < tokens.length; i++) {
    const length = ['http', 'https', 'www'].includes(word(tokens, i)) ? webLength(text, tokens[i].start, to) : 0;
    if (length > 0) found.push({ start: tokens[i].start, length, kind: 'Contact', reason: 'contact-web' });
    else if (tokens[i].digit && (i === 0 || !tokens[i - 1].digit)) addPhone(tokens, i, found);
  }
}

function addMail(text, from, at, to, found) {
  let start = at, end = at + 1;
  while (start > from && at - start < LONGEST_ADDRESS && (LETTER_OR_DIGIT.test(text[start - 1]) || '._-+%'.includes(text[start - 1]))) start--;
  while (end < to && end - at < LONGEST_ADDRESS && (LETTER_OR_DIGIT.test(text[end]) || '.-_'.includes(text[end]))) end++;
  while (end > at + 1 && '.-'.includes(text[end - 1])) end--;
  const handle = start === at && end - at > 3;
  if (handle || start < at && end > at + 1) found.push({ start, length: end - start, kind: 'Contact', reason: handle ? 'contact-handle' : 'contact-mail' });
}

function webLength(text, start, to) {
  let end = start;
  while (end < to && end - start < LONGEST_WEB && !/[\s"<>»]/u.test(text[end])) end++;
  while (end > start && '.,);'.includes(text[end - 1])) end--;
  const address = text.slice(start, end), closing = end < text.length && text[end] === '/' ? 1 : 0;
  return address.includes('://') || /^www\./i.test(address) ? end - start + closing : 0;
}

function addPhone(tokens, first, found) {
  let digits = 0, last = first;
  for (let i = first; i < tokens.length && i - first < 8; i++) {
    const name = word(tokens, i), before = gap(tokens, i - 1);
    if (!/^[0-9x]+$/.test(name) || i > first && (!/^[-./() \u00A0]*$/u.test(before) || before.length > 3)) break;
    digits += name.replaceAll('x', '').length;
    last = i;
  }
  if (digits < FEWEST_PHONE_DIGITS || digits > MOST_PHONE_DIGITS) return;
  let start = tokens[first].start;
  while (start > 0 && '+('.includes(tokens.text[start - 1])) start--;
  const grouped = last > first || '+0'.includes(tokens.text[start]);
  if (grouped && !looksLikeDate(tokens, first, last)) found.push({ start, length: tokens[last].end - start, kind: 'Contact', reason: 'contact-phone' });
}

function looksLikeDate(tokens, first, last) {
  const is = (i, length) => tokens[i].length === length, short = i => tokens[i].length <= 2;
  return last > first && last - first <= 5 && is(first, 4) && '12'.includes(word(tokens, first)[0]) && short(first + 1)
    || last - first === 2 && is(last, 4) && short(first) && short(first + 1);
}

// --- people nobody listed ----------------------------------------------------

function addNamedPersons(tokens, lexicon, lists, found) {
  if (tokens.shouted) return;
  for (let i = 0; i < tokens.length; i++) {
    if (!tokens[i].capital || tokens[i].digit) continue;
    const name = word(tokens, i);
    const titled = hasTitle(tokens, i, lexicon) && tokens[i - 1].capital && !lists.function.has(name) && (!lists.ordinary.has(name) || HONORIFICS.has(word(tokens, i - 1)));
    const given = lists.givenNames.has(name) && !lists.ordinary.has(name) && isFamilyName(tokens, i + 1, lists);
    if (!titled && !given) continue;
    const first = startOfTitles(tokens, i, lexicon);
    let last = i;
    while (isFamilyName(tokens, last + 1, lists) && last - i < 4) last++;
    add(tokens, first, last, 'PersonName', titled ? 'person-title' : 'person-name', found);
    i = last;
  }
}

function isFamilyName(tokens, i, lists) {
  return i < tokens.length && tokens[i].capital && !tokens[i].digit && !tokens[i].startsSentence
    && [' ', '-', '. ', "'", '’'].includes(gap(tokens, i - 1)) && !lists.function.has(word(tokens, i)) && !lists.organisationWords.has(word(tokens, i));
}
