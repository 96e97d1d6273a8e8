import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { createGzip, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { Fetched } from "../../objects/github/answer.ts";
import { API_VERSION, type Asked, request, STAR_HISTORY_VERSION } from "../../objects/github/fetch.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server of its own for a test; its base URL. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return `http://127.0.0.1:${address.port}`;
}

const ask = (baseUrl: string, changes: Partial<Asked> = {}): Promise<Fetched> =>
  request({ baseUrl, path: "/repos/a/b", deadlineMs: 10_000, ...changes });

/** Writes until the other side is gone; how many bytes that were. */
async function pour(response: ServerResponse, target: NodeJS.WritableStream, total: number): Promise<number> {
  response.setMaxListeners(0);
  const chunk = Buffer.alloc(1_000_000, " ");
  let written = 0;
  while (written < total && !response.closed) {
    if (!target.write(chunk)) await Promise.race([once(target, "drain"), once(response, "close")]);
    written += chunk.length;
  }
  target.end();
  return written;
}

describe("a request", () => {
  it("is sent as GitHub wants it, and its answer read whole", async () => {
    let seen: IncomingMessage | undefined;
    const base = await serve((incoming, response) => {
      seen = incoming;
      response.writeHead(200, { ETag: '"x"', "X-RateLimit-Remaining": "59" }).end('{"name":"Grüße 👋"}');
    });
    const answer = await ask(`${base}/api/v3`, { path: "/repos/a/b?page=2", headers: { authorization: "Bearer t" } });
    expect(answer).toMatchObject({ status: 200, body: '{"name":"Grüße 👋"}' });
    if ("failed" in answer) throw new Error(answer.failed);
    expect(answer.headers.get("etag")).toBe('"x"');
    expect(answer.headers.get("x-ratelimit-remaining")).toBe("59");
    expect(seen?.method).toBe("GET");
    expect(seen?.url).toBe("/api/v3/repos/a/b?page=2");
    expect(seen?.headers).toMatchObject({
      "user-agent": "croft",
      accept: "application/vnd.github+json",
      "x-github-api-version": API_VERSION,
      authorization: "Bearer t",
    });
  });

  it("can be of another method and version, with a body", async () => {
    let body = "";
    const base = await serve(async (incoming, response) => {
      for await (const chunk of incoming) body += String(chunk);
      response.writeHead(201).end(`${incoming.method} ${incoming.headers["x-github-api-version"]}`);
    });
    const answer = await ask(base, { method: "POST", apiVersion: STAR_HISTORY_VERSION, body: '{"a":1}' });
    expect(answer).toMatchObject({ status: 201, body: `POST ${STAR_HISTORY_VERSION}` });
    expect(body).toBe('{"a":1}');
  });

  it("reads what is compressed, and what has no body", async () => {
    const base = await serve((incoming, response) => {
      if (incoming.url === "/304") response.writeHead(304).end();
      else response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("[1]"));
    });
    expect(await ask(base, { path: "/" })).toMatchObject({ status: 200, body: "[1]" });
    expect(await ask(base, { path: "/304" })).toMatchObject({ status: 304, body: "" });
  });

  it("follows no redirect: the token stays here", async () => {
    const asked: (string | undefined)[] = [];
    const elsewhere = await serve((incoming, response) => {
      asked.push(incoming.url);
      response.end("[]");
    });
    const base = await serve((_incoming, response) => response.writeHead(301, { location: `${elsewhere}/x` }).end());
    const answer = await ask(base, { headers: { authorization: "Bearer t" } });
    if ("failed" in answer) throw new Error(answer.failed);
    expect(answer.status).toBe(301);
    expect(answer.headers.get("location")).toBe(`${elsewhere}/x`);
    expect(asked).toEqual([]);
  });

  it.each(["https://example.com/x", "@example.com/", "/../../login", "repos/a/b"])(
    "is never sent to an address outside the base URL: %s",
    async (path) => {
      let asked = 0;
      const base = await serve((_incoming, response) => {
        asked += 1;
        response.end();
      });
      expect(await ask(`${base}/api/v3`, { path })).toEqual({ failed: "address" });
      expect(await ask("file:///etc/passwd", { path: "/" })).toEqual({ failed: "address" });
      expect(asked).toBe(0);
    },
  );
});

