// Lies that a server may be caught at (docs/sealed.md §3.14), and those that end all writing.

/**
 * `invalid`: the log does not fold; `fork`: another log than the one that was seen; `rollback`: an older one; `withheld`: what others
 * have seen is not served; `substituted`: not what was signed; `excluded`: no key for a member; `changed`: relations that nobody signed.
 * @typedef {'invalid' | 'fork' | 'rollback' | 'withheld' | 'substituted' | 'excluded' | 'changed'} Kind
 */
/**
 * `about`: an object or a member, or nothing in particular. `evidence`: what tells it, each time that it told something else.
 * @typedef {{ kind: Kind, about: string, evidence: string[][] }} Lie
 */

/** Lies after which a writer would sign what another log says. @type {Set<Kind>} */
const FREEZING = new Set(['invalid', 'fork', 'rollback']);

/** So many times are kept: a server that lies again and again fills no memory. */
const MOST = 50;

export class Lies {
  constructor() {
    /** @type {Map<string, Lie>} */
    this.all = new Map();
    /** @type {((lie: Lie) => void)[]} */
    this.heard = [];
  }

  /**
   * Notes a lie once, and what tells it each time: two forks are two proofs.
   * @param {Kind} kind
   * @param {string} [about]
   * @param {string[]} [evidence] what tells it: hashes, in hexadecimal
   */
  raise(kind, about = '', evidence = []) {
    const key = `${kind} ${about}`;
    const known = this.all.get(key);
    if (known) {
      const isNew = known.evidence.every((one) => `${one}` !== `${evidence}`);
      if (isNew && known.evidence.length < MOST) known.evidence.push(evidence);
      return;
    }
    const lie = { kind, about, evidence: [evidence] };
    this.all.set(key, lie);
    for (const hear of this.heard) hear(lie);
  }

  /** @param {(lie: Lie) => void} hear also of what was noted before */
  hear(hear) {
    this.heard.push(hear);
    for (const lie of this.all.values()) hear(lie);
  }

  /** Whether nothing may be written at all. What is about one object ends the writing of that one. */
  get isFrozen() {
    return [...this.all.values()].some(({ kind, about }) => about === '' && FREEZING.has(kind));
  }

  /**
   * @param {Kind} kind
   * @param {string} [about]
   */
  has(kind, about = '') {
    return this.all.has(`${kind} ${about}`);
  }

  /**
   * The subjects of the lies of a kind.
   * @param {Kind} kind
   */
  about(kind) {
    return [...this.all.values()].filter((lie) => lie.kind === kind).map(({ about }) => about);
  }

  /**
   * Whether there is one of this kind, about anything.
   * @param {Kind} kind
   */
  hasAny(kind) {
    return this.about(kind).length > 0;
  }

  /**
   * It was none: a server that had an older state has been given the newer one.
   * @param {Kind} kind
   * @param {string} [about]
   */
  heal(kind, about = '') {
    this.all.delete(`${kind} ${about}`);
  }
}
