// From "handed in" to "stored": sends, asks which ids are stored, erases those, and sends the rest again. Any step may
// fail or be cut off; the next round begins with what is on the device.
import * as store from './store.js';
import { accepted, handIn, Refused, Unreachable } from './room.js';

const CHUNK = 200;

export function shuffled(list) {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last--) {
    // 2^32 is so much larger than a list that the remainder's bias is below one in ten million.
    const other = crypto.getRandomValues(new Uint32Array(1))[0] % (last + 1);
    [copy[last], copy[other]] = [copy[other], copy[last]];
  }
  return copy;
}

export const handedIn = async sessionId => (await store.points.of(sessionId)).filter(p => p.handedIn);

export async function markHandedIn(board, close) {
  const drafts = (await store.points.of(board.sessionId)).filter(p => !p.handedIn);
  // A mark of its own for each time: a round that is under way for an earlier one must not take this one for done.
  if (close) await store.boards.update(board.sessionId, { closing: store.newId() });
  await store.points.put(...drafts.map(p => ({ ...p, handedIn: true })));
  return drafts.length;
}

async function send(board, points, close) {
  try {
    await handIn(board, points, close);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 400) throw error;
    // One point that cannot be taken must not hold up the others: it goes back to the list, to be looked at.
    if (points.length === 1) {
      await store.points.put({ ...points[0], handedIn: false, refused: true });
      return;
    }
    for (const point of points) await send(board, [point], false);
    if (close) await handIn(board, [], true);
  }
}

// What came after the close is the rapporteur's again: in the list, to be read, changed, or handed in once the session is open.
async function putBack(sessionId, late) {
  const refused = (await handedIn(sessionId)).filter(p => late.includes(p.id));
  await store.points.put(...refused.map(p => ({ ...p, handedIn: false })));
}

const closed = ({ sessionId, closing }) => store.boards.update(sessionId, there => (there.closing === closing ? { closing: false } : {}));

/** Gives 'stored', 'held', 'closed', 'unreachable' or 'refused'; had.some says whether anything handed in was here, also what was handed in while this began. */
export async function settle(sessionId, had = {}) {
  const board = await store.boards.get(sessionId);
  if (!board) return 'stored';
  try {
    had.some = (await handedIn(sessionId)).length > 0;
    let left = await eraseStored(board);
    had.some ||= left.length > 0;
    if (left.length === 0 && !board.closing) return 'stored';
    const batch = shuffled(left);
    const late = [];
    for (let at = 0; at < batch.length || at === 0; at += CHUNK) {
      const chunk = batch.slice(at, at + CHUNK);
      try {
        await send(board, chunk, Boolean(board.closing) && at + CHUNK >= batch.length);
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'session-closed') throw error;
        late.push(...error.late);
      }
    }
    if (late.length > 0) {
      await putBack(sessionId, late);
      // A closed session is written by Room at its next round time, whatever waits.
      await closed(board);
      return 'closed';
    }
    left = await eraseStored(board);
    if (left.length > 0) return 'held';
    if (board.closing) await closed(board);
    return 'stored';
  } catch (error) {
    if (error instanceof Unreachable) return 'unreachable';
    if (error instanceof Refused) return error.status === 404 ? 'refused' : 'held';
    throw error;
  }
}

async function eraseStored(board) {
  const waiting = await handedIn(board.sessionId);
  if (waiting.length === 0) return waiting;
  const stored = await accepted(board);
  await store.points.erase(...waiting.filter(p => stored.has(p.id)).map(p => p.id));
  return waiting.filter(p => !stored.has(p.id));
}
