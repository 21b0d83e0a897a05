// One person among those who were there, without a name: "the Kenyan businessman", "we at the bank", "the youngest here".
// Twin of PersonWords, Nationals, OneOfAKind and Ours in AIDialogues.Events.Screening: the same tests hold the two together.

import { gap } from './screening.js';

const set = words => new Set(words.split(' '));
export const word = (tokens, i) => tokens[i]?.folded ?? '';
export const near = (tokens, i) => i + 1 < tokens.length && !/[.;:!?\n]/.test(gap(tokens, i)) && gap(tokens, i).length <= 2;

// --- words for a person ------------------------------------------------------

const ENDING = /(?:er|or|ist|ian|man|woman|eur|euse|trice|iste|ien|ienne|logue)$/;
const SHORTEST_UNLISTED = 6;

export function isPerson(name, lists) {
  if (lists.professions.has(name) || lists.roles.has(name) && !name.endsWith('s')) return true;
  return name.length >= SHORTEST_UNLISTED && ENDING.test(name)
    && !['ordinary', 'nationalities', 'countries', 'cities', 'organisationWords', 'givenNames'].some(list => lists[list].has(name));
}

// --- where somebody is from --------------------------------------------------

/** The last word of a country's name that begins here. */
export function countryAt(tokens, at, lists) {
  if (at >= tokens.length) return undefined;
  if (lists.countries.has(word(tokens, at))) return at;
  const two = `${word(tokens, at)}+${word(tokens, at + 1)}`;
  if (lists.countries.has(two)) return at + 1;
  return lists.countries.has(`${two}+${word(tokens, at + 2)}`) ? at + 2 : undefined;
}

export function pastArticles(tokens, from) {
  let at = from;
  while (at < tokens.length && at < from + 2 && ['the', 'la', 'le', 'l', 'les'].includes(word(tokens, at))) at++;
  return at;
}

const NATIONAL_ARTICLES = set('the a an one our le la l un une notre');
const EACH = set('every each any no most many chaque tout toute aucun aucune');
const FROM = set('from de du des d');
const LINKS = set('based working living born originaire venu venue base basee etabli etablie installe installee');
const INTO = set('in a au aux en from de du d');
const VERBS = set('who here said says has had was is wants would');
const MOST_BETWEEN = 2;

export function addNationals(tokens, lists, found) {
  for (let i = 0; i < tokens.length; i++) {
    const last = behindACountry(tokens, i, lists) ?? beforeACountry(tokens, i, lists) ?? fromACountry(tokens, i, lists) ?? aCountrysOwn(tokens, i, lists);
    if (last === undefined) continue;
    let first = i;
    if (isBefore(tokens, first - 1) && !lists.function.has(word(tokens, first - 1)) && NATIONAL_ARTICLES.has(word(tokens, first - 2)) && isBefore(tokens, first - 2)) first--;
    if (first > 0 && EACH.has(word(tokens, first - 1))) continue;
    if (first > 0 && NATIONAL_ARTICLES.has(word(tokens, first - 1)) && [' ', "'", '’'].includes(gap(tokens, first - 1))) first--;
    found.push({ start: tokens[first].start, length: tokens[last].end - tokens[first].start, kind: 'Role', reason: 'role' });
  }
}

const isBefore = (tokens, i) => i >= 0 && gap(tokens, i) === ' ';

function behindACountry(tokens, i, lists) {
  if (!lists.nationalities.has(word(tokens, i))) return undefined;
  for (let at = i + 1; at < tokens.length && at <= i + 1 + MOST_BETWEEN && near(tokens, at - 1); at++) {
    if (isPerson(word(tokens, at), lists)) return at;
    if (lists.function.has(word(tokens, at)) || tokens[at].digit) return undefined;
  }
  return undefined;
}

function beforeACountry(tokens, i, lists) {
  if (!isPerson(word(tokens, i), lists) || !near(tokens, i)) return undefined;
  if (lists.nationalities.has(word(tokens, i + 1))) return i + 1;
  return i + 2 < tokens.length && near(tokens, i + 1) && !tokens[i + 2].capital && !lists.function.has(word(tokens, i + 1)) && lists.nationalities.has(word(tokens, i + 2)) ? i + 2 : undefined;
}

function fromACountry(tokens, i, lists) {
  if (!isPerson(word(tokens, i), lists) || !near(tokens, i)) return undefined;
  const linked = LINKS.has(word(tokens, i + 1)) && near(tokens, i + 1), at = linked ? i + 2 : i + 1;
  if (!(linked ? INTO : FROM).has(word(tokens, at)) || !near(tokens, at)) return undefined;
  return countryAt(tokens, pastArticles(tokens, at + 1), lists);
}

function aCountrysOwn(tokens, i, lists) {
  const name = word(tokens, i), before = word(tokens, i - 1), next = word(tokens, i + 1);
  if (!tokens[i].capital || tokens.shouted || !lists.nationalities.has(name) || !near(tokens, i)) return undefined;
  if (tokens[i + 1].capital || ![' ', ', '].includes(gap(tokens, i))) return undefined;
  if (['le', 'la', 'un', 'une'].includes(before)) return i;
  if (!['the', 'a', 'an'].includes(before) || /(?:ch|sh|ss|ese)$/.test(name)) return undefined;
  return VERBS.has(next) || next.length > 4 && next.endsWith('ed') ? i : undefined;
}

// --- one of a kind -----------------------------------------------------------

const MOST = set('youngest oldest eldest tallest newest');
const AGES = set('senior junior experienced jeune age agee ancien ancienne experimente experimentee');
const ROOM = set('room hall table group meeting salle groupe reunion');
const THINGS = set('way option solution problem question issue point thing reason chance answer choice rule moyen probleme raison chance reponse regle chose facon maniere');

