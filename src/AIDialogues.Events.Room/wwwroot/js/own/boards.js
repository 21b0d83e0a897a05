// What a participant may know of each session: its title and themes, and the lexicon that marks names. As this device last read it, so that the
// form is whole without a network; read anew when Room can be reached.
import * as keep from './keep.js';
import { post, Refused, Unreachable } from './room.js';
import { shown } from './tokens.js';

const known = new Map();

export const of = session => known.get(session) ?? null;

export async function remember() {
  for (const { session, board } of await keep.boards.all()) known.set(session, board);
}

async function ask(session, token) {
  try {
    const { board, closed } = await post('/api/tokens/session', { token: shown(token) });
    known.set(session, { ...board, closed });
    await keep.boards.put({ session, board: known.get(session) });
  } catch (error) {
    // What is known of it stays.
    if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
  }
}

export async function refresh(sessions) {
  const tokens = await keep.tokens.all();
  await Promise.all(sessions.map(session => ask(session, tokens.find(t => t.session === session))));
}
