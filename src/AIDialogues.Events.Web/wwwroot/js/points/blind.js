// The participant's side of RFC 9474 (RSABSSA with SHA-384): prepare, blind, finalise. The message and the factor that hides it are made
// here and never leave; the private exponent is never here, so native BigInt, whose time depends on its numbers, tells nobody anything
// but this device. Salt, prefix and factor can be given, for the vectors of the RFC; a page never gives them.
const HASH = 'SHA-384';
const HASH_BYTES = 48;

export const random = length => crypto.getRandomValues(new Uint8Array(length));

export const toNumber = bytes => bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

export function toBytes(number, length) {
  const hex = number.toString(16).padStart(length * 2, '0');
  if (hex.length !== length * 2) throw new Error('the number is too large');
  return Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
}

export const toText = bytes => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

export const fromText = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));

const bitLength = number => number.toString(2).length;

function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

const hash = async bytes => new Uint8Array(await crypto.subtle.digest(HASH, bytes));

export function power(value, exponent, modulus) {
  let result = 1n;
  for (let square = value % modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = result * square % modulus;
    square = square * square % modulus;
  }
  return result;
}

// Extended Euclid; throws where there is no inverse, which for the modulus of a key means a factor of it was found.
export function inverse(value, modulus) {
  let [low, high, one, other] = [((value % modulus) + modulus) % modulus, modulus, 1n, 0n];
  while (low > 0n) {
    const times = high / low;
    [low, high, one, other] = [high - times * low, low, other - times * one, one];
  }
  if (high !== 1n) throw new Error('no inverse');
  return ((other % modulus) + modulus) % modulus;
}

async function mask(seed, length) {
  const parts = [];
  for (let counter = 0; parts.length * HASH_BYTES < length; counter++) parts.push(await hash(concat(seed, toBytes(BigInt(counter), 4))));
  return concat(...parts).slice(0, length);
}

// EMSA-PSS-ENCODE of RFC 8017, 9.1.1.
export async function encode(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const digest = await hash(concat(new Uint8Array(8), await hash(message), salt));
  const block = concat(new Uint8Array(length - salt.length - HASH_BYTES - 2), [1], salt);
  const masked = (await mask(digest, block.length)).map((byte, i) => byte ^ block[i]);
  masked[0] &= 0xff >> (8 * length - bits);
  return concat(masked, digest, [0xbc]);
}

/** A public key from its DER (SubjectPublicKeyInfo): modulus, exponent, and the browser's own key to verify with. */
export async function readKey(der, saltLength = HASH_BYTES) {
  const key = await crypto.subtle.importKey('spki', der, { name: 'RSA-PSS', hash: HASH }, true, ['verify']);
  const { n, e } = await crypto.subtle.exportKey('jwk', key);
  const modulus = toNumber(fromText(n));
  return { key, n: modulus, e: toNumber(fromText(e)), length: Math.ceil(bitLength(modulus) / 8), saltLength };
}

export const prepare = (message, prefix = random(32)) => concat(prefix, message);

// A factor without bias: numbers not below the modulus are thrown away.
function factorBelow(modulus, length) {
  for (;;) {
    const factor = toNumber(random(length));
    if (factor > 0n && factor < modulus) return factor;
  }
}

/** Gives the blinded message, to be signed, and the inverse with which the signature is laid open. */
export async function blind(key, message, { salt = random(key.saltLength), factor = factorBelow(key.n, key.length) } = {}) {
  const encoded = toNumber(await encode(message, bitLength(key.n) - 1, salt));
  inverse(encoded, key.n);
  const back = inverse(factor, key.n);
  return { blinded: toBytes(encoded * power(factor, key.e, key.n) % key.n, key.length), back };
}

/** The signature of the message, checked; throws when the signer gave anything else. */
export async function finalise(key, message, signed, back) {
  if (signed.length !== key.length) throw new Error('a signature of a wrong length');
  const signature = toBytes(toNumber(signed) * back % key.n, key.length);
  const holds = await crypto.subtle.verify({ name: 'RSA-PSS', saltLength: key.saltLength }, key.key, signature, message);
  if (!holds) throw new Error('a wrong signature');
  return signature;
}
