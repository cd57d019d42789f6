// Somebody at a browser: what they do, they do by the links, fields and buttons that a page shows.
//
// Nothing here needs JavaScript, and nothing waits for a while: what another server still has to bring is looked for again
// until it is there.

import { expect, type Browser, type Locator, type Page } from '@playwright/test';

import { opensAccount } from './account.ts';
import { type Instance, passphraseOf } from './instance.ts';
import { authenticate } from './session.ts';

const BETWEEN_LOOKS_MS = [100, 250, 500];

export class Visitor {
  private constructor(
    readonly page: Page,
    readonly home: Instance,
    readonly name: string,
  ) {}

  /** Opens an account by the page for it. */
  static async joins(browser: Browser, home: Instance, name: string): Promise<Visitor> {
    const context = await browser.newContext();
    const visitor = new Visitor(await context.newPage(), home, name);
    const { page } = visitor;
    await visitor.opens('/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Join' }).click();
    await opensAccount(page, name, visitor.passphrase);
    await visitor.isTold('Welcome.');
    return visitor;
  }

  /** Comes with an account that is there already, signed in, and looks at the home page: where joining is not the subject. The server
   * knows its passphrase, so it has no keys: for private pursuances see `joins`. */
  static async comes(browser: Browser, home: Instance, name: string): Promise<Visitor> {
    const context = await browser.newContext();
    await home.account(name);
    const visitor = new Visitor(await context.newPage(), home, name);
    await authenticate(context, visitor);
    await visitor.opens('/');
    return visitor;
  }

  /** The passphrase that opens the account. */
  get passphrase(): string {
    return passphraseOf(this.name);
  }

  async opens(path: string): Promise<void> {
    await this.page.goto(this.home.baseUrl + path);
  }

  /** Starts a pursuance by the page for it. */
  async starts(slug: string, name: string, mission: string): Promise<void> {
    await this.opens('/p/new');
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.page.getByLabel('Short name for addresses').fill(slug);
    await this.page.getByLabel('Mission').fill(mission);
    await this.page.getByRole('radio', { name: /^Always/ }).check();
    await this.page.getByRole('button', { name: 'Start' }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(name);
  }

  /** Writes a task into the field of the outline that is on the page, and stays there. */
  async adds(title: string, field = 'New task'): Promise<void> {
    await this.page.getByLabel(field, { exact: true }).fill(title);
    await this.page.getByLabel(field, { exact: true }).press('Enter');
    await expect(this.row(title)).toBeVisible();
  }

  /** The link of a task in the outline on the page. */
  row(title: string): Locator {
    return this.page.locator('.tree').getByRole('link', { name: title, exact: true });
  }

  /** Follows the link of a task in the outline on the page. */
  async follows(title: string): Promise<void> {
    await this.row(title).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(title);
  }

  /** Chooses from the menu of a task. */
  async chooses(entry: string): Promise<void> {
    await this.page.locator('details.menu > summary').click();
    await this.page.locator('details.menu').getByRole('link', { name: entry }).click();
  }

  /** Begins to hand the task on the page over. */
  async handsOver(): Promise<void> {
    await this.page.getByRole('link', { name: 'Hand to another pursuance' }).click();
  }

  /** Opens a folded part, unless it is open already, and returns it. */
  async unfolds(summary: string): Promise<Locator> {
    const part = this.page.locator('details.why', {
      has: this.page.locator(':scope > summary', { hasText: summary }),
    });
    if ((await part.getAttribute('open')) === null) await part.locator('summary').first().click();
    return part;
  }

  async presses(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Says something in the discussion of the task on the page. */
  async says(words: string): Promise<void> {
    await this.page.getByLabel('Add to the discussion').fill(words);
    await this.presses('Send');
    await expect(this.page.locator('#discussion')).toContainText(words);
  }

  /** Reads the notice on top of the page. */
  async isTold(words: string): Promise<void> {
    await expect(this.page.locator('.flash')).toContainText(words);
  }

  /** Looks at a part of the page until it says something, opening the page again in between. */
  async reads(part: string, words: string | RegExp): Promise<void> {
    await this.looksUntil(() => expect(this.part(part)).toContainText(words, { timeout: 1 }));
  }

  /** Opens the page again until what is expected of it holds. */
  async looksUntil(holds: () => Promise<void>): Promise<void> {
    await expect(async () => {
      await this.page.goto(this.page.url().split('#')[0] ?? '');
      await holds();
    }).toPass({ intervals: BETWEEN_LOOKS_MS, timeout: 45_000 });
  }

  /** A part of the page, by its selector. */
  part(selector: string): Locator {
    return this.page.locator(selector);
  }
}
