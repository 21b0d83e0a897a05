// The rapporteur's board. What is typed is a point on this device first; the network is only needed to hand in.
import * as store from './store.js';
import * as box from './box.js';
import * as handin from './handin.js';
import * as leaks from './leaks.js';
import * as list from './list.js';
import * as session from './session.js';
import * as shelf from './shelf.js';
import { $, ask, element, icon, notice, setSingleKeys, singleKeys, tell } from './page.js';
import { drawKinds, drawThemes, listenForKinds } from './chips.js';
import { language, say, t } from './texts.js';

const UNDO = 10000;
const AGAIN = 30000;

let board = null;
let points = [];
let outcome = 'stored';
let undo = null;
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('board') : null;

// --- drawing -----------------------------------------------------------------------------------------------------

function drawHead() {
  document.title = `${say(board.title)} – ${say(board.series)}`;
  $('series').textContent = say(board.series);
  $('title').textContent = say(board.title);
  if (board.startsAt && board.endsAt) {
    const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: board.zone });
    $('when').textContent = `${format.formatRange(new Date(board.startsAt), new Date(board.endsAt))} (${board.zone.split('/').pop().replaceAll('_', ' ')})`;
    $('when').hidden = false;
  }
  $('rule-name').textContent = t(`rule.name.${board.rule}`);
  $('rule').textContent = t(`rule.${board.rule}`);
  $('questions-list').replaceChildren(...(board.questions ?? []).map(question => element('li', {}, say(question))));
  $('questions').hidden = !board.questions?.length;
}

function drawStatus() {
  const drafts = points.filter(p => !p.handedIn).length;
  const held = points.length - drafts;
  const offline = !navigator.onLine;
  const parts = [t('status.saved')];
  if (drafts > 0) parts.push(t('status.notHandedIn', drafts));
  if (held > 0) parts.push(t('status.held', held));
  if (points.length === 0 && !$('stored').hidden) parts.splice(0, 1, t('status.stored'));
  if (offline) parts.push(t('status.offline'));
  else if (outcome === 'unreachable') parts.push(t('status.unreachable'));
  $('status').replaceChildren(icon('device'), element('span', {}, parts.join(' · ')));
  $('status').className = `status ${offline || outcome === 'unreachable' ? 'warn' : drafts + held > 0 ? 'info' : 'ok'}`;
  $('status').hidden = false;

  const flagged = list.flagged(points).length;
  $('hand-in-what').textContent = drafts === 0 ? t('handin.nothing') : t('status.notHandedIn', drafts);
  $('hand-in-open').textContent = flagged > 0 ? t('handin.sweep', flagged) : t('handin.open');
}

async function reload() {
  points = await store.points.of(session.sessionId);
  await leaks.remember(points.map(p => p.words));
  list.draw(board, points, { onEdit: edit, onDelete: remove });
  drawStatus();
}

async function changed(work) {
  await work;
  tabs?.postMessage(session.sessionId);
  await reload();
}

// --- a point -----------------------------------------------------------------------------------------------------

// What another tab of this board has handed in is Room's under its id, which a change would never reach: the change is then a point of its own, and is said to be.
async function replace(point) {
  if (await store.points.replace(point)) return point;
  const own = { ...point, id: store.newId() };
  await store.points.put(own);
  notice('warn', t('board.changedElsewhere'));
  return own;
}

// What another tab has handed in stays: Room has it, and would be asked for it in vain if this device forgot it.
async function discard(id) {
  const gone = await store.points.discard(id);
  if (!gone) notice('warn', t('board.handedInElsewhere'));
  return gone;
}

async function save({ words, themeId, kind, editing }) {
  const place = editing?.place ?? points.reduce((most, p) => Math.max(most, p.place), 0) + 1;
  let point = { id: editing?.id ?? store.newId(), sessionId: session.sessionId, themeId, kind, words, place, handedIn: false };
  if (editing) point = await replace(point);
  else await store.points.put(point);
  $('stored').hidden = true;
  offerUndo(point.id === editing?.id ? { said: 'undo.save', back: () => replace(editing), tell: 'said.restored' }
    : { said: 'undo.save', back: async () => { if (!await discard(point.id)) return false; box.put(words, { themeId, kind }); }, tell: 'said.takenBack', toBox: true });
  await changed();
  tell(editing ? t('said.changed') : t('said.saved', list.drafts(points).length));
  void navigator.storage?.persist?.();
}

// Words in the box become a point first: editing another one must not lose them.
async function edit(point) {
  if (await box.save()) box.put(point.words, { themeId: point.themeId, kind: point.kind, point });
}

async function remove(point) {
  if (box.isEditing(point.id)) box.stopEditing();
  if (!await discard(point.id)) return changed();
  await changed();
  offerUndo({ said: 'undo.delete', back: () => store.points.put(point), tell: 'said.restored' });
  tell(t('said.deleted'));
  ($('points').querySelector('button') ?? $('words')).focus();
}

function offerUndo(step) {
  clearTimeout(undo?.timer);
  undo = { ...step, timer: setTimeout(closeUndo, UNDO) };
  $('undo').querySelector('span').textContent = t(step.said);
  $('undo').hidden = false;
}

function closeUndo() {
  clearTimeout(undo?.timer);
  undo = null;
  $('undo').hidden = true;
}

