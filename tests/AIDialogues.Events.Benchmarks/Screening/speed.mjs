// node speed.mjs LEXICON.json TEXTS.json WORDS.mjs → milliseconds for each text, none of which has been seen before.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { addPointing, readLists } from './js/pointing.js';
import { loadLexicon, screen } from './js/screening.js';

const [, , lexiconFile, textsFile, wordsFile] = process.argv;
const lexicon = await loadLexicon(readFileSync(lexiconFile, 'utf8'));
const lists = readLists((await import(pathToFileURL(wordsFile))).default);
const times = [];
for (const text of JSON.parse(readFileSync(textsFile, 'utf8'))) {
  lexicon.known.clear();
  const before = performance.now();
  await screen(text, lexicon, (tokens, found) => addPointing(tokens, lexicon, lists, found));
  times.push(performance.now() - before);
}

console.log(JSON.stringify(times));
