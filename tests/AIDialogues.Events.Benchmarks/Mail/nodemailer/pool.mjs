// node pool.mjs PORT LETTERS CONNECTIONS: sends the same letters through nodemailer's pool; prints the seconds it took.
import { createTransport } from 'nodemailer';
import { readFileSync } from 'node:fs';

const [port, letters, connections] = process.argv.slice(2).map(Number);
const { subject, text, html } = JSON.parse(readFileSync(0, 'utf8'));
const pool = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true, maxConnections: connections, maxMessages: Infinity });
const send = (i) => pool.sendMail({ from: 'Institut Méridien <invitations@meridien.test>', to: `awa${i}@bassin.test`, subject, text, html });

await send('warm');
const begun = performance.now();
await Promise.all(Array.from({ length: letters }, (_, i) => send(i)));
console.log(((performance.now() - begun) / 1000).toFixed(4));
pool.close();
