// The participant's form. Nobody is signed in here; a token on this device is the only leave.
import * as boards from './boards.js';
import * as keep from './keep.js';
import * as leaks from '../leaks.js';
import { newId } from '../store.js';
import { $, ask, button, element, notice, tell } from '../page.js';
import { say, t } from '../texts.js';
import { copyOf, refreshEnds, takeIn } from './tokens.js';
import { anyUnused, momentWithin, round, unused } from './send.js';

const MOST_BYTES = 1900;
const AGAIN = 30000;
let objecting = null;

// The fragment is taken out of the address bar at once: neither the history nor somebody looking over a shoulder keeps it.
function takeFragment() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  if (given.get('object')) objecting = { item: given.get('object'), round: Number(given.get('round')) || null, sentence: given.get('sentence') ?? '' };
  return given.get('t');
}

const open = token => Date.parse(token.closes) > Date.now();

// Words being typed for a point, and for an objection to each sentence, do not meet.
const place = () => (objecting ? `objection ${objecting.item}` : 'point');

const openSessions = async () => [...new Set((await keep.tokens.all()).filter(x => x.purpose === 'point' && open(x)).map(x => x.session))];

let picked = '';

// Until somebody picks one: the session that runs, else the next, else the first; never one by chance.
const likely = known => (known.filter(s => Date.parse(s.ends) > Date.now())[0] ?? known[0])?.id;

async function drawSessions() {
  const known = (await openSessions()).map(id => ({ id, title: say(boards.of(id)?.title) || t('own.session.unnamed'), at: boards.of(id)?.startsAt ?? '', ends: boards.of(id)?.endsAt })).sort((a, b) => a.at.localeCompare(b.at));
  const chosen = known.some(s => s.id === picked) ? picked : likely(known);
  $('session').replaceChildren(...known.map(s => element('option', { value: s.id, selected: s.id === chosen }, s.title)));
}

async function drawSession() {
  const read = boards.of($('session').value);
  const chosen = $('theme').value;
  $('theme').replaceChildren(element('option', { value: '' }, t('theme.none')), ...(read?.themes ?? []).map(theme => element('option', { value: theme.id, selected: theme.id === chosen }, say(theme))));
  await leaks.load(read?.lexicon ?? {});
  await drawLeft();
  await look();
}

async function drawLeft() {
  const left = (await unused(objecting ? 'objection' : 'point', $('session').value)).length;
  const closed = !objecting && boards.of($('session').value)?.closed;
  $('left').textContent = objecting ? t('own.object.left', left) : [t('own.left', left), ...(closed ? [t('own.closed')] : [])].join(' ');
  $('send').disabled = left === 0;
}

async function look() {
  const text = $('words').value;
  const [finding] = await leaks.find(text);
  if ($('words').value !== text) return;
  $('warning').textContent = finding ? t('leak.may', text.slice(finding.start, finding.start + finding.length), leaks.reason(finding)) : '';
}

const HOW = { new: 'own.state.waiting', held: 'own.state.held', found: 'own.state.found', refused: 'own.state.refused', 'other-round': 'own.state.otherRound', 'no-token': 'own.state.noToken', 'too-few-holders': 'own.state.few', 'session-closed': 'own.state.closed', 'too-many-waiting': 'own.state.held', 'too-often': 'own.state.held' };

