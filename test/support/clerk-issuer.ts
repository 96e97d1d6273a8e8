/** A local Clerk: it has keys, shows them as Clerk's Frontend API does, and signs with them. */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type ClerkSigner, makeClerkSigner } from "./clerk.ts";

export interface ClerkIssuer {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  readonly signer: ClerkSigner;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** Answers from now on, instead of with its keys. */
  answer: RequestListener;
  close(): void;
}

export async function startClerkIssuer(kid = "ins_2testKEY"): Promise<ClerkIssuer> {
  const signer = await makeClerkSigner(kid);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    issuer.answer(request, response);
  });
  const issuer: ClerkIssuer = {
    url: await listen(server),
    signer,
    asked,
    answer: showing([signer]),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return issuer;
}

/** Answers with these keys. */
export function showing(signers: readonly Pick<ClerkSigner, "jwk">[]): RequestListener {
  return ({ url }, response) => {
    if (url !== "/.well-known/jwks.json") return void response.writeHead(404).end();
    response.setHeader("Content-Type", "application/json").end(JSON.stringify({ keys: signers.map(({ jwk }) => jwk) }));
  };
}

async function listen(server: Server): Promise<string> {
  // Whoever forgot to close it may end all the same.
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The system gave no port.");
  return `http://127.0.0.1:${address.port}`;
}
