// Run by a test: the page's module on a device that is made up here, with a server that gives tokens as Issuing does. Prints, for each press, which
// buttons stood there, how many messages were sent for each key, and whose tokens went to the form; keys are named by the session they are of.
import { createHash, generateKeyPairSync } from 'node:crypto';

const number = bytes => BigInt('0x' + Buffer.from(bytes).toString('hex'));
const text = bytes => Buffer.from(bytes).toString('base64url');
const keys = [];
const issued = new Map();
let store = new Map(), sent, handed;

function add(session) {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 }), der = pair.publicKey.export({ type: 'spki', format: 'der' }), { n, d } = pair.privateKey.export({ format: 'jwk' });
  keys.push({ session, der, id: createHash('sha256').update(der).digest('hex'), n: number(Buffer.from(n, 'base64url')), d: number(Buffer.from(d, 'base64url')) });
}

const nameOf = id => keys.find(k => k.id === id).session;

function sign(message, { n, d }) {
  let [signed, square] = [1n, number(Buffer.from(message, 'base64url'))];
  for (let e = d; e > 0n; e >>= 1n) {
    if (e & 1n) signed = signed * square % n;
    square = square * square % n;
  }
  return text(Buffer.from(signed.toString(16).padStart(512, '0'), 'hex'));
}

function answer(handler, body) {
  if (handler === 'Prepare') return { issued: [...issued.keys()], again: false };
  sent = Object.fromEntries(Object.entries(body).map(([id, messages]) => [nameOf(id), messages.length]));
  if (Object.keys(body).length === 0 || Object.entries(body).some(([id, messages]) => issued.has(id) && issued.get(id) !== messages.join())) return null;
  for (const [id, messages] of Object.entries(body)) issued.set(id, messages.join());
  return Object.fromEntries(Object.entries(body).map(([id, messages]) => [id, messages.map(m => sign(m, keys.find(k => k.id === id)))]));
}

const list = () => JSON.stringify({ dialogue: 'd', perHolder: 5, keys: keys.map(k => ({ id: k.id, key: text(k.der) })) });
globalThis.fetch = async (address, { body }) => {
  if (!address.includes('?')) return { ok: true, text: async () => list() };
  const said = answer(address.split('=')[1], body && JSON.parse(body));
  return { ok: said !== null, json: async () => said ?? { problem: 'already' } };
};
globalThis.localStorage = { getItem: name => store.get(name) ?? null, setItem: (name, value) => store.set(name, value), removeItem: name => store.delete(name) };
globalThis.location = { assign: address => { handed = JSON.parse(Buffer.from(address.split('#t=')[1], 'base64url')); } };
globalThis.addEventListener = () => {};

async function press(added, id, unasked) {
  const elements = new Map();
  const element = () => ({ hidden: true, textContent: '', heeds: null, addEventListener(_, heeds) { this.heeds = heeds; }, querySelector: element });
  const get = name => elements.get(name) ?? elements.set(name, element()).get(name);
  const data = { dialogue: 'd', added, unasked, post: id ? undefined : '/my/h/points', keys: '/keys', roomKeys: 'http://room/keys', form: 'http://room/p/', texts: { made: '', have: 'have', later: 'later' } };
  globalThis.document = { getElementById: name => name === 'points-data' ? { textContent: JSON.stringify(data) } : !id && name !== 'points-status' ? null : get(name), querySelector: () => ({ value: '' }) };
  if (!id) [sent, handed] = [null, null];
  await import(`./js-points/issue.js?${Math.random()}`);
  const shown = ['points-first', 'points-added', 'points-again'].filter(name => !get(name).hidden);
  if (id) {
    [sent, handed] = [null, null];
    await get(id).heeds({ currentTarget: {} });
  } else {
    // Until it has them, or has given up; where it does nothing there is nothing to wait for.
    const told = get('points-status');
    for (let look = 0; look < 600 && told.textContent !== 'have' && (look < 20 || !told.hidden); look++) await new Promise(done => setTimeout(done, 100));
  }
  console.log(JSON.stringify({ shown, sent, handed: handed && [...new Set(handed.tokens.map(([key]) => nameOf(key)))], kept: JSON.parse(JSON.parse(store.get('tokens d') ?? '{}').set ?? '{"tokens":[]}').tokens.length, said: handed || get('points-status').hidden ? null : get('points-status').textContent }));
}

add('morning');
await press(0, 'points-get');
// An older page kept beside the set what it was made of; sent once more it would be refused for ever.
store.set('tokens d', JSON.stringify({ ...JSON.parse(store.get('tokens d')), asked: [{ id: keys[0].id, message: 'AA', blinded: 'AA', back: '1' }] }));
add('afternoon');
await press(1, 'points-more');
add('evening');
store = new Map();
await press(1, 'points-more');
store = new Map();
await press(0, 'points-get');
// The page that comes back when somebody has agreed: no button and no press.
store = new Map();
await press(0, null, true);
issued.clear();
await press(0, null, false);
await press(0, null, true);
await press(0, null, true);
