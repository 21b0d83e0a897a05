// The participant's form. Nobody is signed in here; a token on this device is the only leave.
import * as keep from './keep.js';
import * as leaks from '../leaks.js';
import { newId } from '../store.js';
import { $, ask, button, element, notice, tell } from '../page.js';
import { say, t } from '../texts.js';
import { post } from './room.js';
import { copyOf, shown, takeIn } from './tokens.js';
import { anyUnused, momentWithin, round, unused } from './send.js';

const MOST_BYTES = 1900;
const AGAIN = 30000;
const boards = new Map();
let objecting = null;

// The fragment is taken out of the address bar at once: neither the history nor somebody looking over a shoulder keeps it.
function takeFragment() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  if (given.get('object')) objecting = { item: given.get('object'), sentence: given.get('sentence') ?? '' };
  return given.get('t');
}

const open = token => Date.parse(token.closes) > Date.now();

async function board(session) {
  if (boards.has(session)) return boards.get(session);
  const token = (await keep.tokens.all()).find(x => x.session === session);
  if (!token) return null;
  try {
    const { board: read, closed } = await post('/api/tokens/session', { token: shown(token) });
    boards.set(session, { ...read, closed });
    return boards.get(session);
  } catch {
    return null;
  }
}

async function drawSessions() {
  const sessions = [...new Set((await keep.tokens.all()).filter(x => x.purpose === 'point' && open(x)).map(x => x.session))];
  const read = await Promise.all(sessions.map(board));
  const chosen = $('session').value;
  const known = sessions.map((id, i) => ({ id, title: read[i] ? say(read[i].title) : t('own.session.unnamed'), at: read[i]?.startsAt ?? '' })).sort((a, b) => a.at.localeCompare(b.at));
  $('session').replaceChildren(...known.map(s => element('option', { value: s.id, selected: s.id === chosen }, s.title)));
}

async function drawSession() {
  const read = boards.get($('session').value);
  $('theme').replaceChildren(element('option', { value: '' }, t('theme.none')), ...(read?.themes ?? []).map(theme => element('option', { value: theme.id }, say(theme))));
  await leaks.load(read?.lexicon ?? {});
  await drawLeft();
  await look();
}

async function drawLeft() {
  const left = (await unused(objecting ? 'objection' : 'point', $('session').value)).length;
  const closed = !objecting && boards.get($('session').value)?.closed;
  $('left').textContent = objecting ? t('own.object.left', left) : [t('own.left', left), ...(closed ? [t('own.closed')] : [])].join(' ');
  $('send').disabled = left === 0;
}

async function look() {
  const text = $('words').value;
  const [finding] = await leaks.find(text);
  if ($('words').value !== text) return;
  $('warning').textContent = finding ? t('leak.may', text.slice(finding.start, finding.start + finding.length), leaks.reason(finding)) : '';
}

const HOW = { new: 'own.state.waiting', held: 'own.state.held', found: 'own.state.found', refused: 'own.state.refused', 'no-token': 'own.state.noToken', 'too-few-holders': 'own.state.few', 'session-closed': 'own.state.closed', 'too-many-waiting': 'own.state.held', 'too-often': 'own.state.held' };

async function drawMine() {
  const texts = await keep.texts.all();
  $('mine').hidden = texts.length === 0;
  $('list').replaceChildren(...texts.map(text => {
    const found = text.state === 'found';
    const parts = [element('p', { class: 'said' }, found ? leaks.marked(text.words, text.findings) : text.words || t('own.object.noWords')), element('p', { class: 'hint' }, t(HOW[text.state] ?? HOW.new))];
    const acts = [];
    if (found) acts.push(button(t('own.found.send'), 'small', () => again({ ...text, state: 'new', readAnyway: true, sendAt: Date.now() })));
    if (text.state !== 'held') acts.push(button(t('own.takeBack'), 'small', () => takeBack(text)));
    if (acts.length > 0) parts.push(element('p', { class: 'row' }, ...acts));
    return element('li', { class: 'point' }, ...parts);
  }));
}

