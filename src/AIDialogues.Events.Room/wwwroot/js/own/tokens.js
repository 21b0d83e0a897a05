// Tokens on this device: taken from the address's fragment, which no server sees, or from a printed copy.
import { texts, tokens } from './keep.js';

const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));

async function hashOf(message) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(message)));
  return [...digest].map(b => b.toString(16).padStart(2, '0')).join('');
}

/** Reads a set as Web's page wrote it: { dialogue, tokens: [[keyId, message, signature], …] }. Null when it is none. */
export async function takeIn(text) {
  try {
    const { dialogue, tokens: list } = JSON.parse(new TextDecoder().decode(bytes(text.replace(/\s+/g, ''))));
    const keys = new Map((await keyList(dialogue)).keys.map(k => [k.id, k]));
    const [made, known] = [[], new Map((await tokens.all()).map(t => [t.hash, t]))];
    for (const [keyId, message, signature] of list) {
      const key = keys.get(keyId);
      if (!key) continue;
      const hash = await hashOf(message);
      // What is known of one that is here already, as that it was used elsewhere, stays.
      made.push({ ...known.get(hash), hash, dialogue, keyId, purpose: key.purpose, session: key.session, closes: key.closes, message, signature });
    }
    await tokens.put(...made);
    return made.length;
  } catch {
    return null;
  }
}

/** The set as text, to print and to take in again. */
export async function copyOf() {
  const list = await tokens.all();
  const sets = Map.groupBy ? Map.groupBy(list, t => t.dialogue) : list.reduce((map, t) => map.set(t.dialogue, [...(map.get(t.dialogue) ?? []), t]), new Map());
  return [...sets].map(([dialogue, own]) => btoa(JSON.stringify({ dialogue, tokens: own.map(t => [t.keyId, t.message, t.signature]) }))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')).join('\n\n');
}

/** Until when tokens are taken, as it is now: a day that is put off takes its keys along, and must not lock out who took the tokens in before. */
export async function refreshEnds() {
  const [list, waiting] = [await tokens.all(), await texts.all()];
  for (const dialogue of new Set([...list, ...waiting.map(text => text.token)].map(t => t.dialogue))) {
    // Without the list everything stays as it was.
    const ends = await keyList(dialogue).then(read => new Map(read.keys.map(k => [k.id, k.closes])), () => new Map());
    const moved = token => ends.has(token.keyId) && ends.get(token.keyId) !== token.closes;
    const now = token => ({ ...token, closes: ends.get(token.keyId) ?? token.closes });
    for (const token of list.filter(moved)) await tokens.update(token.hash, now);
    // What came too late for the old end does not for the new one.
    for (const text of waiting.filter(one => moved(one.token)))
      await texts.update(text.id, ({ token, state, code }) => ({ token: now(token), state: code === 'no-such-token' && state === 'refused' ? 'new' : state }));
  }
}

export const shown = token => ({ keyId: token.keyId, message: token.message, signature: token.signature });

async function keyList(dialogue) {
  const answer = await fetch(`/keys/${dialogue}.json`, { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(20000) });
  if (!answer.ok) throw new Error('no keys');
  return answer.json();
}
