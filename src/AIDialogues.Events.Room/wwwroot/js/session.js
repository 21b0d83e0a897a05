// Which board this page is: its session from the address, its key from the fragment.
import { takeKey } from './page.js';
import * as store from './store.js';
import { openBoard, Refused, Unreachable } from './room.js';

export const sessionId = /^\/s\/([0-9a-f-]{36})$/i.exec(location.pathname)?.[1].toLowerCase() ?? null;

/** Gives { board, closed, problem, goTo }: the stored board if there is one, whether staff closed the session, what is wrong if something is, and where to go instead. */
export async function openHere() {
  const key = takeKey();
  const stored = await store.boards.get(sessionId);
  const wanted = key ? { ...stored, sessionId, key } : stored;
  if (!wanted) return { problem: 'board.noKey' };
  // A first key is kept before the network is asked: without a network it must survive.
  if (key && !stored) await store.boards.put(wanted);
  return fetchBoard(wanted, stored, key);
}

async function fetchBoard(wanted, stored, key) {
  try {
    const { board, closed } = await openBoard(wanted);
    // Not what was read before the network answered: a hand-over may have been asked for since.
    await store.boards.update(sessionId, { key: wanted.key, board });
    return { board, closed };
  } catch (error) {
    if (error instanceof Unreachable) return wanted.board ? { board: wanted.board, problem: null, unreachable: true } : { problem: 'board.later' };
    if (!(error instanceof Refused)) throw error;
    // The key goes along in the fragment, which no server sees. What was written here stays here and is handed in here.
    if (error.room) return { board: wanted.board, problem: 'board.otherRoom', goTo: `${error.room}s/${sessionId}?lang=${document.documentElement.lang}#k=${wanted.key}` };
    if (stored?.board) return { board: stored.board, problem: key && key !== stored.key ? 'board.wrong' : 'status.refused' };
    if (key) await store.forget(sessionId);
    return { problem: 'board.wrong' };
  }
}

/** A board that was opened before is shown at once, without waiting for the network. */
export async function remembered() {
  return (await store.boards.get(sessionId))?.board ?? null;
}
