// A server of other software: Fedify with people on it. Takes one command a line as JSON, answers each with one line.
//
//   {"do": "look", "whom": "@bees@localhost:8001"}        who that is, as its own reader finds it
//   {"do": "follow", "whom": "http://…", "as": "ana"}     and "unfollow"
//   {"do": "end", "as": "ana", "tell": "http://…"}        the person is gone, and says so
//   {"do": "heard"}                                       what was delivered and believed, and how it was signed
//   {"do": "proof", "activity": {…}}                      whether its verifier believes the proof of a document
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import { verifyProof } from "@fedify/fedify/sig";
import { Accept, DataIntegrityProof, Delete, Endpoints, Follow, Person, Reject, Undo } from "@fedify/fedify/vocab";

// Names are looked up over https, which there is none of on a machine's own addresses.
const fetchOutside = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (url.protocol !== "https:" || !(url.hostname === "localhost" || url.hostname.endsWith(".localhost"))) {
    return fetchOutside(request);
  }
  url.protocol = "http:";
  return fetchOutside(new Request(url, request));
};

const firstKnock = process.argv[2];
const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock, circuitBreaker: false });
const keys = new Map();
const gone = new Set();
const heard = [];
const signatures = [];

federation
  .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
    const pairs = await ctx.getActorKeyPairs(identifier);
    return new Person({
      id: ctx.getActorUri(identifier),
      preferredUsername: identifier,
      name: identifier,
      inbox: ctx.getInboxUri(identifier),
      endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
      url: ctx.getActorUri(identifier),
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((pair) => pair.multikey),
    });
  })
  .setKeyPairsDispatcher(async (_ctx, identifier) => {
    if (!keys.has(identifier)) {
      keys.set(identifier, [
        await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"),
        await generateCryptoKeyPair("Ed25519"),
      ]);
    }
    return keys.get(identifier);
  });

federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .on(Accept, (_ctx, accept) => void heard.push({ type: "Accept", actor: accept.actorId?.href, object: accept.objectId?.href }))
  .on(Reject, (_ctx, reject) => void heard.push({ type: "Reject", actor: reject.actorId?.href }));

const server = createServer(async (incoming, outgoing) => {
  const path = incoming.url;
  if (incoming.method === "POST") {
    const input = incoming.headers["signature-input"];
    signatures.push(input === undefined ? "cavage" : `rfc9421 ${/alg="([^"]*)"/.exec(input)?.[1]}`);
  }
  if ([...gone].some((name) => path.startsWith(`/users/${name}`))) {
    outgoing.writeHead(410).end();
    return;
  }
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = ["GET", "HEAD"].includes(incoming.method) ? undefined : Buffer.concat(chunks);
  const request = new Request(`http://localhost:${server.address().port}${path}`, {
    method: incoming.method,
    headers: new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body,
  });
  const response = await federation.fetch(request, {
    contextData: undefined,
    onNotFound: () => new Response(null, { status: 404 }),
    onNotAcceptable: () => new Response(null, { status: 406 }),
  });
  if (incoming.method === "POST") signatures.push(String(response.status));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(Buffer.from(await response.arrayBuffer()));
});

const context = () => federation.createContext(new URL(`http://localhost:${server.address().port}/`), undefined);
const follows = new Map();

async function whom(ctx, address) {
  const found = await ctx.lookupObject(address);
  if (found === null) throw new Error(`nobody is found at ${address}`);
  return found;
}

const commands = {
  async look({ whom: address }) {
    const found = await whom(context(), address);
    return {
      kind: found.constructor.name,
      id: found.id.href,
      name: String(found.name),
      username: String(found.preferredUsername),
      inbox: found.inboxId?.href,
      key: (await found.getPublicKey())?.id?.href,
      methods: (await Array.fromAsync(found.getAssertionMethods())).map((method) => method.id?.href),
    };
  },
  async follow({ whom: address, as }) {
    const ctx = context();
    const recipient = await whom(ctx, address);
    const follow = new Follow({ id: new URL(`/follows/${crypto.randomUUID()}`, ctx.origin), actor: ctx.getActorUri(as), object: recipient.id });
    follows.set(as, follow);
    await ctx.sendActivity({ identifier: as }, recipient, follow, { immediate: true });
    return { id: follow.id.href };
  },
  async unfollow({ whom: address, as }) {
    const ctx = context();
    const undo = new Undo({ id: new URL(`/undos/${crypto.randomUUID()}`, ctx.origin), actor: ctx.getActorUri(as), object: follows.get(as) });
    await ctx.sendActivity({ identifier: as }, await whom(ctx, address), undo, { immediate: true });
    return {};
  },
  async end({ as, tell }) {
    const ctx = context();
    const recipient = await whom(ctx, tell);
    gone.add(as);
    const actor = ctx.getActorUri(as);
    await ctx.sendActivity({ identifier: as }, recipient, new Delete({ id: new URL("#delete", actor), actor, object: actor }), { immediate: true });
    return {};
  },
  async heard() {
    return { heard, signatures };
  },
  async proof({ activity }) {
    const ctx = context();
    const { proof, ...document } = activity;
    const read = await DataIntegrityProof.fromJsonLd(proof, ctx);
    const key = await verifyProof(document, read, ctx);
    return { key: key?.id?.href ?? null };
  },
};

server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ port: server.address().port }));
  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      const command = JSON.parse(line);
      try {
        console.log(JSON.stringify({ ok: await commands[command.do](command) }));
      } catch (error) {
        console.log(JSON.stringify({ error: `${error.stack}` }));
      }
    })
    .on("close", () => process.exit(0));
});