async function draw() {
  const tokens = (await keep.tokens.all()).filter(open);
  const texts = await keep.texts.all();
  // Also where words wait for a token that is on paper or on another device.
  $('none').hidden = tokens.length > 0 && !texts.some(text => text.state === 'no-token');
  $('none-what').hidden = tokens.length > 0;
  $('write').hidden = tokens.length === 0;
  $('device').hidden = tokens.length === 0 && texts.length === 0;
  $('objecting').hidden = $('kinds-row').hidden = !objecting;
  $('session-row').hidden = $('pair').hidden = Boolean(objecting);
  if (objecting) {
    $('objecting').textContent = t('own.object.to', objecting.sentence);
    $('words-label').textContent = t('own.object.words');
  }
  await drawMine();
  if (tokens.length > 0) await drawLeft();
}

async function takeBack(text) {
  await keep.texts.erase(text.id);
  if (!text.item) $('words').value = text.words;
  await draw();
  $('words').focus();
}

async function again(text) {
  await keep.texts.put(text);
  await go();
}

async function write() {
  const words = $('words').value.normalize('NFC').trim();
  if ((!objecting && words === '') || new TextEncoder().encode(words).length > MOST_BYTES) {
    $('warning').textContent = words === '' ? t('own.empty') : t('say.tooLong', new TextEncoder().encode(words).length - MOST_BYTES);
    $('words').focus();
    return;
  }
  const token = await anyUnused(objecting ? 'objection' : 'point', $('session').value);
  if (!token) return;
  const later = $('later').checked;
  const text = { id: newId(), token, words, state: 'new', sendAt: later ? momentWithin(Date.now(), token.closes, true) : Date.now() };
  await keep.texts.put(objecting ? { ...text, item: objecting.item, kind: $('what').value } : { ...text, kind: $('kind').value, theme: $('theme').value || null });
  $('words').value = $('warning').textContent = '';
  $('stored').hidden = true;
  tell(t('own.saved'));
  await go();
}

// Two tabs would give one text two tokens.
const alone = work => (navigator.locks ? navigator.locks.request('own points', () => work()) : work());

let going = false;
let asked = false;

// One round at a time; what was written while one is going gets the next, at once.
async function go() {
  asked = true;
  if (going) return;
  going = true;
  try {
    while (asked) {
      asked = false;
      if (await alone(round) > 0) $('stored').hidden = false;
    }
  } finally {
    going = false;
    await draw();
  }
}

function listen() {
  $('write').addEventListener('submit', event => { event.preventDefault(); void write(); });
  $('words').addEventListener('input', look);
  $('session').addEventListener('change', drawSession);
  $('take-in').addEventListener('submit', async event => { event.preventDefault(); await take($('copy').value); });
  $('print').addEventListener('click', async () => { $('copy-out').value = await copyOf(); $('printed').hidden = false; window.print(); });
  $('forget').addEventListener('click', async () => { if (await ask($('forget-dialog')) === 'yes') { await keep.forget(); location.reload(); } });
  addEventListener('online', go);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') void go(); });
  setInterval(go, AGAIN);
}

async function take(text) {
  // Absent where an address is neither https nor of this very device.
  if (!crypto.subtle) {
    notice('bad', t('own.insecure'));
    return start();
  }
  for (const set of text.split(/\s+/).filter(part => part.length > 0)) {
    const taken = await takeIn(set);
    notice(taken ? 'ok' : 'bad', taken ? t('own.taken', taken) : t('own.notTaken'));
  }
  await start();
}

async function start() {
  await draw();
  await drawSessions();
  await drawSession();
}

try {
  const given = takeFragment();
  listen();
  if (given) await take(given);
  else await start();
  void navigator.storage?.persist?.();
  await go();
} catch {
  notice('bad', t('board.noStore'));
}
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/p/sw.js', { scope: '/p/' }).catch(() => {});