export function oneOfAKind(tokens, i, lists) {
  if (isPerson(word(tokens, i), lists) && near(tokens, i) && ['le', 'la'].includes(word(tokens, i + 1))) {
    const behind = superlative(tokens, i + 2);
    if (behind !== undefined) return behind - 1;
  }
  if (!['the', 'le', 'la'].includes(word(tokens, i))) return undefined;
  const next = ['only', 'sole', 'lone', 'seul', 'seule', 'unique'].includes(word(tokens, i + 1)) || MOST.has(word(tokens, i + 1)) ? i + 2 : superlative(tokens, i + 1);
  if (next === undefined) return undefined;
  if (inTheRoom(tokens, next)) return next - 1;
  for (let k = next; k < tokens.length && k < next + MOST_BETWEEN && near(tokens, k - 1); k++) if (isPerson(word(tokens, k), lists)) return k;
  return next < tokens.length && near(tokens, next - 1) && !THINGS.has(word(tokens, next)) && inTheRoom(tokens, next + 1) ? next : undefined;
}

const superlative = (tokens, i) => ['most', 'plus', 'moins'].includes(word(tokens, i)) && AGES.has(word(tokens, i + 1))
  || word(tokens, i) === 'longest' && word(tokens, i + 1) === 'serving' ? i + 2 : undefined;

function inTheRoom(tokens, i) {
  if (i >= tokens.length || !near(tokens, i - 1)) return false;
  const next = word(tokens, i + 1);
  switch (word(tokens, i)) {
    case 'here': case 'present': case 'ici': case 'presente': return true;
    case 'in': case 'at': return ['the', 'this', 'our'].includes(next) && ROOM.has(word(tokens, i + 2));
    case 'of': case 'among': return next === 'us';
    case 'd': return next === 'entre' && word(tokens, i + 2) === 'nous';
    case 'parmi': case 'entre': return next === 'nous';
    case 'dans': case 'de': return ['la', 'le', 'cette', 'ce', 'notre'].includes(next) && ROOM.has(word(tokens, i + 2));
    case 'autour': return next === 'de' && word(tokens, i + 3) === 'table';
    case 'a': return ['la', 'cette'].includes(next) && word(tokens, i + 2) === 'table';
    default: return false;
  }
}

// --- ours --------------------------------------------------------------------

const OWN = set('my our mon ma mes notre nos');
const WITHIN = set('at in from within chez dans a au');
const LANDS = set('country pays government gouvernement hometown');
const HOMES = set('village town city province county municipality commune island neighbourhood neighborhood ville departement canton ile quartier hameau');
const BODIES = set('ministry company employer university institute laboratory lab agency embassy firm foundation startup bank ngo organisation organization '
  + 'ministere entreprise employeur universite institut laboratoire agence ambassade fondation banque ong rectorat prefecture organisation');
const PLACES = set('institution delegation department office school hospital clinic court party association factory farm plant shop societe cabinet ecole hopital clinique usine ferme syndicat parti magasin');

/** [the last word, the reason] of what begins at this one. */
export function ours(tokens, i, lists) {
  const name = word(tokens, i);
  const found = last => [last, LANDS.has(word(tokens, last)) ? 'attribution-country' : 'attribution-ours'];
  if (name === 'chez' && word(tokens, i + 1) === 'nous') {
    let at = i + 2;
    while (at < tokens.length && at < i + 5 && ['a', 'au', 'dans', 'en', 'la', 'le', 'l'].includes(word(tokens, at))) at++;
    return found(at < tokens.length && at > i + 2 && near(tokens, at - 1) ? at : i + 1);
  }
  const place = ['we', 'us', 'nous'].includes(name) ? weAt(tokens, i, lists) : undefined;
  if (place !== undefined) return found(place);
  const own = OWN.has(name) ? i : WITHIN.has(name) && OWN.has(word(tokens, i + 1)) ? i + 1 : -1;
  if (own < 0) return undefined;
  const mine = ['my', 'mon', 'ma'].includes(word(tokens, own)) || own > i, what = word(tokens, own + 1);
  if (mine && HOMES.has(what)) return [withItsTraits(tokens, own + 1, lists), 'attribution-home'];
  if (BODIES.has(what) && !['mes', 'nos'].includes(word(tokens, own)) || mine && PLACES.has(what)) return found(own + 1);
  return ['my', 'mon'].includes(word(tokens, own)) && LANDS.has(what) ? found(own + 1) : undefined;
}

function weAt(tokens, i, lists) {
  if (!['at', 'in', 'a', 'au', 'dans'].includes(word(tokens, i + 1)) || i + 2 >= tokens.length) return undefined;
  if (word(tokens, i) !== 'nous' && tokens[i + 2].capital && !lists.ordinary.has(word(tokens, i + 2))) return i + 2;
  let at = i + 2;
  while (at < tokens.length && at < i + 4 && ['the', 'our', 'la', 'le', 'l', 'notre'].includes(word(tokens, at))) at++;
  return at < tokens.length && near(tokens, at - 1) && (BODIES.has(word(tokens, at)) || PLACES.has(word(tokens, at))) ? at : undefined;
}

function withItsTraits(tokens, at, lists) {
  if (['of', 'de', 'd'].includes(word(tokens, at + 1)) && at + 2 < tokens.length && tokens[at + 2].digit) {
    at += 2;
    while (at + 1 < tokens.length && tokens[at + 1].digit) at++;
    if (near(tokens, at)) at++;
  }
  const inside = ['in', 'en', 'au', 'aux'].includes(word(tokens, at + 1)) && near(tokens, at) && near(tokens, at + 1);
  return (inside ? countryAt(tokens, pastArticles(tokens, at + 2), lists) : undefined) ?? at;
}
