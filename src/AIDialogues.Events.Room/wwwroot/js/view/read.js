// The facilitator's one request and the key that opens it. The key lives in this tab only: closing it forgets.
import { takeKey } from '../page.js';
import { openView } from '../room.js';

export const sessionId = /^\/f\/([0-9a-f-]{36})$/i.exec(location.pathname)?.[1].toLowerCase() ?? null;

const place = `view ${sessionId}`;

export function key() {
  const given = takeKey();
  if (given) sessionStorage.setItem(place, given);
  return sessionStorage.getItem(place);
}

export const forget = () => sessionStorage.removeItem(place);

export const read = held => openView({ sessionId, key: held });
