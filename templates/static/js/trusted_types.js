// Trusted Types: a text must go through here before the browser makes markup or a script of it, and nothing else of a page may.

const WORKER = '/worker.js';

/** @typedef {{ createHTML: (text: string) => string, createScriptURL: (text: string) => string }} Rules */
const rules = {
  /** @param {string} text a page of this server, read into a document of its own, in which no script runs */
  createHTML: (text) => text,
  /** @param {string} text */
  createScriptURL: (text) => {
    if (text !== WORKER) throw new TypeError('another script');
    return text;
  },
};

const { trustedTypes } = /** @type {{ trustedTypes?: { createPolicy: (name: string, rules: Rules) => Rules } }} */ (globalThis);
const policy = trustedTypes?.createPolicy('page', rules) ?? rules;

/**
 * The document of a page's text.
 * @param {string} text
 */
export const documentOf = (text) => new DOMParser().parseFromString(policy.createHTML(text), 'text/html');

/** The address of the script that shows what is pushed. */
export const worker = () => policy.createScriptURL(WORKER);
