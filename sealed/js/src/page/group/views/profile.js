// Profile of a member in one pursuance: the name that the others see, and the skills. It is filled from nowhere else.

import { equal, fromUtf8 } from '../../../bytes.js';
import { OTYPE } from '../../../envelope.js';
import { SealedError } from '../../../error.js';
import { FIELD, MOST_SKILLS } from '../../../fields.js';
import { normalSkill } from '../../../tags.js';
import { make } from '../../elements.js';
import { notice } from '../../notices.js';
import { needThat } from '../../trouble.js';
import { put } from '../changes.js';
import { Input } from '../inputs.js';
import { textField } from '../typed.js';
import { Typed, fillIn, touched, valuesOf } from '../typing.js';
import { mayWrite } from './writing.js';

/** @import { SkillOf } from '../../../fields.js' */
/** @import { Part } from '../../part.js' */
/** @import { Texts } from '../../texts.js' */
/** @import { Group } from '../group.js' */
/** @import { GroupSession } from '../session.js' */

/** Levels by weight: who teaches a skill does it, too, and who does it need not learn it. */
const BY_WEIGHT = [2, 0, 1];

/**
 * Skills of a member by their own words; nothing where they are not known.
 * @param {Group} group
 * @param {Uint8Array} iid
 * @returns {SkillOf[]}
 */
export function skillsOf(group, iid) {
  const profile = group.objects.get(OTYPE.profile, iid.slice(0, 16));
  // The first bytes of an identity may be another one's, and the signature says whose.
  if (!profile || !equal(profile.actor, iid)) return [];
  try {
    const bytes = group.textOf(profile, 'skills');
    return bytes ? FIELD.levels.decode(bytes) : [];
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    return [];
  }
}

/**
 * @param {Texts} texts
 * @param {SkillOf[]} skills
 */
export const inWords = (texts, skills) =>
  skills.map(({ name, level }) => (level === 0 ? name : texts.of(`can-${level}`, { skill: name }))).join(', ');

/** @param {SkillOf[]} skills @param {number} of */
const namesOf = (skills, of) => skills.filter(({ level }) => level === of).map(({ name }) => name).join(', ');

/**
 * Skills that were typed at each level; a skill that stands there twice counts once.
 * @param {string[]} typed by levels
 */
function skillsIn(typed) {
  /** @type {Map<string, SkillOf>} */
  const found = new Map();
  for (const level of BY_WEIGHT) {
    for (const name of (typed[level] ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '')) {
      const key = normalSkill(name);
      if (!found.has(key)) found.set(key, { name, level });
    }
  }
  return [...found.values()].sort((a, b) => a.level - b.level);
}

/**
 * @param {Part} part
 * @param {GroupSession} session
 */
export async function beginProfile(part, session) {
  const group = await session.ready;
  if (!mayWrite(part, group)) return;
  const { texts } = part;
  const oid = group.me.iid.slice(0, 16);
  const kept = new Typed(group, 'profile');
  /** @type {import('../typing.js').Fields} */
  let inputs = {};
  /** @type {import('../typing.js').Values} */
  let before = {};
  /** The revision in the fields. @type {import('../objects.js').Sealed | undefined} */
  let base;
  /** @param {import('../typing.js').Left} [left] what was typed before: what came since then is a change by another device */
  const show = (left) => {
    const profile = group.objects.get(OTYPE.profile, oid);
    base = left ? left.base : profile;
    const held = group.textOf(profile, 'name');
    // A newcomer of a moment ago gets the name of their account by themselves (`introduce`).
    const name = new Input(texts, { label: 'field-name', value: held ? fromUtf8(held) : part.name, isRequired: true });
    const skills = skillsOf(group, group.me.iid);
    const levels = [0, 1, 2].map((level) => new Input(texts, { label: `skills-${level}`, kind: 'list', value: namesOf(skills, level), hint: `skills-${level}-hint` }));
    // Each level by its number.
    inputs = { name, ...Object(levels) };
    before = valuesOf(inputs);
    fillIn(inputs, left);
    const act = async () => {
      needThat(name.value !== '', 'no-title', { field: 'name' });
      const typed = skillsIn(levels.map(({ value }) => value));
      needThat(typed.length <= MOST_SKILLS, 'too-many-skills', { field: 'skills' });
      const sent = valuesOf(inputs);
      const { name: called, ...others } = touched(inputs, before);
      const newest = group.objects.get(OTYPE.profile, oid);
      /** @type {Record<string, Uint8Array | null>} */
      const fields = {};
      if (called !== undefined || !newest) fields.name = textField(name.value);
      if (Object.keys(others).length > 0) fields.skills = typed.length > 0 ? FIELD.levels.encode(typed) : null;
      const change = { otype: OTYPE.profile, oid, unit: new Uint8Array(16), base, fields };
      // A person who was told that another device was faster, and presses once more, means it.
      base = newest;
      await put(group, [change]);
      await kept.forget();
      // Keeps the text that was typed meanwhile.
      show({ values: touched(inputs, sent), base: group.objects.get(OTYPE.profile, oid) });
      kept.changed();
      const said = notice(texts.of('saved'));
      part.place.append(said);
      said.focus();
      session.show();
      void session.filling.fill(document, group);
    };
    const content = [name.element, ...levels.map(({ element }) => element), make('p', { class: 'small mute', text: texts.of('skills-server') })];
    const { form } = part.form({ content, button: 'save', fields: { name, skills: /** @type {Input} */ (levels[0]) }, act });
    part.place.replaceChildren(form);
  };
  show(await kept.get());
  kept.hear(part.place, () => touched(inputs, before), () => base);
}
