// Small hands for the page.
export const $ = id => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export function button(label, classes, onClick, longLabel) {
  const made = element('button', { type: 'button', class: `button ${classes}`, 'aria-label': longLabel ?? null }, label);
  made.addEventListener('click', onClick);
  return made;
}

// Said to a screen reader; emptied first, so that the same sentence twice is said twice.
export function tell(sentence) {
  $('said').textContent = '';
  requestAnimationFrame(() => { $('said').textContent = sentence; });
}

export function notice(kind, sentence, link = null) {
  $('notice').className = `notice ${kind}`;
  $('notice').hidden = !sentence;
  $('notice').querySelector('p').replaceChildren(sentence ?? '', ...(link ? [' ', element('a', { href: link.address, rel: 'noreferrer' }, link.label)] : []));
}

// Opens a dialog and gives the value of the button that closed it ('' for Esc).
export function ask(dialog) {
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true }));
}

// The key in the address's fragment. It is taken out of the address bar at once, so that neither the history nor somebody looking over a
// shoulder keeps it.
export function takeKey() {
  const key = new URLSearchParams(location.hash.slice(1)).get('k');
  if (key) history.replaceState(null, '', location.pathname + location.search);
  return key;
}

// Keys of a single character can be switched off: who dictates would press them by speaking (WCAG 2.1.4). A habit of this device.
export const singleKeys = () => localStorage.getItem('single-keys') !== 'off';

export const setSingleKeys = on => localStorage.setItem('single-keys', on ? 'on' : 'off');
