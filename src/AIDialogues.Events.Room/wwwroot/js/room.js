// The requests to Room. No cookie, no referrer, and a length that is a power of two from 4 KiB on.
const SMALLEST = 4096;
const encoder = new TextEncoder();

export class Unreachable extends Error {}

export class Refused extends Error {
  constructor(status, { code, room, late }) {
    super(code);
    this.status = status;
    this.code = code;
    // Where the session is kept, when it is not here.
    this.room = room ?? null;
    // Of a closed session: the ids that were not taken, because they came after the close.
    this.late = late ?? [];
  }
}

function padded(body) {
  const open = JSON.stringify(body).slice(0, -1) + ',"pad":"';
  const used = encoder.encode(open).length + 2;
  const size = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(used)));
  return open + ' '.repeat(size - used) + '"}';
}

async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: 'POST', body: padded(body), headers: { 'content-type': 'application/json' },
      credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', redirect: 'error',
      signal: AbortSignal.timeout(20000),
    });
  } catch {
    throw new Unreachable();
  }
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  if (answer.status >= 500) throw new Unreachable();
  throw new Refused(answer.status, json);
}

const opening = board => ({ sessionId: board.sessionId, key: board.key });

// Gives { board, closed }.
export const openBoard = board => post('/api/board', opening(board));

export const accepted = async board => new Set((await post('/api/accepted', opening(board))).accepted);

export const handIn = (board, points, close) => post('/api/points', {
  ...opening(board),
  points: points.map(({ id, themeId, kind, words, swept }) => ({ id, themeId, kind, words, swept: swept === words })),
  close,
});

// The facilitator's: it reads only.
export const openView = board => post('/api/view', opening(board));
