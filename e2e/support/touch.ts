// A page under a thumb: which of its controls are too small to be met.

import type { Page } from '@playwright/test';

/** Every control that is to be seen and lower than a fingertip. Links within a sentence stand in its lines (WCAG 2.5.8). */
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isInSentence = (control: Element) =>
      control.matches('a') && Array.from(control.parentElement?.childNodes ?? []).some((node) => node.nodeType === 3 && node.textContent?.trim());
    const isSeen = (control: Element) => control.checkVisibility() && !control.closest('.sr, .skip');
    const touched = (control: Element) => (control.matches('[type=checkbox], [type=radio]') && control.closest('label')) || control;
    const controls = Array.from(document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])'));
    return controls
      .filter((control) => isSeen(control) && !isInSentence(control))
      .map((control) => ({ control, box: touched(control).getBoundingClientRect() }))
      .filter(({ control, box }) => box.height < 43.5 || (control.matches('summary') && box.width < 43.5))
      .map(({ control, box }) => {
        const name = (control.textContent?.trim() || control.getAttribute('aria-label') || control.getAttribute('name')) ?? '';
        const place = control.parentElement?.className || control.parentElement?.localName;
        return `${control.localName} “${name.slice(0, 40)}” in ${place}: ${Math.round(box.width)}×${Math.round(box.height)}`;
      });
  });
}
