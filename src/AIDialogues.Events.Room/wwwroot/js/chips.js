// Theme and kind: radio buttons that look like chips, so that keyboard, touch and screen reader all know them.
import { $, element, tell } from './page.js';
import { say, t } from './texts.js';

export const KINDS = ['fact', 'view', 'disagreement', 'proposal', 'question', 'paraphrase'];
const USUAL = 'view';

const plain = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim() || text;

// Themes of one name are one: nobody could tell their buttons apart. The first stands for all.
const standsFor = (board, id) => {
  const name = plain(themeName(board, id));
  return board.themes.find(theme => plain(say(theme)) === name)?.id ?? id;
};

export const distinct = themes => themes.filter(theme => standsFor({ themes }, theme.id) === theme.id);

let shown = null;

export const themeName = (board, id) => say(board.themes.find(theme => theme.id === id)) || t('theme.none');

function chip(group, value, label, extra, square) {
  return element('label', { class: square ? 'chip square' : 'chip' },
    element('input', { type: 'radio', name: group, value }), element('span', {}, label), ...extra);
}

export function drawKinds() {
  $('kinds').append(...KINDS.map((kind, i) => chip('kind', kind, t(`kind.${kind}`), [element('kbd', { 'aria-hidden': 'true' }, `Alt+${i + 1}`)], true)));
  setKind(USUAL);
}

export function drawThemes(board) {
  const chosen = getTheme();
  shown = board;
  const known = [{ id: '', label: t('theme.none') }, ...distinct(board.themes).map(theme => ({ id: theme.id, label: say(theme) }))];
  $('themes').querySelectorAll('.chip').forEach(old => old.remove());
  $('themes').append(...known.map(theme => chip('theme', theme.id, theme.label, [element('span', { class: 'count' })])));
  setTheme(known.some(theme => theme.id === chosen) ? chosen : '');
}

export function countThemes(points) {
  for (const input of $('themes').querySelectorAll('input')) {
    const count = points.filter(point => (point.themeId ? standsFor(shown, point.themeId) : '') === input.value).length;
    input.parentElement.querySelector('.count').textContent = count > 0 ? count : '';
  }
}

const chosen = group => document.querySelector(`input[name="${group}"]:checked`)?.value ?? '';

function choose(group, value) {
  for (const input of document.querySelectorAll(`input[name="${group}"]`)) input.checked = input.value === value;
}

export const getTheme = () => chosen('theme');
export const setTheme = id => choose('theme', id && shown ? standsFor(shown, id) : id ?? '');
export const getKind = () => chosen('kind') || USUAL;
export const setKind = kind => choose('kind', kind ?? USUAL);

export function listenForKinds() {
  document.addEventListener('keydown', event => {
    const digit = /^(?:Digit|Numpad)([1-6])$/.exec(event.code);
    // AltGr is Ctrl+Alt on some keyboards: those characters belong to the text.
    if (!digit || !event.altKey || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    setKind(KINDS[digit[1] - 1]);
    tell(t('said.kind', t(`kind.${KINDS[digit[1] - 1]}`)));
  });
}
