// Run by The_browser_and_the_server_agree: node vectors.mjs LEXICON.json VECTORS.json → the browser's findings as JSON.
import { readFileSync } from 'node:fs';
import { loadLexicon, screen } from './screening.mjs';

const [, , lexiconFile, vectorsFile] = process.argv;
const lexicon = await loadLexicon(readFileSync(lexiconFile, 'utf8'));
const { texts } = JSON.parse(readFileSync(vectorsFile, 'utf8'));
const found = [];
for (const { text } of texts) found.push(await screen(text, lexicon));

console.log(JSON.stringify({ found }));