describe("an answer that does not come", () => {
  it("is a timeout where a server accepts and says nothing, and its connection is closed", async () => {
    const closed = Promise.withResolvers<void>();
    const base = await serve((incoming) => incoming.on("close", () => closed.resolve()));
    expect(await ask(base, { deadlineMs: 100 })).toEqual({ failed: "timeout" });
    await closed.promise;
  });

  it("is a timeout where the body drips, however steadily", async () => {
    let written = 0;
    const base = await serve(async (_incoming, response) => {
      response.writeHead(200);
      while (!response.closed) {
        response.write(" ");
        written += 1;
        await wait(10);
      }
    });
    expect(await ask(base, { deadlineMs: 300 })).toEqual({ failed: "timeout" });
    expect(written).toBeGreaterThan(0);
  });

  it("is a timeout even where neither the connection nor the body listens to its signal", async () => {
    const never = () => new Promise<Response>(() => undefined);
    expect(await ask("https://api.github.com", { deadlineMs: 20, fetch: never })).toEqual({ failed: "timeout" });
    const hanging = async () => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }));
    expect(await ask("https://api.github.com", { deadlineMs: 20, fetch: hanging })).toEqual({ failed: "timeout" });
  });

  it("is a failure of the network where nobody listens, or the connection breaks, or the body is cut off", async () => {
    const gone = await serve(() => undefined);
    for (const close of closers.splice(0)) await close();
    expect(await ask(gone)).toEqual({ failed: "network" });
    const breaking = await serve((incoming) => incoming.socket.destroy());
    expect(await ask(breaking)).toEqual({ failed: "network" });
    const cut = await serve((_incoming, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("[1,", () => response.destroy());
    });
    expect(await ask(cut)).toEqual({ failed: "network" });
    const chunked = await serve((_incoming, response) => {
      response.write("[1,", () => response.destroy());
    });
    expect(await ask(chunked)).toEqual({ failed: "network" });
  });
});

describe("a body that cannot be read", () => {
  it("is cut where it is too large: of 50 MB a fraction is sent", async () => {
    const poured = Promise.withResolvers<number>();
    const base = await serve(async (_incoming, response) => poured.resolve(await pour(response, response, 50_000_000)));
    expect(await ask(base, { maxBytes: 1_000_000 })).toEqual({ failed: "too-large" });
    expect(await poured.promise).toBeLessThan(50_000_000);
  });

  it("is cut where it grows too large when it is decompressed", async () => {
    const poured = Promise.withResolvers<number>();
    const base = await serve(async (_incoming, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      const gzip = createGzip();
      gzip.pipe(response);
      poured.resolve(await pour(response, gzip, 2_000_000_000));
    });
    const before = process.memoryUsage().rss;
    expect(await ask(base)).toEqual({ failed: "too-large" });
    // The server of this test runs in the same process.
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    expect(await poured.promise).toBeLessThan(2_000_000_000);
  });

  it("may have as many bytes as were allowed, and not one more", async () => {
    const base = await serve((_incoming, response) => response.end("x".repeat(1_000)));
    expect(await ask(base, { maxBytes: 1_000 })).toMatchObject({ status: 200 });
    expect(await ask(base, { maxBytes: 999 })).toEqual({ failed: "too-large" });
  });

  it("is named where it is no UTF-8, also where it ends within a character", async () => {
    const base = await serve((incoming, response) => {
      response.end(Buffer.from(incoming.url === "/cut" ? [0x22, 0xf0, 0x9f] : [0x22, 0xff, 0x22]));
    });
    expect(await ask(base)).toEqual({ failed: "not-utf8" });
    expect(await ask(base, { path: "/cut" })).toEqual({ failed: "not-utf8" });
  });

  it("does not hide a refusal: its status says what it is", async () => {
    const base = await serve((_incoming, response) => response.writeHead(503).end(Buffer.from([0x3c, 0xff, 0x3e])));
    expect(await ask(base)).toMatchObject({ status: 503, body: "<\uFFFD>" });
  });

  it("is one text where a character comes in two pieces, without a mark of the byte order", async () => {
    const [first, second] = [Buffer.from([0xef, 0xbb, 0xbf, 0x22, 0xf0, 0x9f]), Buffer.from([0x91, 0x8b, 0x22])];
    const base = await serve(async (_incoming, response) => {
      response.write(first);
      await wait(20);
      response.end(second);
    });
    expect(await ask(base)).toMatchObject({ body: '"👋"' });
  });
});
