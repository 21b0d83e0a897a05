// The requests of the participant's form: no cookie, no referrer, and a length that is a multiple of 4 KiB.
const BUCKET = 4096;
const encoder = new TextEncoder();

export class Unreachable extends Error {}

export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

function padded(body) {
  const open = JSON.stringify(body).slice(0, -1) + ',"pad":"';
  const used = encoder.encode(open).length + 2;
  return open + ' '.repeat((BUCKET - used % BUCKET) % BUCKET) + '"}';
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', redirect: 'error', signal: AbortSignal.timeout(20000), ...options });
  } catch {
    throw new Unreachable();
  }
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  if (answer.status >= 500) throw new Unreachable();
  throw new Refused(json.code);
}

export const post = (path, body) => ask(path, { method: 'POST', body: padded(body), headers: { 'content-type': 'application/json' } });

// Whole lists, the same for everybody: to ask for one token or one text would tell which it is.
// With it the run of Room: another one than before, and Room may have forgotten what it held.
export async function spent(dialogue) {
  const { spent: hashes, run } = await ask(`/api/tokens/spent/${dialogue}`, {});
  return { used: new Set(hashes), run };
}

export const accepted = async token => new Set((await post('/api/tokens/accepted', { token })).accepted);