async function drawMine() {
  const texts = await keep.texts.all();
  $('mine').hidden = texts.length === 0;
  $('list').replaceChildren(...texts.map(text => {
    const found = text.state === 'found';
    const parts = [element('p', { class: 'said' }, found ? leaks.marked(text.words, text.findings) : text.words || t('own.object.noWords')), element('p', { class: 'hint' }, t(HOW[text.state] ?? HOW.new))];
    const acts = [];
    if (found) acts.push(button(t('own.found.send'), 'small', () => again(text)));
    if (text.state !== 'held' && !text.tried) acts.push(button(t('own.takeBack'), 'small', () => takeBack(text)));
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
  if (objecting) $('objecting').textContent = t('own.object.to', objecting.sentence);
  $('words-label').textContent = t(objecting ? 'own.object.words' : 'own.words');
  await drawMine();
  if (tokens.length > 0) await drawLeft();
}

// What is being typed survives a killed tab, to the last key. An empty box erases only when somebody empties it: another tab may be typing.
function keepTyped() {
  const typed = { place: place(), words: $('words').value, session: $('session').value, theme: $('theme').value, kind: $('kind').value, what: $('what').value };
  (typed.words === '' ? keep.typing.erase(typed.place) : keep.typing.put(typed)).catch(() => {});
}

function choose(select, value) {
  if ([...select.options].some(option => option.value === value)) select.value = value;
}

async function fill() {
  const left = await keep.typing.get(place());
  if (!left) return;
  picked = left.session;
  choose($('session'), left.session);
  await drawSession();
  choose($('theme'), left.theme);
  choose($('kind'), left.kind);
  choose($('what'), left.what);
  $('words').value = left.words;
  await look();
}

// Not beside a round: one that is sending these words would have them stored, and what they become as well.
const takeBack = text => alone(async () => {
  const now = (await keep.texts.all()).find(kept => kept.id === text.id);
  await (now && now.state !== 'held' && !now.tried ? takenBack(now) : draw());
});

async function takenBack(text) {
  objecting = text.item ? { item: text.item, round: text.round ?? null, sentence: text.sentence ?? '' } : null;
  const typed = await keep.typing.get(place());
  await keep.typing.takeBack({
    place: place(), session: text.token.session, theme: text.theme ?? '', kind: text.kind, what: text.kind,
    words: [typed?.words, text.words].filter(Boolean).join('\n\n'),
  }, text.id);
  await draw();
  await fill();
  $('words').focus();
}

let writing = false;

// A button pressed twice sends once.
async function once(work) {
  if (writing) return;
  writing = true;
  try {
    await work();
  } finally {
    writing = false;
  }
}

async function again(text) {
  await keep.texts.update(text.id, { state: 'new', readAnyway: true, sendAt: Date.now() });
  await go();
}

async function write() {
  const typed = $('words').value;
  const words = typed.normalize('NFC').trim();
  if ((!objecting && words === '') || new TextEncoder().encode(words).length > MOST_BYTES) {
    $('warning').textContent = words === '' ? t('own.empty') : t('say.tooLong', new TextEncoder().encode(words).length - MOST_BYTES);
    $('words').focus();
    return;
  }
  const token = await anyUnused(objecting ? 'objection' : 'point', $('session').value);
  if (!token) return;
  const later = $('later').checked;
  const text = { id: newId(), token, words, state: 'new', sendAt: later ? momentWithin(Date.now(), token.closes, true) : Date.now() };
  await keep.typing.finish(place(), objecting ? { ...text, item: objecting.item, round: objecting.round, sentence: objecting.sentence, kind: $('what').value }
    : { ...text, kind: $('kind').value, theme: $('theme').value || null });
  // Whoever types fast has begun the next one already.
  if ($('words').value.startsWith(typed)) $('words').value = $('words').value.slice(typed.length);
  if ($('words').value !== '') keepTyped();
  await look();
  $('stored').hidden = true;
  tell(t('own.saved'));
  await draw();
  void go();
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
  $('write').addEventListener('submit', event => { event.preventDefault(); void once(write); });
  $('write').addEventListener('input', keepTyped);
  $('words').addEventListener('input', look);
  $('session').addEventListener('change', () => { picked = $('session').value; return drawSession(); });
  $('take-in').addEventListener('submit', async event => { event.preventDefault(); await take($('copy').value); });
  $('print').addEventListener('click', async () => { $('copy-out').value = await copyOf(); $('printed').hidden = false; window.print(); });
  $('forget').addEventListener('click', async () => { if (await ask($('forget-dialog')) === 'yes') { await keep.forget(); location.reload(); } });
  addEventListener('online', () => { void refresh(); void go(); });
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

async function refresh() {
  await refreshEnds();
  await boards.refresh(await openSessions());
  await draw();
  await drawSessions();
  await drawSession();
}

// As this device knows it, without waiting for the network.
async function start() {
  await boards.remember();
  await draw();
  await drawSessions();
  await drawSession();
  if ($('words').value === '') await fill();
  void refresh();
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
