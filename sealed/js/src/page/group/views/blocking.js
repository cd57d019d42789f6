// One says in words what blocks a task. The server learns that something does.

import { goTo } from '../../navigation.js';
import { needThat } from '../../trouble.js';
import { block } from '../blocking.js';
import { Input } from '../inputs.js';
import { keepLine } from '../typing.js';
import { mayWrite } from './writing.js';

/** @import { Part } from '../../part.js' */
/** @import { GroupSession } from '../session.js' */

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginBlock(part, session) {
  const group = await session.ready;
  if (!mayWrite(part, group)) return;
  const line = new Input(part.texts, { label: 'block', hint: 'block-hint', isRequired: true });
  line.input.dir = 'auto';
  const typed = await keepLine(group, `block/${part.data('object')}`, line);
  const { form } = part.form({
    content: [line.element],
    button: 'say-blocked',
    fields: { 'block-empty': line },
    act: async () => {
      needThat(line.value !== '', 'block-empty');
      await block(group, await group.task(part.data('object')), line.value);
      await typed.forget();
      goTo(part.data('then') || 'reload');
    },
  });
  part.place.replaceChildren(form);
}
