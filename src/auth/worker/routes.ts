/** Where requests of `/auth/*` and `/dev/mail` go. croft has checked their origin and spelling (src/routes/auth.ts) and shapes what is refused. */
import { log } from "../../log.ts";
import { AppError } from "../../protocol/errors.ts";
import { ENDED_HEADER } from "../accounts.ts";
import { database, signingKeys } from "./auth.ts";
import { settings } from "./bindings.ts";
import { showLocalMails } from "./dev-mail.ts";
import { withEnded } from "./ended-in-request.ts";
import { methodsOf } from "./endpoints.ts";
import { answerGuarded } from "./guard.ts";
import { guarded } from "./guarded.ts";
import { issueToken } from "./token.ts";

interface Route {
  readonly method: "GET" | "POST";
  run(request: Request): Promise<Response>;
}

const OWN: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    "/auth/token",
    { method: "POST", run: (request: Request) => answerGuarded("token", request, { ...guarded, handle: issueToken }) },
  ],
  ["/auth/jwks", { method: "GET", run: showKeys }],
  ...(settings.mail?.kind === "local"
    ? [["/dev/mail", { method: "GET", run: (request: Request) => showLocalMails(request, database) }] as const]
    : []),
]);

export async function answer(request: Request): Promise<Response> {
  try {
    return await route(request);
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError("INTERNAL", { cause: error });
    if (known.status >= 500) log("error", { event: "error", code: known.code, cause: known.cause });
    return Response.json({ error: known.body() }, { status: known.status, headers: known.headers });
  }
}

async function route(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const own = OWN.get(pathname);
  const methods = own ? [own.method] : methodsOf(pathname);
  if (methods.length === 0) throw new AppError("NOT_FOUND");
  if (!methods.includes(request.method))
    throw new AppError("METHOD_NOT_ALLOWED", { headers: { Allow: methods.join(", ") } });
  if (own) return own.run(request);
  const { result, ended } = await withEnded(() => answerGuarded(pathname.slice("/auth/".length), request, guarded));
  if (ended.sessions.length === 0) return result;
  const told = new Response(result.body, result);
  told.headers.set(ENDED_HEADER, `${ended.userId} ${ended.sessions.join(",")}`);
  return told;
}

/** The one answer here that anybody may keep: it is the same for all. */
async function showKeys(): Promise<Response> {
  return Response.json(await signingKeys.published(Date.now()), {
    headers: { "Cache-Control": "public, max-age=300" },
  });
}
