// The points on this device, newest first, and what waits to be stored.
import * as leaks from './leaks.js';
import { $, button, element } from './page.js';
import { countThemes, themeName } from './chips.js';
import { t } from './texts.js';

export const drafts = points => points.filter(p => !p.handedIn).sort((a, b) => b.place - a.place);

// Somebody has read these very words and found that they name nobody.
export const isSwept = point => point.swept === point.words;

export function flagged(points) {
  return drafts(points).map(point => ({ point, findings: leaks.known(point.words) })).filter(f => (f.findings.length > 0 && !isSwept(f.point)) || f.point.refused);
}

function item(board, point, extra) {
  const findings = leaks.known(point.words);
  const words = element('p', { class: 'said' });
  words.append(leaks.marked(point.words, findings));
  return element('li', { class: (findings.length > 0 && !isSwept(point)) || point.refused ? 'point flagged' : 'point', 'data-id': point.id },
    words, ...extra.above(findings),
    element('div', { class: 'row' },
      element('span', { class: 'badge' }, t(`kind.${point.kind}`)),
      ...(point.themeId ? [element('span', { class: 'badge quiet' }, themeName(board, point.themeId))] : []),
      element('span', { class: 'acts' }, ...extra.buttons(point))));
}

const start = point => (point.words.length > 40 ? point.words.slice(0, 40) + '…' : point.words);

export function draw(board, points, { onEdit, onDelete }) {
  const shown = drafts(points);
  const waiting = points.length - shown.length;
  $('points').replaceChildren(...shown.map(point => item(board, point, {
    above: findings => findings.slice(0, 1).map(f => element('p', { class: 'why' }, leaks.reason(f))),
    buttons: p => [
      button(t('points.edit'), 'plain small', () => onEdit(p), t('points.edit.of', start(p))),
      button(t('points.delete'), 'plain small danger', () => onDelete(p), t('points.delete.of', start(p))),
    ],
  })));
  $('points').hidden = shown.length === 0;
  $('points-none').hidden = points.length > 0 || !$('stored').hidden;
  $('tally').textContent = shown.length > 0 ? shown.length : '';
  $('waiting').hidden = waiting === 0;
  $('waiting').textContent = waiting === 1 ? t('points.waiting.one') : t('points.waiting', waiting);
  countThemes(shown);
}

// The last look before handing in: each flagged point with its rewrite at hand.
export async function drawSweep(board, points, { onEdit, onRewrite, onSwept }) {
  const found = flagged(points);
  const instead = new Map(await Promise.all(found.filter(f => f.findings.length > 0).map(async f => [f.point.id, await leaks.suggestion(f.point.words, f.findings[0])])));
  $('sweep').hidden = found.length === 0;
  $('sweep-list').replaceChildren(...found.map(({ point, findings }) => item(board, point, {
    above: () => findings.slice(0, 1).map(f => element('p', { class: 'why' }, leaks.reason(f))),
    buttons: p => [
      ...(instead.get(p.id) ? [button(leaks.label(instead.get(p.id)), 'small', () => onRewrite(p, instead.get(p.id).text))] : []),
      button(t('points.edit'), 'plain small', () => onEdit(p), t('points.edit.of', start(p))),
      ...(findings.length > 0 ? [button(t('handin.swept'), 'plain small', () => onSwept(p), t('handin.swept.of', start(p)))] : []),
    ],
  })));
  return found.length;
}