/** True when there was something to undo. */
function undoLast() {
  const step = undo;
  if (!step || (step.toBox && box.isBusy())) return false;
  closeUndo();
  void step.back().then(async done => { await changed(); if (done !== false) tell(t(step.tell)); });
  return true;
}

// --- handing in --------------------------------------------------------------------------------------------------

async function openHandIn() {
  if (!await box.save()) return;
  const redraw = () => list.drawSweep(board, points, {
    onEdit: point => { $('hand-in-dialog').close(''); void edit(point); },
    onRewrite: (point, words) => again(replace({ ...point, words, refused: false })),
    onSwept: point => again(store.points.replace({ ...point, swept: point.words })),
  });
  const again = async work => { await changed(work); await redraw(); $('hand-in-title').focus(); };
  const drafts = list.drafts(points).length;
  $('hand-in-words').textContent = drafts === 0 ? t('handin.nothing') : drafts === 1 ? t('handin.what.one') : t('handin.what', drafts);
  $('hand-in-offline').hidden = navigator.onLine;
  $('hand-in-dialog').querySelector('[value="now"]').hidden = drafts === 0;
  await redraw();
  const answer = await ask($('hand-in-dialog'));
  if (answer === '') return;
  const stored = await store.boards.get(session.sessionId);
  closeUndo();
  await changed(handin.markHandedIn(stored, answer === 'close'));
  await round();
  if (outcome !== 'refused' && outcome !== 'closed') tell(t('handin.done'));
}

let going = false;

async function round() {
  if (going || !navigator.onLine) return drawStatus();
  going = true;
  try {
    const had = {};
    const before = outcome;
    outcome = navigator.locks
      ? await navigator.locks.request(`settle ${session.sessionId}`, { ifAvailable: true }, lock => (lock ? handin.settle(session.sessionId, had) : 'held'))
      : await handin.settle(session.sessionId, had);
    if (outcome === 'refused') notice('bad', t('status.refused'));
    else if (outcome === 'closed') notice('warn', t('status.closed'));
    else if (before === 'closed') notice('warn', null);
    if (outcome === 'stored' && had.some) $('stored').hidden = false;
    await changed();
  } finally {
    going = false;
  }
}

// --- this device -------------------------------------------------------------------------------------------------

async function openForget() {
  $('forget-lost').hidden = points.length === 0;
  $('forget-lost').textContent = t('forget.lost', points.length);
  if (await ask($('forget-dialog')) !== 'yes') return;
  await store.forget(session.sessionId);
  location.href = `/s/?lang=${language}`;
}

async function show(fresh) {
  const first = board === null;
  board = fresh;
  drawHead();
  drawThemes(board);
  await leaks.load(board.lexicon);
  if (first) {
    drawKinds();
    listenForKinds();
    box.open(board, { onSave: save, onEditLast: () => { const [last] = list.drafts(points); if (last) void edit(last); }, onUndo: undoLast, onHelp: () => ask($('help-dialog')) });
    const typed = await store.typing.get(session.sessionId);
    for (const id of ['board', 'hand-in', 'help-open']) $(id).hidden = false;
    $('loading').hidden = true;
    if (typed) box.put(typed.words, typed);
    else $('words').focus();
  } else {
    box.refresh(board);
  }
  await reload();
}

async function open() {
  const known = await session.remembered();
  if (known) await show(known);
  const { board: fresh, closed, problem, unreachable, goTo } = await session.openHere();
  outcome = unreachable ? 'unreachable' : outcome;
  if (fresh && JSON.stringify(fresh) !== JSON.stringify(board)) await show(fresh);
  notice(problem ? 'bad' : 'warn', problem ? t(problem) : closed ? t('board.closed') : null, goTo ? { address: goTo, label: t('board.goThere') } : null);
  $('loading').hidden = true;
  if (board) await round();
  return Boolean(board) || problem !== 'board.later';
}

function listen() {
  $('hand-in-open').addEventListener('click', openHandIn);
  $('forget-open').addEventListener('click', openForget);
  $('help-open').addEventListener('click', () => ask($('help-dialog')));
  $('single-keys').checked = singleKeys();
  $('single-keys').addEventListener('change', event => setSingleKeys(event.target.checked));
  $('undo').querySelector('button').addEventListener('click', undoLast);
  document.addEventListener('keydown', event => {
    if (!board || event.target.closest('textarea, dialog')) return;
    if (event.key === '?' && singleKeys()) void ask($('help-dialog'));
    if (event.key === 'z' && (event.ctrlKey || event.metaKey) && undoLast()) event.preventDefault();
  });
  tabs?.addEventListener('message', event => { if (event.data === session.sessionId && board) void reload(); });
  const again = () => { if (document.visibilityState === 'visible') void (board ? round() : open()); };
  addEventListener('online', again);
  addEventListener('offline', () => board && drawStatus());
  document.addEventListener('visibilitychange', again);
  setInterval(() => { if (!board || points.some(p => p.handedIn)) again(); }, AGAIN);
}

try {
  if (session.sessionId) {
    listen();
    await open();
  } else {
    await shelf.open();
  }
} catch {
  $('loading').hidden = true;
  notice('bad', t('board.noStore'));
}
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/s/sw.js', { scope: '/s/' }).catch(() => {});
