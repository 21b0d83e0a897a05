// What a participant's device keeps on Room's origin: tokens, texts until the list of what is stored holds them, the words being typed, and
// what is known of each session, so that the form marks names and shows themes without a network too.
// No time is kept but the one at which a text is to be sent. Every promise resolves after its transaction is committed.
const STORES = { tokens: 'hash', texts: 'id', typing: 'place', boards: 'session' };

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open('own-points', 2);
  request.onupgradeneeded = () => {
    for (const [store, keyPath] of Object.entries(STORES))
      if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store, { keyPath });
  };
  request.onsuccess = () => {
    // A newer page in another tab must not wait for this one.
    request.result.onversionchange = () => request.result.close();
    resolve(request.result);
  };
  request.onerror = () => reject(request.error);
});

async function change(stores, work, durability = 'strict') {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, 'readwrite', { durability });
    work(...[stores].flat().map(store => transaction.objectStore(store)));
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

const kept = store => ({
  all: () => read(store, s => s.getAll()),
  put: (...items) => change(store, s => items.forEach(item => s.put(item))),
  /** Changes what is there, given or told by a function of it; nothing for one that is gone, or who took words back meanwhile would find them here again. */
  update: (key, changes) => change(store, s => {
    s.get(key).onsuccess = ({ target: { result: there } }) => there && s.put({ ...there, ...(typeof changes === 'function' ? changes(there) : changes) });
  }),
  erase: (...keys) => change(store, s => keys.forEach(key => s.delete(key))),
});

export const tokens = kept('tokens');
export const texts = kept('texts');
export const boards = kept('boards');

export const typing = {
  get: place => read('typing', s => s.get(place)),
  // At every key: outlives the tab and the browser, though not a power cut, for which the disk would have to be waited for. Committed without
  // waiting for the page, which a tab that is closed now would take with it.
  put: typed => change('typing', s => { s.put(typed); s.transaction.commit?.(); }, 'relaxed'),
  erase: place => change('typing', s => { s.delete(place); s.transaction.commit?.(); }, 'relaxed'),
  /** The words become a text: both or neither, or words that were sent would come back into the box. */
  finish: (place, text) => change(['typing', 'texts'], (typed, texts) => { typed.delete(place); texts.put(text); }),
  /** And a text becomes words again. */
  takeBack: (typed, id) => change(['typing', 'texts'], (words, texts) => { words.put(typed); texts.delete(id); }),
};

export const forget = () => change(Object.keys(STORES), (...stores) => stores.forEach(store => store.clear()));
