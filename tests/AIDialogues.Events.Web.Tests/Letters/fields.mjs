// Types into a letter with the page's own module and says what somebody sees after each step. The page is the little of a browser that the module asks for.
class Element {
  constructor(tag) { Object.assign(this, { tag, attributes: {}, children: [], listeners: {}, hidden: false, textContent: '', value: '', selectionStart: 0 }); }
  setAttribute(name, value) { this.attributes[name] = value; }
  removeAttribute(name) { delete this.attributes[name]; }
  addEventListener(name, heard) { (this.listeners[name] ??= []).push(heard); }
  dispatchEvent(event) { for (const heard of this.listeners[event.type] ?? []) heard(event); }
  append(...children) { this.children.push(...children); }
  replaceChildren(...children) { this.children = children; }
  after() { }
  closest() { return this.term; }
  setRangeText(text, start, end) { this.value = this.value.slice(0, start) + text + this.value.slice(end); this.selectionStart = start + text.length; }
}

const names = { '{given_name}': 'The given name', '{family_name}': 'The family name', '{link}': 'The personal link' };
const codes = Object.entries(names).map(([name, says]) => Object.assign(new Element('code'), { textContent: name, term: { nextElementSibling: { textContent: says } } }));
const letter = new Element('textarea');
let list;
globalThis.document = {
  querySelectorAll: (selector) => (selector === '[data-fields]' ? [letter] : codes),
  createElement: (tag) => { const element = new Element(tag); if (tag === 'ul') list = element; return element; },
};
await import('./fields-module.mjs');

const seen = [];
const look = (step) => seen.push({
  step, value: letter.value, cursor: letter.selectionStart,
  choices: list.hidden ? null : list.children.map((item) => item.children[0].textContent + (item.attributes['aria-selected'] === 'true' ? '*' : '')),
  active: letter.attributes['aria-activedescendant'] ?? null,
});
const type = (text) => {
  letter.setRangeText(text, letter.selectionStart, letter.selectionStart);
  letter.dispatchEvent(new Event('input'));
  look(`type ${text}`);
};
const press = (key) => {
  const event = Object.assign(new Event('keydown', { cancelable: true }), { key });
  letter.dispatchEvent(event);
  look(`press ${key}${event.defaultPrevented ? '' : ' (left to the browser)'}`);
};

letter.dispatchEvent(new Event('focus'));
type('Dear ');
press('Enter');
type('{');
press('ArrowUp');
press('ArrowDown');
press('ArrowDown');
press('Tab');
type(', {g');
press('Enter');
type(' {link');
press('Escape');
type('}');
type(' {x');
type(' {l');
letter.dispatchEvent(new Event('blur'));
look('leave');
type('i');
list.children[0].dispatchEvent(new Event('pointerdown', { cancelable: true }));
look('point');

console.log(JSON.stringify({ roles: [list.attributes.role, letter.attributes['aria-autocomplete'], letter.attributes['aria-controls'] === list.id], seen }));
