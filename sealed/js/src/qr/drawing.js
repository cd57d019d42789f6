// A text as a picture that cameras read, drawn on the device: one that came from the server could show something else.

import { encodeQR } from 'qr';

/** The white border that readers need around the code, in squares (ISO/IEC 18004 §9.1). */
const QUIET = 4;

/**
 * Runs of dark squares, as the data of an SVG path; `size` is the width and height with the border.
 * @param {string} text
 */
export function squaresOf(text) {
  const rows = encodeQR(text, 'raw', { border: QUIET });
  let path = '';
  for (const [y, row] of rows.entries()) {
    for (let x = row.indexOf(true); x >= 0; ) {
      const end = row.indexOf(false, x);
      path += `M${x} ${y}h${end - x}v1h-${end - x}z`;
      x = row.indexOf(true, end);
    }
  }
  return { size: rows.length, path };
}
