// Run by `./dev bench screening`: node rivals.mjs TEXTS.json → for each tool the stretches it would mask in each text and the time it took.
// Each tool is used as its page shows it; none of them knows the list of participants.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import nlp from 'compromise';
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';

const { SyncRedactor } = createRequire(import.meta.url)('redact-pii');
const redactor = new SyncRedactor();
const wink = winkNLP(model, ['sbd', 'pos']);

// redact-pii answers with labels in place of what it found: what stands between the labels says where.
const LABEL = /(?:PERSON_NAME|CREDIT_CARD_NUMBER|US_SOCIAL_SECURITY_NUMBER|PHONE_NUMBER|EMAIL_ADDRESS|IP_ADDRESS|STREET_ADDRESS|ZIPCODE|USERNAME|PASSWORD|CREDENTIALS|DIGITS|URL)/;

function redactPii(text) {
  const spans = [];
  let at = 0;
  const parts = redactor.redact(text).split(LABEL);
  parts.forEach((part, i) => {
    const next = part === '' && i === parts.length - 1 ? text.length : text.indexOf(part, at);
    if (next < 0) return;
    if (i > 0 && next > at) spans.push([at, next]);
    at = next + part.length;
  });
  return spans;
}

function compromise(text) {
  const doc = nlp(text);
  return ['people', 'places', 'organizations', 'numbers', 'emails', 'phoneNumbers', 'urls'].flatMap(what => doc[what]().json({ offset: true }))
    .filter(found => found.offset).map(found => [found.offset.start, found.offset.start + found.offset.length]);
}

function winkProperNouns(text) {
  const spans = [], its = wink.its, tokens = wink.readDoc(text).tokens();
  const words = tokens.out(), kinds = tokens.out(its.pos);
  let at = 0;
  words.forEach((word, i) => {
    const start = text.indexOf(word, at);
    if (start < 0) return;
    if (kinds[i] === 'PROPN') spans.push([start, start + word.length]);
    at = start + word.length;
  });
  return spans;
}

const texts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tools = { 'redact-pii': redactPii, compromise, 'wink proper nouns': winkProperNouns };
const answer = {};
for (const [name, find] of Object.entries(tools)) {
  texts.slice(0, 50).forEach(find);
  answer[name] = texts.map(text => {
    const before = performance.now(), spans = find(text);
    return { ms: performance.now() - before, spans };
  });
}
console.log(JSON.stringify(answer));
