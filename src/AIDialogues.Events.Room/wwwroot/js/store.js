// What is kept on this device, in IndexedDB: boards with their keys, points, and the words being typed.
// A point has a place (to list the newest first) and no time. Every promise resolves after its transaction is committed.
const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open('boards', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('boards', { keyPath: 'sessionId' });
    request.result.createObjectStore('points', { keyPath: 'id' }).createIndex('session', 'sessionId');
    request.result.createObjectStore('typing', { keyPath: 'sessionId' });
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function change(store, work, durability = 'strict', whole = true) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite', { durability });
    work(transaction.objectStore(store));
    // Without waiting for the page: a tab that is closed now would otherwise take its last change with it.
    if (whole) transaction.commit?.();
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

async function read(store, ask) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const request = ask(database.transaction(store).objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Changes the row of a draft if what is there now may be changed: another tab may have handed it in or deleted it. Gives whether it was. */
async function changeDraft(id, may, work) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('points', 'readwrite', { durability: 'strict' });
    const points = transaction.objectStore('points');
    let done = false;
    points.get(id).onsuccess = ({ target: { result } }) => {
      done = may(result);
      if (done) work(points);
    };
    transaction.oncomplete = () => resolve(done);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** Writes a draft anew unless it is one no more. Gives whether it was written. */
const replace = point => changeDraft(point.id, there => there?.handedIn === false, points => points.put(point));

/** Erases a draft unless it was handed in: Room has it then, and this device must keep it until it is stored. Gives whether it is gone. */
const discard = id => changeDraft(id, there => !there?.handedIn, points => points.delete(id));

export const boards = {
  all: () => read('boards', s => s.getAll()),
  get: sessionId => read('boards', s => s.get(sessionId)),
  put: board => change('boards', s => s.put(board)),
  /** Changes what is given, or told by a function of what is there, and leaves what somebody else wrote meanwhile. */
  update: (sessionId, changes) => change('boards', s => {
    s.get(sessionId).onsuccess = ({ target: { result: there } }) => {
      s.put({ ...there, sessionId, ...(typeof changes === 'function' ? changes(there ?? {}) : changes) });
      s.transaction.commit?.();
    };
  }, 'strict', false),
};

export const points = {
  of: sessionId => read('points', s => s.index('session').getAll(sessionId)),
  put: (...list) => change('points', s => list.forEach(p => s.put(p))),
  replace,
  discard,
  erase: (...ids) => change('points', s => ids.forEach(id => s.delete(id))),
};

export const typing = {
  get: sessionId => read('typing', s => s.get(sessionId)),
  put: draft => change('typing', s => s.put(draft)),
  // At every key: outlives the tab and the browser, though not a power cut, for which the disk would have to be waited for.
  putSoon: draft => change('typing', s => s.put(draft), 'relaxed'),
  erase: sessionId => change('typing', s => s.delete(sessionId)),
};

export async function forget(sessionId) {
  const left = await points.of(sessionId);
  await points.erase(...left.map(p => p.id));
  await typing.erase(sessionId);
  await change('boards', s => s.delete(sessionId));
}

// A version 4 id: random and nothing else. By hand, because randomUUID is missing outside secure contexts.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map(b => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
