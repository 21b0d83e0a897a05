// Gets a participant's tokens: fetches the key list twice, blinds, has all of them signed in one request, lays the signatures open and hands
// the set to Room's origin in the fragment of an address. Sent again after a lost answer, the same blinded messages get the same signatures.
import { blind, finalise, fromText, prepare, random, readKey, toText } from './blind.js';

const data = JSON.parse(document.getElementById('points-data').textContent);
const status = document.getElementById('points-status');
const say = (text, bad = false) => { status.textContent = text; status.className = bad ? 'notice bad' : 'notice info'; status.hidden = false; };

// The server signs one person after the other, and makes a key for each session for the first one who asks.
const PATIENCE = 120000;
const LIST_PATIENCE = 30000;

export class Lying extends Error {}

// Something that is said as it is; whatever else goes wrong is a sentence of ours too, never an English message of the browser's.
class Said extends Error {}

const withPatience = (ask, address, options, patience) => ask(address, { ...options, cache: 'no-store', signal: AbortSignal.timeout(patience) });

/** The list as Web gives it to whoever is signed in, and as Room gives it to anybody: unless they are the same bytes, both are refused. */
export async function agreedKeys(here, there, ask = fetch) {
  const [mine, everybodys] = await Promise.all([
    withPatience(ask, here, { credentials: 'same-origin' }, LIST_PATIENCE),
    withPatience(ask, there, { credentials: 'omit', mode: 'cors', referrerPolicy: 'no-referrer' }, LIST_PATIENCE).catch(() => { throw new Said(data.texts.room); }),
  ]);
  if (!everybodys.ok) throw new Said(data.texts.room);
  if (!mine.ok) throw new Said(data.texts.later);
  const [a, b] = [await mine.text(), await everybodys.text()];
  if (a !== b) throw new Lying();
  return JSON.parse(a);
}

async function post(handler, body) {
  const answer = await withPatience(fetch, `${data.post ?? ''}?handler=${handler}`, {
    method: 'POST', credentials: 'same-origin', body: body === undefined ? undefined : JSON.stringify(body),
    headers: { 'content-type': 'application/json', RequestVerificationToken: document.querySelector('input[name=__RequestVerificationToken]').value },
  }, PATIENCE);
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Said(json.problem ?? data.texts.later);
  return json;
}

// How far it is, shown before the next one is made: numbers of this size keep the page from drawing.
async function progress(ready, all) {
  say(data.texts.made.replace('{0}', ready).replace('{1}', all));
  await new Promise(drawn => setTimeout(drawn));
}

async function make(keys, each) {
  const fresh = [];
  for (const { id, key } of keys) {
    const opened = await readKey(fromText(key));
    for (let i = 0; i < each; i++) {
      const message = prepare(random(32));
      const { blinded, back } = await blind(opened, message);
      fresh.push({ id, message: toText(message), blinded: toText(blinded), back: back.toString(16) });
      await progress(fresh.length, keys.length * each);
    }
  }
  return fresh;
}

/** What is asked for, kept on the device before it is sent: what it asked for before, and new messages for keys that nobody asked for in this person's name. */
async function asking(list, before, issued, again) {
  const mine = before.filter(a => list.keys.some(k => k.id === a.id));
  const fresh = list.keys.filter(k => !mine.some(a => a.id === k.id) && (again || !issued.includes(k.id)));
  return [...mine, ...await make(fresh, list.perHolder)];
}

async function layOpen(list, asked, signed) {
  const tokens = [];
  for (const { id, key } of list.keys) {
    const opened = await readKey(fromText(key));
    const mine = asked.filter(a => a.id === id);
    for (let i = 0; i < mine.length; i++) {
      const signature = await finalise(opened, fromText(mine[i].message), fromText(signed[id][i]), BigInt('0x' + mine[i].back));
      tokens.push([id, mine[i].message, toText(signature)]);
    }
  }
  return tokens;
}

