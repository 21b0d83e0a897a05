// Run by The_browser_and_the_server_agree: node vectors.mjs LEXICON.json VECTORS.json → the browser's findings as JSON.
import { readFileSync } from 'node:fs';
import { loadLexicon, screen } from './screening.mjs';

const [, , lexiconFile, vectorsFile] = process.argv;
const lexicon = await loadLexicon(readFileSync(lexiconFile, 'utf8'));
const { texts } = JSON.parse(readFileSync(vectorsFile, 'utf8'));
const found = [];
for (const { text } of texts) found.push(await screen(text, lexicon));

// A draft of 500 characters, nothing remembered, after the code has warmed up.
const draft = texts.map(({ text }) => text).join(' ').slice(0, 500);
lexicon.digests.clear();
const before = performance.now();
await screen(draft, lexicon);
const milliseconds = performance.now() - before;
console.log(JSON.stringify({ found, milliseconds }));
