// Finds participants' names and affiliations while a point is typed, from salted hashes, without sending a letter anywhere.
// Twin of PhraseMatcher and PhraseEvidence in AIDialogues.Events.Screening: tests/…/vectors.json holds the two together.

const NAME = 1, ORDINARY = 4, FUNCTION = 8, GIVEN = 16, ACRONYM = 32, FULL = 64, DOTTED = 128, TOLERANT = 256, NOT_A_NAME = 512, AFFILIATION = 2;
const LONGEST_KEY = 64, LONGEST_WORD = 40, SHORTEST_SLIP = 3, SHORTEST_JOINED_SLIP = 6, MOST_TITLES = 3, MOST_REMEMBERED = 20_000, NOT_LISTED = -1;
// Of a UTF-16 unit in UTF-8.
const MOST_BYTES = 3;
// The gravest first, as FindingKind has them.
const KINDS = ['ParticipantName', 'ParticipantAffiliation', 'PersonName', 'Organisation', 'Role', 'Attribution', 'Contact'];
const JOINERS = /^[ \u00A0\u202F\-\u2010\u2011\u2013'\u2018\u2019\u02BC.·_,&]{1,3}$/u;
const WORD = /[\p{L}\p{Nd}]/u, INSIDE = /[\p{M}\p{Cf}]/u, UPPER = /\p{Lu}/u, LETTER = /\p{L}/u;
const SPECIAL = { ß: 'ss', ẞ: 'ss', æ: 'ae', Æ: 'ae', œ: 'oe', Œ: 'oe', ø: 'o', Ø: 'o', ł: 'l', Ł: 'l', đ: 'd', Đ: 'd', ð: 'd', Ð: 'd', þ: 'th', Þ: 'th', ı: 'i', ħ: 'h', Ħ: 'h' };

/** Reads what Lexicon.ToJson() wrote (a string, or the object parsed from it). */
export async function loadLexicon(json) {
  const data = typeof json === 'string' ? JSON.parse(json) : json;
  // Without phrases it finds no names, and everything else: as Lexicon.Read does.
  if (!data?.phrases) return { salt: new Uint8Array(), block: blockFor(new Uint8Array()), mostWords: 1, traits: new Map(), known: new Map(), titles: new Set(), followers: new Set() };
  if (data.version !== 1) throw new Error('This lexicon has a version that screening.js does not know.');
  const traits = new Map();
  for (const [flags, packed] of Object.entries(data.phrases)) {
    const hashes = new DataView(fromBase64(packed).buffer);
    for (let at = 0; at < hashes.byteLength; at += 8) traits.set(asNumber(hashes.getInt32(at), hashes.getInt32(at + 4)), Number(flags));
  }
  const salt = fromBase64(data.salt);
  return {
    salt, block: blockFor(salt), mostWords: data.mostWords, traits, known: new Map(),
    titles: new Set(data.titles.split(' ')), followers: new Set(data.followers.split(' ')),
  };
}

/**
 * Findings in order, never overlapping: [{ start, length, kind, reason }] in UTF-16 units.
 * more(tokens, found), when given, adds what points at somebody without a listed name (pointing.js).
 */
export async function screen(text, lexicon, more) {
  const tokens = tokenize(text, lexicon);
  const find = key => traitsOf(key, lexicon);
  const matches = [];
  for (let i = 0; i < tokens.length;) {
    const match = matchAt(tokens, i, lexicon, find);
    if (match) matches.push(match);
    i += match ? match.count : 1;
  }
  const found = findings(tokens, matches, lexicon);
  more?.(tokens, found);
  return resolve(found);
}

// --- words -------------------------------------------------------------------

function fold(character) {
  if (character in SPECIAL) return SPECIAL[character];
  let folded = '';
  for (const part of character.normalize('NFKD')) if (!INSIDE.test(part)) folded += part.toLowerCase();
  return folded;
}

function tokenize(text, lexicon) {
  const tokens = [];
  tokens.text = text;
  let word = null;
  const close = end => {
    if (!word) return;
    word.length = end - word.start;
    word.end = end;
    if (word.folded.length > LONGEST_WORD) word.folded = '';
    word.allCapitals = word.capitals > 0 && word.capitals === word.letters;
    tokens.push(word);
    word = null;
  };
  let at = 0;
  for (const character of text) {
    if (WORD.test(character)) {
      const upper = UPPER.test(character);
      word ??= { start: at, folded: '', capital: upper, capitals: 0, letters: 0, digit: false, startsSentence: startsSentence(text, at, tokens, lexicon) };
      if (upper) word.capitals++;
      if (LETTER.test(character)) word.letters++; else word.digit = true;
      if (word.folded.length <= LONGEST_WORD) word.folded += fold(character);
    } else if (!word || !INSIDE.test(character)) {
      close(at);
    }
    at += character.length;
  }
  close(at);
  const capitals = tokens.filter(token => token.allCapitals && token.length > 1).length;
  tokens.shouted = tokens.length > 2 && capitals * 10 > tokens.length * 6;
  return tokens;
}

function startsSentence(text, start, tokens, lexicon) {
  const previous = tokens.at(-1);
  if (!previous) return true;
  for (let at = start - 1; at >= previous.end; at--) {
    if ('\n\r!?…•;:"“«'.includes(text[at])) return true;
    if (text[at] === '.') return previous.length > 1 && !lexicon.titles.has(previous.folded);
  }
  return false;
}

export const gap = (tokens, i) => i < 0 || i + 1 >= tokens.length ? '' : tokens.text.slice(tokens[i].end, tokens[i + 1].start);
const joined = (tokens, i, count) => { let key = ''; for (let at = i; at < i + count; at++) key += tokens[at].folded; return key; };

// --- hashes ------------------------------------------------------------------
// SHA-256 by hand: crypto.subtle answers through a queue, which costs tenths of a second for a thousand short phrases on a
// phone, and is absent outside a secure context. Only the first eight bytes are needed.

const PRIMES = [...(function* () { for (let n = 2, found = 0; found < 64; n++) { let prime = true; for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false; if (prime) { found++; yield n; } } })()];
const fraction = root => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
const ROUNDS = Int32Array.from(PRIMES, prime => fraction(Math.cbrt(prime)));
const START = Int32Array.from(PRIMES.slice(0, 8), prime => fraction(Math.sqrt(prime)));
const ENCODER = new TextEncoder();
// Taken once for all phrases: a typed array for each of a thousand phrases takes longer to make than the hash.
const schedule = new Int32Array(64), state = new Int32Array(8);

/** What the list says of a phrase; undefined when it is not on it. */
function traitsOf(key, lexicon) {
  const known = lexicon.known.get(key);
  if (known !== undefined) return known === NOT_LISTED ? undefined : known;
  if (lexicon.known.size > MOST_REMEMBERED) lexicon.known.clear();
  const traits = lexicon.traits.get(digest(key, lexicon));
  lexicon.known.set(key, traits ?? NOT_LISTED);
  return traits;
}

/** The block begins with the salt; behind it stands the phrase of now, with what SHA-256 asks for at the end. */
function digest(key, { salt, block }) {
  const { written } = ENCODER.encodeInto(key, block.phrase);
  const length = salt.length + written, bytes = block.bytes, end = (length + 72) >> 6 << 6;
  bytes[length] = 0x80;
  bytes.fill(0, length + 1, end);
  bytes[end - 2] = length >> 5;
  bytes[end - 1] = length << 3;
  return firstEightBytes(bytes, end);
}

function blockFor(salt) {
  const bytes = new Uint8Array((salt.length + (LONGEST_KEY + 1) * MOST_BYTES + 72) >> 6 << 6);
  bytes.set(salt);
  return { bytes, phrase: bytes.subarray(salt.length, salt.length + (LONGEST_KEY + 1) * MOST_BYTES) };
}

function firstEightBytes(bytes, end) {
  const words = schedule;
  state.set(START);
  for (let block = 0; block < end; block += 64) {
    for (let t = 0, at = block; t < 16; t++, at += 4) words[t] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
    for (let t = 16; t < 64; t++) {
      const x = words[t - 15], y = words[t - 2];
      words[t] = words[t - 16] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + words[t - 7] + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
    }
    let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (let t = 0; t < 64; t++) {
      const one = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + ROUNDS[t] + words[t] | 0;
      const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }
  return asNumber(state[0], state[1]);
}

// The first 53 of the eight bytes' 64 bits: all that a number holds exactly, and a number is found faster than a text.
const asNumber = (high, low) => (high >>> 0) * 2 ** 21 + (low >>> 11);
function fromBase64(text) { return Uint8Array.from(atob(text), character => character.charCodeAt(0)); }

// --- matching ----------------------------------------------------------------

function matchAt(tokens, i, lexicon, find) {
  if (!tokens[i].folded) return null;
  const reach = reachOf(tokens, i, lexicon);
  for (let count = reach; count >= 1; count--) {
    const key = joined(tokens, i, count);
    const traits = key.length > LONGEST_KEY ? undefined : find(key);
    if (traits !== undefined && suffices(tokens, i, count, traits, lexicon) && !namesSomebodyElse(tokens, i, count, traits, find)) return { first: i, count, traits, slip: false };
  }
  for (let count = Math.min(reach, 3); count >= 1; count--) {
    if (!mayBeSlip(tokens, i, count, lexicon)) continue;
    if (isElided(tokens, i, count) && find(tokens[i + 1].folded) !== undefined) continue;
    const key = joined(tokens, i, count);
    if (key.length < SHORTEST_SLIP || key.length > LONGEST_KEY || find(key) !== undefined && !hasTitle(tokens, i, lexicon)) continue;
    const traits = slipOf(key, find);
    if (traits !== undefined && !namesSomebodyElse(tokens, i, count, traits, find)) return { first: i, count, traits, slip: true };
  }
  return null;
}

function reachOf(tokens, i, lexicon) {
  let count = 1;
  while (count < lexicon.mostWords && i + count < tokens.length && tokens[i + count].folded && JOINERS.test(gap(tokens, i + count - 1))) count++;
  return count;
}

function namesSomebodyElse(tokens, i, count, traits, find) {
  const next = i + count;
  if (!(traits & GIVEN) || next >= tokens.length) return false;
  const token = tokens[next];
  if (!token.capital || token.length < 2 || token.allCapitals || ![' ', '-'].includes(gap(tokens, next - 1))) return false;
  return find(token.folded) === undefined && slipOf(token.folded, find) === undefined;
}

/** In the order in which PhraseMatcher.SlipOf asks; a phrase under a mark (- or ?) is a slip by itself. */
function* slipsOf(key) {
  if (key.length < SHORTEST_SLIP || key.length > LONGEST_KEY) return;
  yield { key: '-' + key, marked: true };
  for (let at = 0; at < key.length; at++) {
    yield { key: key.slice(0, at) + '?' + key.slice(at + 1), marked: true };
    yield { key: key.slice(0, at) + key.slice(at + 1), marked: false };
    if (at + 1 < key.length && key[at] !== key[at + 1]) yield { key: key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2), marked: false };
  }
}

function slipOf(key, find) {
  for (const slip of slipsOf(key)) {
    const traits = find(slip.key);
    if (traits !== undefined && (slip.marked || traits & TOLERANT)) return traits;
  }
  return undefined;
}

// --- evidence ----------------------------------------------------------------

export function hasTitle(tokens, i, lexicon) {
  if (i <= 0 || !lexicon.titles.has(tokens[i - 1].folded)) return false;
  return /^[ \u00A0\u202F.]{0,2}$/u.test(gap(tokens, i - 1)) && (tokens[i - 1].length > 1 || tokens[i - 1].capital);
}

function suffices(tokens, i, count, traits, lexicon) {
  if (traits & NOT_A_NAME) return false;
  if (!(traits & FULL) && hasComma(tokens, i, count)) return false;
  return traits & NAME && nameSuffices(tokens, i, count, traits, lexicon) || traits & AFFILIATION && affiliationSuffices(tokens, i, count, traits);
}

function mayBeSlip(tokens, i, count, lexicon) {
  if (!tokens[i].capital && !isElided(tokens, i, count) || tokens.shouted && !hasTitle(tokens, i, lexicon)) return false;
  if (count > 1 && joined(tokens, i, count).length < SHORTEST_JOINED_SLIP) return false;
  if (count === 1) return !tokens[i].digit && (!tokens[i].allCapitals || tokens[i].length > 5);
  for (let at = i; at < i + count - 1; at++) {
    if (/[ ,.&]/u.test(gap(tokens, at)) && !tokens[at + 1].capital || hasComma(tokens, at, 2)) return false;
  }
  return tokens[i + count - 1].length > 1;
}

function isElided(tokens, i, count) {
  return count === 2 && tokens[i].length === 1 && tokens[i + 1].capital && ["'", '’'].includes(gap(tokens, i));
}

function hasComma(tokens, i, count) {
  for (let at = i; at < i + count - 1; at++) if (/[,&]/u.test(gap(tokens, at))) return true;
  return false;
}

function nameSuffices(tokens, i, count, traits, lexicon) {
  const token = tokens[i], length = joined(tokens, i, count).length;
  if (traits & DOTTED && !hasDot(tokens, i, count)) return false;
  if (count > 1 && !hasTitle(tokens, i, lexicon)) {
    if (traits & ORDINARY) return allCapital(tokens, i, count) && !tokens.shouted;
    return token.capital || length >= 8 || Boolean(traits & FULL) || token.length === 1;
  }
  // "Premier ministre du pays" is not Mr Du.
  if (hasTitle(tokens, i, lexicon)) return token.capital || !(traits & FUNCTION);
  if (traits & FUNCTION) return false;
  if (traits & ORDINARY) {
    return !tokens.shouted && (token.startsSentence ? isSubject(tokens, i, lexicon) && (token.capital || gap(tokens, i) === ', ') : token.capital);
  }
  if (!token.capital) return length > 3;
  return length > 2 || !token.startsSentence && !token.allCapitals;
}

function affiliationSuffices(tokens, i, count, traits) {
  const token = tokens[i], last = tokens[i + count - 1];
  if (traits & ACRONYM) {
    if (tokens.shouted) return false;
    for (let at = i; at < i + count; at++) if (!tokens[at].allCapitals || at > i && gap(tokens, at - 1) !== '.') return false;
    return true;
  }
  if (count > 1) return traits & ORDINARY ? token.capital && last.capital : joined(tokens, i, count).length >= 8 || token.capital;
  if (traits & ORDINARY) return token.capital && !tokens.shouted && !token.startsSentence;
  return token.capital || token.length > 4;
}

function isSubject(tokens, i, lexicon) {
  if (i + 1 >= tokens.length) return true;
  const between = gap(tokens, i);
  if (",:'’—.?)".includes(between[0])) return true;
  // "Petit a dit" is a person, "Petit à petit" is not: here the accent counts.
  if (tokens[i + 1].folded === 'a' && tokens.text[tokens[i + 1].start] !== 'a') return false;
  return between === ' ' && !tokens[i + 1].capital && lexicon.followers.has(tokens[i + 1].folded);
}

function hasDot(tokens, i, count) {
  for (let at = i; at < i + count; at++) if (tokens[at].length === 1 && tokens.text[tokens[at].end] === '.') return true;
  return false;
}

function allCapital(tokens, i, count) {
  for (let at = i; at < i + count; at++) if (!tokens[at].capital && tokens[at].length > 3) return false;
  return tokens[i].capital && tokens[i + count - 1].capital;
}

// --- findings ----------------------------------------------------------------

function findings(tokens, matches, lexicon) {
  const found = [];
  const add = (first, last, kind, reason) => found.push({ start: tokens[first].start, length: tokens[last].end - tokens[first].start, kind, reason });
  for (let at = 0; at < matches.length; at++) {
    let { first, count, slip, traits } = matches[at];
    let last = first + count - 1;
    if (!(traits & NAME)) {
      add(first, last, 'ParticipantAffiliation', 'participant-affiliation');
      continue;
    }
    while (at + 1 < matches.length && matches[at + 1].traits & NAME && oneName(tokens, last, matches[at + 1].first)) {
      at++;
      last = matches[at].first + matches[at].count - 1;
      slip &&= matches[at].slip;
    }
    add(startOfTitles(tokens, first, lexicon), last, 'ParticipantName', slip ? 'participant-name-misspelt' : 'participant-name');
  }
  return found;
}

export function startOfTitles(tokens, first, lexicon) {
  for (let more = 0; more < MOST_TITLES && hasTitle(tokens, first, lexicon); more++) first--;
  return first;
}

function oneName(tokens, last, next) {
  const close = at => [' ', '-', '. ', '.'].includes(gap(tokens, at));
  if (next === last + 1) return close(last);
  return next === last + 2 && tokens[last + 1].length === 1 && tokens[last + 1].capital && close(last) && close(last + 1);
}

/** A title reaches back into an affiliation now and then: what overlaps becomes one finding that says the graver of the two. */
function resolve(found) {
  const resolved = [];
  for (const finding of found.sort((one, other) => one.start - other.start || grave(one) - grave(other) || other.length - one.length)) {
    const before = resolved.at(-1);
    if (!before || finding.start >= before.start + before.length) {
      resolved.push(finding);
      continue;
    }
    const graver = grave(finding) < grave(before) ? finding : before;
    resolved[resolved.length - 1] = { ...graver, start: before.start, length: Math.max(before.start + before.length, finding.start + finding.length) - before.start };
  }
  return resolved;
}

const grave = finding => KINDS.indexOf(finding.kind);
