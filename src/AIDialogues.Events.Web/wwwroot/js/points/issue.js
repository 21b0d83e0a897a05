// Gets a participant's tokens: fetches the key list twice, blinds, has all of them signed in one request, lays the signatures open and hands
// the set to Room's origin in the fragment of an address. Sent again after a lost answer, the same blinded messages get the same signatures.
import { blind, finalise, fromText, prepare, random, readKey, toText } from './blind.js';

const data = JSON.parse(document.getElementById('points-data').textContent);
const status = document.getElementById('points-status');
const say = (text, bad = false) => { status.textContent = text; status.className = bad ? 'notice bad' : 'notice info'; status.hidden = false; };

export class Lying extends Error {}

/** The list as Web gives it to whoever is signed in, and as Room gives it to anybody: unless they are the same bytes, both are refused. */
export async function agreedKeys(here, there, ask = fetch) {
  const [mine, everybodys] = await Promise.all([
    ask(here, { credentials: 'same-origin', cache: 'no-store' }),
    ask(there, { credentials: 'omit', mode: 'cors', cache: 'no-store', referrerPolicy: 'no-referrer' }),
  ]);
  if (!mine.ok || !everybodys.ok) throw new Error('no keys');
  const [a, b] = [await mine.text(), await everybodys.text()];
  if (a !== b) throw new Lying();
  return JSON.parse(a);
}

async function post(handler, body) {
  const answer = await fetch(`?handler=${handler}`, {
    method: 'POST', credentials: 'same-origin', body: body === undefined ? undefined : JSON.stringify(body),
    headers: { 'content-type': 'application/json', RequestVerificationToken: document.querySelector('input[name=__RequestVerificationToken]').value },
  });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(json.problem ?? data.texts.later);
  return json;
}

/** What is asked for, kept on the device before it is sent. */
async function make(list) {
  const asked = [];
  for (const { id, key } of list.keys) {
    const opened = await readKey(fromText(key));
    for (let i = 0; i < list.perHolder; i++) {
      const message = prepare(random(32));
      const { blinded, back } = await blind(opened, message);
      asked.push({ id, message: toText(message), blinded: toText(blinded), back: back.toString(16) });
    }
  }
  return asked;
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

async function get() {
  document.getElementById('points-get').disabled = true;
  try {
    say(data.texts.working);
    await post('Prepare');
    const list = await agreedKeys(data.keys, data.roomKeys);
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null');
    const known = kept?.asked && list.keys.every(k => kept.asked.some(a => a.id === k.id)) ? kept.asked : await make(list);
    localStorage.setItem(place, JSON.stringify({ asked: known }));
    const signed = await post('Issue', Object.fromEntries(list.keys.map(k => [k.id, known.filter(a => a.id === k.id).map(a => a.blinded)])));
    const set = JSON.stringify({ dialogue: list.dialogue, tokens: await layOpen(list, known, signed) });
    localStorage.setItem(place, JSON.stringify({ asked: known, set }));
    hand(set);
  } catch (error) {
    say(error instanceof Lying ? data.texts.lying : error.message, true);
    document.getElementById('points-get').disabled = false;
  }
}

const held = () => JSON.parse(localStorage.getItem(place) ?? 'null')?.set;
const again = document.getElementById('points-again');

// Who has tokens needs no others: the one thing to do then is to take them to the form.
function show() {
  again.hidden = !held();
  document.getElementById('points-first').hidden = !again.hidden;
}

if (again) {
  document.getElementById('points-get').addEventListener('click', get);
  again.querySelector('[data-do=open]').addEventListener('click', () => hand(held()));
  again.querySelector('[data-do=forget]').addEventListener('click', () => { localStorage.removeItem(place); location.reload(); });
  // Also for who comes back from the form to the page as it was.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  show();
}
