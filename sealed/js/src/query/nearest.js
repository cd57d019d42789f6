// The word that was probably meant by a misspelt word.

/** The most slips between a typed word and the meant word. */
const MOST = 2;

/**
 * The nearest of some words: it differs in at most two letters, and in no more than half of them; else the only word that begins with the
 * typed text.
 * @param {string} written
 * @param {string[]} words
 */
export function nearest(written, words) {
  const typed = [...written.toLowerCase()];
  const near = words.flatMap((word) => {
    const slips = slipsOf(typed, [...word]);
    return slips <= Math.min(MOST, Math.floor(word.length / 2)) ? [{ slips, word }] : [];
  });
  const least = Math.min(...near.map(({ slips }) => slips));
  const found = near.find(({ slips }) => slips === least);
  if (found) return found.word;
  const begun = words.filter((word) => typed.length > 0 && word.startsWith(typed.join('')));
  return begun.length === 1 ? begun[0] : undefined;
}

/**
 * Number of letters that are missing, extra, different or swapped with their neighbour.
 * @param {string[]} one
 * @param {string[]} other
 */
function slipsOf(one, other) {
  if (Math.abs(one.length - other.length) > MOST) return Infinity;
  let earlier = [Infinity];
  let before = [...other.keys(), other.length];
  one.forEach((letter, row) => {
    const now = [row + 1];
    other.forEach((wanted, column) => {
      const isSwapped = row > 0 && column > 0 && letter === other[column - 1] && one[row - 1] === wanted;
      now.push(
        Math.min(
          (before[column] ?? Infinity) + (letter === wanted ? 0 : 1),
          (before[column + 1] ?? Infinity) + 1,
          (now[column] ?? Infinity) + 1,
          isSwapped ? (earlier[column - 1] ?? Infinity) + 1 : Infinity,
        ),
      );
    });
    [earlier, before] = [before, now];
  });
  return before.at(-1) ?? Infinity;
}
