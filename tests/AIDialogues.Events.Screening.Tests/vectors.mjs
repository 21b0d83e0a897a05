// Run by the tests that hold browser and server together: node vectors.mjs LEXICON.json TEXTS.json [WORDS.js] → the browser's findings as JSON.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { addPointing, readLists } from './js/pointing.js';
import { loadLexicon, screen } from './js/screening.js';

const [, , lexiconFile, textsFile, wordsFile] = process.argv;
const lexicon = await loadLexicon(readFileSync(lexiconFile, 'utf8'));
const lists = wordsFile && readLists((await import(pathToFileURL(wordsFile))).default);
const more = lists && ((tokens, found) => addPointing(tokens, lexicon, lists, found));
const { texts } = JSON.parse(readFileSync(textsFile, 'utf8'));
const found = [];
for (const { text } of texts) found.push(await screen(text, lexicon, more));

console.log(JSON.stringify({ found }));
