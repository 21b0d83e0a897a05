// Run by the tests of rewrites: node rewrites.mjs LEXICON.json TEXTS.json WORDS.js SUGGESTIONS.json → for each text and finding { words, text, left } or null.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { addPointing, readLists } from './js/pointing.js';
import { rewrite } from './js/rewrite.js';
import { loadLexicon, screen } from './js/screening.js';

const [, , lexiconFile, textsFile, wordsFile, suggestionsFile] = process.argv;
const lexicon = await loadLexicon(readFileSync(lexiconFile, 'utf8'));
const lists = readLists((await import(pathToFileURL(wordsFile))).default);
const find = text => screen(text, lexicon, (tokens, found) => addPointing(tokens, lexicon, lists, found));
const { texts } = JSON.parse(readFileSync(textsFile, 'utf8'));
const words = JSON.parse(readFileSync(suggestionsFile, 'utf8'));
const rewrites = [];
for (const { text } of texts) {
  const mine = [];
  for (const finding of await find(text)) {
    const other = await rewrite(text, finding, find, f => words[`${f.kind} ${f.reason}`] ?? ['']);
    mine.push(other && { ...other, left: (await find(other.text)).length });
  }
  rewrites.push(mine);
}

console.log(JSON.stringify({ rewrites }));
