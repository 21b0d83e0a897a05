// "#wat" in the box offers the themes; choosing one takes the "#wat" away and sets the theme.
import { $, element, tell } from './page.js';
import { say, t } from './texts.js';
import { distinct, setTheme } from './chips.js';

const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

let found = [];
let at = -1;

export const isOpen = () => found.length > 0;

function fragment() {
  const box = $('words');
  const before = box.value.slice(0, box.selectionStart);
  return /(?:^|\s)#([\p{L}\p{N}'’-]*)$/u.exec(before);
}

export function close() {
  found = [];
  at = -1;
  draw();
}

export function update(board) {
  const typed = fragment();
  found = typed ? distinct(board.themes).filter(theme => plain(say(theme)).split(/[\s'’-]+/).some(word => word.startsWith(plain(typed[1]))) || plain(say(theme)).includes(plain(typed[1]))) : [];
  at = found.length > 0 ? 0 : -1;
  draw();
  if (found.length > 0) tell(t('themes.found', found.length));
}

function draw() {
  const list = $('theme-options');
  list.hidden = found.length === 0;
  list.replaceChildren(...found.map((theme, i) => {
    const option = element('li', { role: 'option', id: `option-${i}`, 'aria-selected': String(i === at) }, say(theme));
    // Not click: the box must keep the focus, and with it the keyboard of a phone.
    option.addEventListener('pointerdown', event => event.preventDefault());
    option.addEventListener('click', () => choose(theme));
    return option;
  }));
  if (at >= 0) $('words').setAttribute('aria-activedescendant', `option-${at}`);
  else $('words').removeAttribute('aria-activedescendant');
}

function choose(theme) {
  const box = $('words');
  const typed = fragment();
  if (typed) {
    const end = box.selectionStart;
    const start = end - typed[1].length - 1;
    const rest = box.value.slice(end).replace(/^ /, '');
    box.value = box.value.slice(0, start) + rest;
    box.setSelectionRange(start, start);
  }
  setTheme(theme.id);
  tell(t('said.theme', say(theme)));
  close();
  box.dispatchEvent(new Event('input'));
}

/** True when the key was for the list. */
export function key(event) {
  if (!isOpen()) return false;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') at = (at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length;
  else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') return choose(found[at]), true;
  else if (event.key === 'Escape') return close(), true;
  else return false;
  draw();
  return true;
}
