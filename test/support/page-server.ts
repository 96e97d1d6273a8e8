/** Serves one web page with its bundled script, from an origin of its own. */
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";

const CLIENT = join(import.meta.dirname, "..", "..", "src", "client");
const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Croft</title><div id="root"></div><script type="module" src="/page.js"></script>';

/** A page that is served. */
export interface ServedPage {
  readonly origin: string;
  stop(): Promise<void>;
}

/** The script of a page below test/support/browser. */
export async function bundlePage(name: string): Promise<string> {
  return bundle({ entryPoints: [join(import.meta.dirname, "browser", `${name}.tsx`)] });
}

/** A script written elsewhere, which names the client as other projects do. */
export async function bundleText(text: string): Promise<string> {
  return bundle({ stdin: { contents: text, loader: "tsx", resolveDir: import.meta.dirname } });
}

async function bundle(source: Parameters<typeof build>[0]): Promise<string> {
  const { outputFiles } = await build({
    ...source,
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    // React mounts twice in StrictMode in its development version alone.
    define: { "process.env.NODE_ENV": '"development"' },
    alias: {
      "croft/client/react": join(CLIENT, "react", "react.ts"),
      "croft/client/session": join(CLIENT, "session", "session.ts"),
      "croft/client": join(CLIENT, "croft.ts"),
    },
  });
  const [output] = outputFiles ?? [];
  if (!output) throw new Error("esbuild made nothing.");
  return output.text;
}

/** Serves the script on 127.0.0.1. */
export async function servePage(script: string): Promise<ServedPage> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : PAGE);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The system gave no port.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
