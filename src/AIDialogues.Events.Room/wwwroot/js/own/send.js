// From "send" to "stored": a text stays here until the list of what is stored holds its id, and is sent again until then. Two devices may
// have one set of tokens: whichever text finds its token used takes another one.
import * as keep from './keep.js';
import { shown } from './tokens.js';
import { accepted, post, Refused, spent, Unreachable } from './room.js';

// A text that could not go at once, or is to go later, goes at a moment of chance, so that it does not tell when its writer had a network.
const SOON = 10 * 60 * 1000;
const LATER = 6 * 60 * 60 * 1000;

const WAITS = ['too-few-holders', 'too-many-waiting', 'too-often', 'session-closed'];
const STAYS = ['found', 'refused', 'other-round', 'no-token'];

// 2^32 is so much larger than any of these that the remainder's bias is nothing.
const chance = most => crypto.getRandomValues(new Uint32Array(1))[0] % most;
const oneOf = list => list[chance(list.length)];

export function momentWithin(now, closes, later) {
  const left = Date.parse(closes) - now - 60000;
  return left <= 0 ? now : now + chance(Math.min(later ? LATER : SOON, left));
}

/** Tokens of a purpose and session that no text here has taken, and that nobody is known to have used. */
export async function unused(purpose, session) {
  const taken = new Set((await keep.texts.all()).map(text => text.token.hash));
  return (await keep.tokens.all()).filter(t => t.purpose === purpose && (purpose === 'objection' || t.session === session) && !t.used && !taken.has(t.hash));
}

/** One of them by chance, so that two devices with one set seldom begin with the same; null when none is left. */
export async function anyUnused(purpose, session) {
  const left = await unused(purpose, session);
  return left.length > 0 ? oneOf(left) : null;
}

// The text as it is from now on, with another token; without one it waits for a copy of the tokens to be taken in.
async function another(text) {
  const left = (await unused(text.item ? 'objection' : 'point', text.token.session)).filter(t => !text.elsewhere?.includes(t.dialogue));
  const near = left.filter(t => t.dialogue === text.token.dialogue);
  const token = left.length > 0 ? oneOf(near.length > 0 ? near : left) : null;
  const next = { ...text, token: token ?? text.token, state: !token ? 'no-token' : text.state === 'found' ? 'found' : 'new' };
  await keep.texts.update(text.id, next);
  return next;
}

async function lists(dialogue, known) {
  // The tokens first: what is written between the two is then in the second list at the most, and is not taken for somebody else's.
  const { used, run } = await spent(dialogue);
  try {
    // Always the same one: what is shown of a device then says no more than that it asks.
    return { used, run, stored: await accepted(shown(known.reduce((one, other) => (one.hash < other.hash ? one : other)))) };
  } catch (error) {
    // A token that Room does not know: nothing is learned with it, and nothing forgotten.
    if (!(error instanceof Refused)) throw error;
    return { used: new Set(), run, stored: new Set() };
  }
}

/**
 * Erases what is stored, and gives those whose token paid for something else another one. Asked also when no text waits: that is nobody's to see.
 * Gives how many were erased, and the run of the Room that was asked.
 */
async function settle() {
  let erased = 0;
  let run = null;
  const [texts, tokens] = [await keep.texts.all(), await keep.tokens.all()];
  const known = [...tokens, ...texts.map(text => text.token)];
  for (const dialogue of new Set(known.map(t => t.dialogue))) {
    const read = await lists(dialogue, known.filter(t => t.dialogue === dialogue));
    run = read.run;
    const mine = texts.filter(text => text.token.dialogue === dialogue);
    const done = mine.filter(text => read.stored.has(text.id));
    erased += done.length;
    await keep.texts.erase(...done.map(text => text.id));
    await keep.tokens.erase(...tokens.filter(t => read.used.has(t.hash)).map(t => t.hash));
    for (const text of mine) if (!read.stored.has(text.id) && read.used.has(text.token.hash)) await another(text);
  }
  for (const text of (await keep.texts.all()).filter(t => t.state === 'no-token')) await another(text);
  return { erased, run };
}

async function send(text) {
  const token = shown(text.token);
  const body = text.item ? { token, id: text.id, item: text.item, round: text.round ?? null, kind: text.kind, words: text.words || null }
    : { token, point: { id: text.id, kind: text.kind, words: text.words, themeId: text.theme }, language: document.documentElement.lang, readAnyway: Boolean(text.readAnyway), held: Boolean(text.taken) };
  const reply = await post(text.item ? '/api/tokens/objections' : '/api/tokens/points', body);
  return reply.state === 'found' ? { state: 'found', findings: reply.findings } : { state: 'held', taken: true, run: reply.run ?? null };
}

/** What a refusal makes of a text; null when it is to be sent once more with the token it has now. */
async function refused(text, code, now) {
  // A session that is opened again must not get all that waited for it at one moment.
  if (WAITS.includes(code)) return { state: code, code, sendAt: code === 'session-closed' ? momentWithin(now, text.token.closes, false) : text.sendAt };
  if (code === 'token-used') {
    await keep.tokens.update(text.token.hash, { used: true });
    return another(text);
  }
  if (code === 'other-round') return { state: code, code };
  // The sentence may be of another dialogue than the token.
  if (code === 'no-such-token' && text.item) {
    const next = await another({ ...text, elsewhere: [...(text.elsewhere ?? []), text.token.dialogue] });
    return next.state === 'new' ? next : { state: 'refused', code };
  }
  return { state: 'refused', code };
}

/** Gives how many texts were found stored; each text left says how it stands. */
export async function round(now = Date.now()) {
  try {
    const { erased, run } = await settle();
    // What this Room said it holds it holds. To send it again and again would only show whose device has something waiting.
    const due = (await keep.texts.all()).filter(t => !STAYS.includes(t.state) && t.sendAt <= now && !(t.state === 'held' && t.run === run));
    while (due.length > 0) {
      const text = due.shift();
      // From here on Room may hold it, whatever becomes of the answer: until Room has said no, its words must not be sent as another text.
      if (navigator.onLine !== false) await keep.texts.update(text.id, { tried: true });
      try {
        const reply = await send(text);
        await keep.texts.update(text.id, reply.state === 'found' ? { ...reply, tried: false } : reply);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const next = await refused(text, error.code, now);
        await keep.texts.update(text.id, error.code === 'too-often' ? next : { ...next, tried: false });
        if (next.state === 'new') due.push(next);
      }
    }
    return erased;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    for (const text of (await keep.texts.all()).filter(t => t.state === 'new' && t.sendAt <= now))
      await keep.texts.update(text.id, { sendAt: momentWithin(now, text.token.closes, false) });
    return 0;
  }
}
