// The one box: Enter saves. What was typed survives a killed tab, and is cleared only after it is stored as a point.
import * as store from './store.js';
import * as hash from './hash.js';
import * as leaks from './leaks.js';
import { $, button, element, icon, singleKeys, tell } from './page.js';
import { getKind, getTheme, setKind, setTheme } from './chips.js';
import { t } from './texts.js';

const MOST_BYTES = 1900;
const PAUSE = 120;

let board;
let editing = null;
let findings = [];
let pause = 0;
let saving = false;
let keepPoint = async () => {};

export function open(forBoard, { onSave, onEditLast, onUndo, onHelp }) {
  const box = $('words');
  board = forBoard;
  keepPoint = onSave;
  $('say').addEventListener('submit', event => { event.preventDefault(); void save(); });
  $('cancel').addEventListener('click', stopEditing);
  box.addEventListener('input', () => { keep(box.value, store.typing.putSoon); shift(); hash.update(board); clearTimeout(pause); pause = setTimeout(look, PAUSE); });
  box.addEventListener('scroll', () => { $('behind').scrollTop = box.scrollTop; });
  box.addEventListener('blur', hash.close);
  box.addEventListener('keydown', event => {
    if (event.isComposing) return;
    const empty = box.value === '' && !editing;
    if (hash.key(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); void save(); }
    else if (event.key === 'Escape' && editing) stopEditing();
    else if (event.key === 'ArrowUp' && empty) { event.preventDefault(); onEditLast(); }
    else if (event.key === '?' && empty && singleKeys()) { event.preventDefault(); onHelp(); }
    else if (event.key === 'z' && (event.ctrlKey || event.metaKey) && empty && onUndo()) event.preventDefault();
  });
}

// Keeps nothing: an empty box here must not erase what another tab of this board is typing.
export const refresh = forBoard => { board = forBoard; void mark($('words').value); };

export function put(words, { themeId, kind, point = null } = {}) {
  const box = $('words');
  box.value = words;
  editing = point;
  setTheme(themeId);
  setKind(kind);
  drawEditing();
  void look();
  box.focus();
  box.setSelectionRange(words.length, words.length);
}

export const isEditing = id => editing?.id === id;

export const isBusy = () => $('words').value.trim() !== '';

export function stopEditing() {
  editing = null;
  $('words').value = '';
  setKind();
  drawEditing();
  void look();
  $('words').focus();
}

function drawEditing() {
  $('editing').hidden = $('cancel').hidden = !editing;
  $('save').textContent = t(editing ? 'say.update' : 'say.save');
}

/** True when the box is empty afterwards, because it was or because its words are a point now. */
export async function save() {
  const box = $('words');
  const typed = box.value;
  const words = typed.normalize('NFC').trim();
  if (words === '' && !editing) return true;
  if (words === '' || saving || bytesOver(words) > 0) {
    box.focus();
    return false;
  }
  saving = true;
  try {
    await keepPoint({ words, themeId: getTheme() || null, kind: getKind(), editing });
    // Whoever types fast has begun the next point already.
    box.value = box.value.startsWith(typed) ? box.value.slice(typed.length) : box.value;
    editing = null;
    setKind();
    drawEditing();
    void look();
    return box.value === '';
  } catch (error) {
    warn([element('p', {}, icon('warning'), t('say.notSaved', error?.message ?? ''))]);
    return false;
  } finally {
    saving = false;
  }
}

const bytesOver = text => new TextEncoder().encode(text).length - MOST_BYTES;

// Between a key and the next look, marks stay where their words have not moved.
function shift() {
  const text = $('words').value;
  findings = findings.filter(f => text.slice(f.start, f.start + f.length) === f.words);
  drawMarks(text);
}

function look() {
  const text = $('words').value;
  keep(text, store.typing.put);
  return mark(text);
}

async function mark(text) {
  const found = await leaks.find(text);
  if ($('words').value !== text) return;
  findings = found.map(f => ({ ...f, words: text.slice(f.start, f.start + f.length) }));
  drawMarks(text);
  const over = bytesOver(text.normalize('NFC').trim());
  if (over > 0) warn([element('p', {}, icon('warning'), t('say.tooLong', over))]);
  else {
    const parts = findings.length > 0 ? await warning(text, findings[0]) : [];
    if ($('words').value === text) warn(parts);
  }
}

// What is being typed survives a killed tab, to the last key.
function keep(text, put) {
  const kept = text === '' || editing ? store.typing.erase(board.sessionId)
    : put({ sessionId: board.sessionId, words: text, themeId: getTheme(), kind: getKind() });
  kept.catch(() => {});
}

function drawMarks(text) {
  $('behind').replaceChildren(leaks.marked(text, findings), '\n');
  $('behind').scrollTop = $('words').scrollTop;
  $('say').classList.toggle('flagged', findings.length > 0);
}

function warn(parts) {
  $('warning').replaceChildren(...parts);
}

async function warning(text, finding) {
  const said = t('leak.may', finding.words, leaks.reason(finding)) + (findings.length > 1 ? ` (${t('leak.more', findings.length - 1)})` : '');
  const instead = await leaks.suggestion(text, finding);
  const parts = [element('p', {}, icon('warning'), element('span', {}, said))];
  if (instead) parts.push(button(leaks.label(instead), 'small', () => {
    const box = $('words');
    // Only for the words it was made for.
    if (box.value !== text) return;
    box.value = instead.text;
    void look();
    box.focus();
    tell(box.value);
  }));
  return parts;
}
