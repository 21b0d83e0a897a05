// Completes the fields of a letter while somebody types: `{` opens the list, arrows choose, Enter or Tab takes, Escape closes.
// Without script the same list stands beside the letter to be typed from.
const fields = [...document.querySelectorAll('#fields dt code')].map((code) => ({ name: code.textContent, says: code.closest('dt').nextElementSibling?.textContent ?? '' }));

const list = document.createElement('ul');
list.id = 'field-choices';
list.className = 'field-choices';
list.setAttribute('role', 'listbox');
list.hidden = true;

let input = null;
let at = 0;
let found = [];

function close() {
  list.hidden = true;
  found = [];
  input?.removeAttribute('aria-activedescendant');
}

// What stands between the last open brace and the cursor; null when no field is being written.
const begun = () => /\{([a-z_]*)$/.exec(input.value.slice(0, input.selectionStart))?.[0] ?? null;

function show() {
  list.replaceChildren(...found.map((field, i) => {
    const item = document.createElement('li');
    item.id = `field-choice-${i}`;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', String(i === at));
    const code = document.createElement('code');
    code.textContent = field.name;
    item.append(code, ` ${field.says}`);
    item.addEventListener('pointerdown', (event) => { event.preventDefault(); at = i; take(); });
    return item;
  }));
  list.hidden = false;
  input.after(list);
  input.setAttribute('aria-activedescendant', `field-choice-${at}`);
}

function take() {
  const start = input.selectionStart - begun().length;
  input.setRangeText(found[at].name, start, input.selectionStart, 'end');
  input.dispatchEvent(new Event('input', { bubbles: true }));
  close();
}

function look() {
  const word = begun();
  found = word === null ? [] : fields.filter((field) => field.name.startsWith(word));
  if (found.length === 0 || (found.length === 1 && found[0].name === word)) { close(); return; }
  at = Math.min(at, found.length - 1);
  show();
}

function press(event) {
  if (list.hidden) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { at = (at + step + found.length) % found.length; show(); }
  else if (event.key === 'Enter' || event.key === 'Tab') take();
  else if (event.key === 'Escape') close();
  else return;
  event.preventDefault();
}

for (const field of document.querySelectorAll('[data-fields]')) {
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', list.id);
  field.after(list);
  field.addEventListener('focus', () => { input = field; });
  field.addEventListener('input', () => { input = field; at = 0; look(); });
  field.addEventListener('keydown', press);
  field.addEventListener('blur', close);
}
