// The words of a page, which come translated from it: `<template data-texts>` holds `<p data-text="KEY">…</p>`.

import { Trouble } from './trouble.js';

const MINUTE = 60;

export class Texts {
  /** @param {ParentNode} root */
  constructor(root) {
    /** @type {Map<string, string>} */
    this.all = new Map();
    for (const template of root.querySelectorAll('template[data-texts]')) {
      if (!(template instanceof HTMLTemplateElement)) continue;
      for (const element of template.content.querySelectorAll('[data-text]')) {
        this.all.set(element.getAttribute('data-text') ?? '', element.textContent?.trim() ?? '');
      }
    }
  }

  /**
   * A text with what belongs into it, or nothing where the page has none.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  of(key, values = {}) {
    const text = this.all.get(key) ?? '';
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  /** @param {string} key */
  has(key) {
    return this.all.has(key);
  }

  /**
   * The text about something that went wrong.
   * @param {Trouble} trouble
   */
  about({ key, field, seconds }) {
    return this.of([`${key}-${field}`, key].find((one) => this.has(one)) ?? 'failed', { minutes: Math.max(1, Math.ceil(seconds / MINUTE)) });
  }
}
