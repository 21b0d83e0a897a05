// Run by Signing_unseen: node vectors.mjs RFC9474.json → what the browser's module makes of each vector, as JSON. The key is read from its DER.
import { readFileSync } from 'node:fs';
import { blind, finalise, inverse, prepare, readKey, toNumber } from './blind.mjs';

const hex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
const text = bytes => Buffer.from(bytes).toString('hex');
const [, , file, der] = process.argv;
const found = [];
for (const v of JSON.parse(readFileSync(file, 'utf8')).vectors) {
  const key = await readKey(hex(der), hex(v.salt).length);
  const message = v.msg_prefix ? prepare(hex(v.msg), hex(v.msg_prefix)) : hex(v.msg);
  const { blinded, back } = await blind(key, message, { salt: hex(v.salt), factor: inverse(toNumber(hex(v.inv)), key.n) });
  const sig = await finalise(key, message, hex(v.blind_sig), back);
  const wrong = hex(v.blind_sig);
  wrong[100] ^= 1;
  const refused = await finalise(key, message, wrong, back).then(() => false, () => true);
  found.push({ blinded: text(blinded), sig: text(sig), refused });
}
console.log(JSON.stringify(found));
