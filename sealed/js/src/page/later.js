// Answers that come later, where every failure has one meaning for people.

import { orElse } from './trouble.js';

/**
 * @template T
 * @param {string} key
 * @param {() => Promise<T>} act
 */
export const orElseLater = (key, act) =>
  act().catch((error) =>
    orElse(key, () => {
      throw error;
    }),
  );
