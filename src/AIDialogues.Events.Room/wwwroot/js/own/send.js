// From "send" to "stored": a text keeps its token until the public list of spent tokens holds it, and is sent again until then.
import * as keep from './keep.js';
import { shown } from './tokens.js';
import { post, Refused, spent, Unreachable } from './room.js';

// A text that could not go at once, or is to go later, goes at a moment of chance, so that it does not tell when its writer had a network.
const SOON = 10 * 60 * 1000;
const LATER = 6 * 60 * 60 * 1000;

const chance = most => crypto.getRandomValues(new Uint32Array(1))[0] % most;

export function momentWithin(now, closes, later) {
  const left = Date.parse(closes) - now - 60000;
  return left <= 0 ? now : now + chance(Math.min(later ? LATER : SOON, left));
}

/** Tokens of a purpose and session that no text has taken and no list holds. */
export async function unused(purpose, session) {
  const taken = new Set((await keep.texts.all()).map(text => text.token.hash));
  return (await keep.tokens.all()).filter(t => t.purpose === purpose && (purpose === 'objection' || t.session === session) && !taken.has(t.hash));
}

async function eraseSpent() {
  let stored = 0;
  const [texts, tokens] = [await keep.texts.all(), await keep.tokens.all()];
  for (const dialogue of new Set(tokens.map(t => t.dialogue))) {
    const list = await spent(dialogue);
    const done = texts.filter(text => list.has(text.token.hash));
    stored += done.length;
    await keep.texts.erase(...done.map(text => text.id));
    await keep.tokens.erase(...tokens.filter(t => list.has(t.hash)).map(t => t.hash));
  }
  return stored;
}

async function send(text) {
  const token = shown(text.token);
  const body = text.item ? { token, item: text.item, kind: text.kind, words: text.words || null }
    : { token, point: { id: text.id, kind: text.kind, words: text.words, themeId: text.theme }, language: document.documentElement.lang, readAnyway: Boolean(text.readAnyway), held: Boolean(text.taken) };
  const reply = await post(text.item ? '/api/tokens/objections' : '/api/tokens/points', body);
  return reply.state === 'found' ? { ...text, state: 'found', findings: reply.findings } : { ...text, state: 'held', taken: true };
}

/** Gives how many texts were found stored; each text left says how it stands. */
export async function round(now = Date.now()) {
  try {
    const stored = await eraseSpent();
    for (const text of (await keep.texts.all()).filter(t => t.state !== 'found' && t.state !== 'refused' && t.sendAt <= now)) {
      try {
        await keep.texts.put(await send(text));
      } catch (error) {
        if (error instanceof Unreachable) throw error;
        if (!(error instanceof Refused)) throw error;
        const wait = ['too-few-holders', 'too-many-waiting', 'too-often', 'session-closed'].includes(error.code);
        // A session that is opened again must not get all that waited for it at one moment.
        const sendAt = error.code === 'session-closed' ? momentWithin(now, text.token.closes, false) : text.sendAt;
        await keep.texts.put({ ...text, state: wait ? error.code : 'refused', code: error.code, sendAt });
      }
    }
    return stored;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    for (const text of (await keep.texts.all()).filter(t => t.state === 'new' && t.sendAt <= now))
      await keep.texts.put({ ...text, sendAt: momentWithin(now, text.token.closes, false) });
    return 0;
  }
}
