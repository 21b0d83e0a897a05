// The facilitator's view. It asks at fixed intervals, whether or not something is new, and shows what it is given.
import * as projector from './projector.js';
import { forget, key, read } from './read.js';
import { $, element, notice, setSingleKeys, singleKeys, tell } from '../page.js';
import { Refused, Unreachable } from '../room.js';
import { language, say, t } from '../texts.js';

const AGAIN = 30000;

let last = null;
// What a Room that is gone had shown. No Room can show it again, because none may read what is stored; so this page keeps it while it is open.
let before = { points: [], atLeast: 0, heldBack: 0 };
let timer = 0;

function drawHead(board) {
  document.title = `${say(board.title)} – ${say(board.series)}`;
  $('series').textContent = say(board.series);
  $('title').textContent = say(board.title);
  $('rule-name').textContent = t(`rule.name.${board.rule}`);
  $('rule').textContent = t(`view.rule.${board.rule}`);
  $('questions-list').replaceChildren(...(board.questions ?? []).map(question => element('li', {}, say(question))));
  $('questions').hidden = !board.questions?.length;
}

const item = point => element('li', { class: 'point' }, element('p', { class: 'said' }, point.words), element('span', { class: 'badge' }, t(`kind.${point.kind}`)));

function drawPoints({ board, points }) {
  const groups = [...board.themes.map(theme => ({ id: theme.id, name: say(theme) })), { id: null, name: t('view.noTheme') }]
    .map(group => ({ ...group, points: points.filter(point => (point.themeId ?? null) === group.id) }))
    // A theme that was not spoken of yet is worth seeing; points without one only if there are any.
    .filter(group => group.id !== null || group.points.length > 0);
  $('themes').replaceChildren(...groups.flatMap(group => [
    element('h3', {}, group.name),
    ...(group.points.length > 0 ? [element('ul', { class: 'points' }, ...group.points.map(item))] : []),
  ]));
}

function state({ points, closed, atLeast }) {
  if (points.length > 0) return t('view.atLeast', atLeast);
  return t(closed ? 'view.none' : 'view.waiting');
}

// New points come after what was shown, as if one Room had shown both: each batch had five people's at the least.
function withBefore(view) {
  if (last && view.run !== last.run) before = { points: last.points, atLeast: last.atLeast, heldBack: last.heldBack };
  return { ...view, points: [...before.points, ...view.points], atLeast: before.atLeast + view.atLeast, heldBack: before.heldBack + view.heldBack };
}

function draw(view) {
  const more = last !== null && view.points.length > last.points.length;
  drawHead(view.board);
  drawPoints(view);
  $('state').textContent = state(view);
  $('held-back').hidden = view.heldBack === 0;
  $('held-back').textContent = view.heldBack === 1 ? t('view.heldBack.one') : t('view.heldBack', view.heldBack);
  $('closed').hidden = !view.closed || view.points.length === 0;
  $('again').hidden = before.points.length === 0;
  $('view').hidden = false;
  last = view;
  if (more) tell(t('view.batch'));
}

function end(sentence) {
  clearInterval(timer);
  $('view').hidden = true;
  $('project').hidden = true;
  notice('bad', sentence);
}

async function round() {
  const held = key();
  if (!held) return end(t('view.noKey'));
  try {
    const view = withBefore(await read(held));
    notice('bad', null);
    if (JSON.stringify({ ...view, pad: '' }) !== JSON.stringify({ ...last, pad: '' })) draw(view);
  } catch (error) {
    if (error instanceof Unreachable) notice('warn', t('view.away'));
    else if (error instanceof Refused && error.room) location.replace(`${error.room}f/${location.pathname.slice(3)}?lang=${language}#k=${held}`);
    else if (error instanceof Refused) end(t('view.ended'));
    else throw error;
  } finally {
    $('loading').hidden = true;
  }
}

function listen() {
  projector.listen();
  $('single-keys').checked = singleKeys();
  $('single-keys').addEventListener('change', event => setSingleKeys(event.target.checked));
  $('forget').addEventListener('click', () => { forget(); end(t('view.forgotten')); });
  addEventListener('online', round);
  timer = setInterval(round, AGAIN);
}

listen();
await round();