const place = `tokens ${data.dialogue}`;
const hand = set => location.assign(`${data.form}#t=${toText(new TextEncoder().encode(set))}`);

function kept() {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null');
  } catch {
    return null;
  }
}

// Asked for and not kept, tokens would be lost with the answer, and a second set is given only at the desk.
function keep(what) {
  try {
    localStorage.setItem(place, JSON.stringify(what));
  } catch {
    throw new Said(data.texts.noStore);
  }
}

// One at a time on this device: a second tab that made tokens meanwhile would write its set over the first one's.
const alone = work => (globalThis.navigator?.locks ? navigator.locks.request(place, work) : work());

/** Gives the set for the form: what is new, since what the form has already may be spent by now; where nothing is, what another tab has just made. */
async function made(unasked = false) {
  // Absent where an address is neither https nor of this very device.
  if (!crypto.subtle) throw new Said(data.texts.insecure);
  say(data.texts.working);
  const { issued, again } = await post('Prepare');
  const before = kept();
  // Beside a set that is made, only what was asked for since and got no answer; an older page kept what its set was made of.
  const pending = !before?.set || before.open ? before?.asked ?? [] : [];
  // Another device of theirs has them: only who presses wants those of an added session here.
  if (unasked && issued.length > 0 && pending.length === 0) throw new Said(data.texts.later);
  const list = await agreedKeys(data.keys, data.roomKeys);
  const known = await asking(list, pending, issued, again && !unasked);
  if (known.length === 0 && before?.set) return before.set;
  keep({ ...before, asked: known, open: true });
  say(data.texts.signing);
  const signed = await post('Issue', Object.fromEntries(list.keys.map(k => [k.id, known.filter(a => a.id === k.id).map(a => a.blinded)]).filter(([, messages]) => messages.length > 0)));
  const had = JSON.parse(before?.set ?? '{"tokens":[]}').tokens;
  const tokens = (await layOpen(list, known, signed)).filter(([, message]) => !had.some(([, old]) => old === message));
  // Without what was blinded: Web has its hash beside a name, and whoever reads this device later could tell by it whose tokens these are.
  keep({ set: JSON.stringify({ dialogue: list.dialogue, tokens: [...had, ...tokens] }) });
  return JSON.stringify({ dialogue: list.dialogue, tokens });
}

async function get({ currentTarget: button }) {
  button.disabled = true;
  try {
    hand(await alone(() => made()));
  } catch (error) {
    say(error instanceof Lying ? data.texts.lying : error instanceof Said ? error.message : data.texts.later, true);
    button.disabled = false;
  }
}

// Without a press, on the page that comes back when somebody has agreed. What goes wrong is no news to who asked for nothing: the button is still there.
async function gather() {
  try {
    if (kept()?.set && !kept().open) return;
    await alone(() => made(true));
    say(data.texts.have);
  } catch (error) {
    if (error instanceof Lying) say(data.texts.lying, true);
    else status.hidden = true;
  }
}

const held = () => kept()?.set;
const again = document.getElementById('points-again');

// Who has tokens needs no others, unless sessions were added: the one thing to do then is to take them to the form. Shown by what heeds a press, when it does.
function show() {
  again.hidden = !held();
  const added = document.getElementById('points-added');
  // Once the day is over nothing is made any more.
  if (!added) return;
  added.hidden = data.added === 0;
  document.getElementById('points-first').hidden = data.added > 0 || !again.hidden;
  document.getElementById('points-wait').hidden = true;
}

if (again) {
  for (const id of ['points-get', 'points-more']) document.getElementById(id)?.addEventListener('click', get);
  again.querySelector('[data-do=open]').addEventListener('click', () => hand(held()));
  again.querySelector('[data-do=forget]').addEventListener('click', () => { localStorage.removeItem(place); location.reload(); });
  // Also for who comes back from the form to the page as it was.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  show();
} else if (data.unasked || kept()?.open) {
  void gather();
}
