// What a participant's device keeps on Room's origin: tokens, and texts until the list of what is stored holds them.
// No time is kept but the one at which a text is to be sent. Every promise resolves after its transaction is committed.
const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open('own-points', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('tokens', { keyPath: 'hash' });
    request.result.createObjectStore('texts', { keyPath: 'id' });
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function change(store, work) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
    work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

async function all(store) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const request = database.transaction(store).objectStore(store).getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const kept = store => ({
  all: () => all(store),
  put: (...items) => change(store, s => items.forEach(item => s.put(item))),
  // Nothing for one that is gone: who took words back in the meantime must not find them here again.
  update: (key, changes) => change(store, s => { s.get(key).onsuccess = found => found.target.result && s.put({ ...found.target.result, ...changes }); }),
  erase: (...keys) => change(store, s => keys.forEach(key => s.delete(key))),
});

export const tokens = kept('tokens');
export const texts = kept('texts');

export async function forget() {
  await change('tokens', s => s.clear());
  await change('texts', s => s.clear());
}
