import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { httpMailer } from "../../src/auth/worker/mailer.ts";

const mail = { to: "ada@example.com", subject: "Hello", text: "Hello.", html: "<p>Hello.</p>" };
let server: Server;
let answer: { status: number; headers?: Record<string, string> };
let seen: { path: string | undefined; authorization: string | undefined; body: string }[];
beforeEach(async () => {
  answer = { status: 200 };
  seen = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ path: request.url, authorization: request.headers.authorization, body });
    response.writeHead(answer.status, answer.headers).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function mailer() {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return httpMailer({ kind: "http", url: `http://127.0.0.1:${port}/emails`, key: "re_1", from: "c@d.example" });
}

describe("mails through a provider", () => {
  it("are one request with the key, the sender and the mail", async () => {
    await mailer()(mail);
    const body = JSON.stringify({ from: "c@d.example", ...mail });
    expect(seen).toEqual([{ path: "/emails", authorization: "Bearer re_1", body }]);
  });

  it.each([302, 307, 401, 429, 500])("fail when it answers %d, and follow nothing", async (status) => {
    answer = { status, headers: { location: "/elsewhere" } };
    await expect(mailer()(mail)).rejects.toThrow(`The mail provider answered ${status}.`);
    expect(seen.map(({ path }) => path)).toEqual(["/emails"]);
  });
});
