// Notices on the device: a browser is subscribed by its page, the server sends it what happened, encrypted, and its worker shows
// it and leads to the page.
//
// The push service is one of the test, as that of the browser's maker is in the network; what it got is handed to the worker over
// the DevTools protocol.

import { chromiumArguments, wholeChromium } from '../support/chromium.ts';
import { PushService, subscribes } from '../support/push.ts';
import { fresh } from '../support/story.ts';
import { expect, test } from '../support/test.ts';
import { Visitor } from '../support/visitor.ts';
import { until } from '../support/wait.ts';

test.use({ launchOptions: { executablePath: wholeChromium(), args: chromiumArguments } });

test('a message is shown by the browser that asked for it, and a click leads to the page', async ({ world, browser }) => {
  const service = await PushService.start();
  const [anaName, benName] = [fresh('ana'), fresh('ben')];
  const ana = await Visitor.comes(browser, world.a, anaName);
  const slug = fresh('garden');
  await ana.starts(slug, 'Garden', 'We grow what we eat.');
  await ana.opens(`/p/${slug}`);
  await ana.adds('Mend the fence');

  const ben = await Visitor.comes(browser, world.a, benName);
  await ben.opens(`/p/${slug}/join`);
  await ben.page.getByRole('button', { name: /Join/ }).first().click();
  const { page } = ben;
  await subscribes(ben, service);

  await ana.opens(`/p/${slug}/t/1`);
  await ana.says(`Could @${benName} look?`);
  // A message waits a little for more about the same thing.
  world.clock.advance({ minutes: 1 });
  const said = await until('the message has come', async () => service.told()[0]);
  expect(said).toMatchObject({ title: 'Mend the fence · Garden', url: `${world.a.baseUrl}/p/${slug}/t/1#discussion` });
  expect(said.body).toContain('named you in the discussion');

  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${world.a.baseUrl}/`);
      if (ours) resolve(ours.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.deliverPushMessage', {
    origin: world.a.baseUrl,
    registrationId: await registered,
    data: JSON.stringify(said),
  });
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const all = await registration.getNotifications();
      return all.map(({ title, body, tag }) => ({ title, body, tag }));
    });
  await expect.poll(shown).toEqual([{ title: said.title, body: said.body, tag: said.tag }]);

  const worker = page.context().serviceWorkers().find((one) => one.url() === `${world.a.baseUrl}/worker.js`);
  // A click that no person made may open no window: here it is only noted where it leads.
  const opened = await worker?.evaluate(async () => {
    // The types of a worker are not those of a page.
    const scope = globalThis as any;
    const [notification] = await scope.registration.getNotifications();
    const leads = new Promise<string>((resolve) => {
      scope.clients.matchAll = async () => [];
      scope.clients.openWindow = async (address: string) => resolve(address);
    });
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
    return leads;
  });
  expect(opened).toBe(said.url);
  await expect.poll(shown).toEqual([]);
  await page.goto(said.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mend the fence');

  // Once it is ended, nothing more comes.
  await ben.opens('/inbox/settings');
  await page.getByRole('region', { name: 'On this device' }).getByRole('button', { name: 'Stop notices there' }).click();
  await ben.isTold('Nothing more is shown there.');
  await service.stop();
});

test('a browser that may show nothing says so', async ({ world, browser }) => {
  const ines = await Visitor.comes(browser, world.a, fresh('ines'));
  await ines.page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await ines.opens('/inbox/settings');
  const part = ines.page.getByRole('region', { name: 'On this device' });
  await expect(part.getByRole('status')).toContainText('does not let this site show notices');
  await expect(part.getByRole('button')).toHaveCount(0);
});
