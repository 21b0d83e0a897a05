// The facilitator's one request and the key that opens it. The key lives in this tab only: closing it forgets.
import { openView } from '../room.js';

export const sessionId = /^\/f\/([0-9a-f-]{36})$/i.exec(location.pathname)?.[1].toLowerCase() ?? null;

const place = `view ${sessionId}`;

// Out of the address bar at once: neither the history nor somebody looking over a shoulder keeps it.
export function key() {
  const given = new URLSearchParams(location.hash.slice(1)).get('k');
  if (given) {
    history.replaceState(null, '', location.pathname + location.search);
    sessionStorage.setItem(place, given);
  }
  return sessionStorage.getItem(place);
}

export const forget = () => sessionStorage.removeItem(place);

export const read = held => openView({ sessionId, key: held });
