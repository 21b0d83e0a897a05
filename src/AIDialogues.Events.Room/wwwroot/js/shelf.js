// The page without a session: the boards on this device.
import * as store from './store.js';
import { $, element } from './page.js';
import { language, say, t } from './texts.js';

export async function open() {
  const boards = (await store.boards.all()).filter(b => b.board);
  for (const { sessionId, board } of boards) {
    const drafts = (await store.points.of(sessionId)).filter(p => !p.handedIn).length;
    $('boards-list').append(element('li', {},
      element('a', { href: `/s/${sessionId}?lang=${language}` }, say(board.title)), ` – ${say(board.series)}`,
      ...(drafts > 0 ? [' ', element('span', { class: 'badge warn' }, t('boards.notHandedIn', drafts))] : [])));
  }
  $('boards-none').hidden = boards.length > 0;
  $('boards').hidden = false;
  $('loading').hidden = true;
}
