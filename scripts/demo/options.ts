/** What was asked for on the command line and in the environment. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs, parseEnv } from "node:util";
import { DEV_VARS, ROOT } from "../paths.ts";
import { Halt } from "./halt.ts";

export const USAGE = `npm run demo [-- options]      against a running \`npm start\`

  --recorded         shows a repository that keeps itself fresh, and nothing else; needs no running server
  --no-repository    leaves that out
  --restart          also shows what a restart of the server does to a live query; you restart it
  --restart=auto     the same, when something else restarts it
  --fresh            erases the demo's two tenants and begins anew
  --prefix <word>    beginning of the tenants' handles (demo)
  --data <folder>    recorded GitHub data (../shared/github, else the small copy in test/support/github)
  --keys <file>      where the tenants' keys are kept (.wrangler/demo-keys.json)

  CROFT_URL          the server (http://localhost:8787)
  OPERATOR_TOKEN     the operator's credential (from .dev.vars, which \`npm start\` writes)`;

const RECORDED = join(ROOT, "..", "shared", "github");
const SMALL_COPY = join(ROOT, "test", "support", "github");

export interface Options {
  /** The server, without a slash at the end. */
  readonly url: string;
  readonly operatorToken: string;
  readonly prefix: string;
  /** Folder of the recordings. */
  readonly data: string;
  /** Whether that is the small copy that comes with the project. */
  readonly small: boolean;
  readonly keyFile: string;
  readonly fresh: boolean;
  readonly restart: "no" | "ask" | "auto";
  /** Whether a repository of GitHub is shown. */
  readonly repository: boolean;
}

/** The repository alone, on a Croft of its own. */
export interface RecordedOptions {
  readonly data: string;
}

/** @throws Halt with a sentence for what cannot be understood; null when only the usage is asked for. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options | RecordedOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const data = values.data ? resolve(values.data) : existsSync(RECORDED) ? RECORDED : SMALL_COPY;
  if (values.recorded) return { data };
  return {
    url: readUrl(environment.CROFT_URL || "http://localhost:8787"),
    operatorToken: readOperatorToken(environment),
    prefix: readPrefix(values.prefix),
    data,
    small: data === SMALL_COPY,
    keyFile: values.keys ? resolve(values.keys) : join(ROOT, ".wrangler", "demo-keys.json"),
    fresh: values.fresh,
    restart: readRestart(values.restart),
    repository: values.repository,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // The parser knows no options whose value may be left out.
      args: args.map((arg) => (arg === "--restart" ? "--restart=ask" : arg)),
      allowNegative: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        fresh: { type: "boolean", default: false },
        restart: { type: "string", default: "no" },
        prefix: { type: "string", default: "demo" },
        data: { type: "string" },
        keys: { type: "string" },
        recorded: { type: "boolean", default: false },
        repository: { type: "boolean", default: true },
      },
    }).values;
  } catch (error) {
    throw new Halt(`${error instanceof Error ? error.message : "The options are wrong."}\n\n${USAGE}`);
  }
}

function readUrl(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw new Halt(`CROFT_URL is no http address: ${text}`);
  return text.replace(/\/+$/, "");
}

function readPrefix(text: string): string {
  if (!/^[a-z][a-z0-9-]{0,20}$/.test(text))
    throw new Halt("--prefix takes up to 21 of a-z, 0-9 and -, a letter first.");
  return text;
}

function readRestart(text: string): Options["restart"] {
  if (text === "no" || text === "ask" || text === "auto") return text;
  throw new Halt("Write --restart or --restart=auto.");
}

function readOperatorToken(environment: NodeJS.ProcessEnv): string {
  const file = existsSync(DEV_VARS) ? parseEnv(readFileSync(DEV_VARS, "utf8")) : {};
  // Several tokens are valid while they are being rotated; each of them will do.
  const [token] = (environment.OPERATOR_TOKEN || file.OPERATOR_TOKEN || "").split(",");
  if (token) return token.trim();
  throw new Halt("There is no OPERATOR_TOKEN: `npm start` writes one to .dev.vars, or set it in the environment.");
}
