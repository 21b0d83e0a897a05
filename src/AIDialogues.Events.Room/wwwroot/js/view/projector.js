// The view on a wall: full screen, large, nothing to press. F or the button; Esc, F or the button that shows when the pointer moves leave it.
import { $, singleKeys } from '../page.js';

const REST = 3000;
const page = document.documentElement;
let resting = 0;

const projecting = () => page.classList.contains('projector');

function show(on) {
  page.classList.toggle('projector', on);
  $('leave').hidden = !on;
  if (on) document.activeElement?.blur();
  else $('project').focus();
}

async function toggle() {
  const on = !projecting();
  show(on);
  // Large type is worth having where full screen is refused, as on some phones.
  if (on) await page.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) await document.exitFullscreen();
}

function pointing() {
  page.classList.add('pointing');
  clearTimeout(resting);
  resting = setTimeout(() => page.classList.remove('pointing'), REST);
}

export function listen() {
  $('project').hidden = false;
  $('project').addEventListener('click', toggle);
  $('leave').addEventListener('click', toggle);
  document.addEventListener('fullscreenchange', () => { if (!document.fullscreenElement && projecting()) show(false); });
  for (const kind of ['pointermove', 'pointerdown']) document.addEventListener(kind, () => projecting() && pointing());
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && projecting() && !document.fullscreenElement) void toggle();
    if (event.key.toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !singleKeys()) return;
    event.preventDefault();
    void toggle();
  });
}
