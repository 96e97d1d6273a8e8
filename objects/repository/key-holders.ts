/**
 * Keys whose holders look at the repository live. A tenant's object alone knows what a key may still do, and does not know which
 * repositories are looked at with it: so it is asked again with every round, which comes every minute or two while somebody looks.
 * People's access tokens end by themselves within five minutes.
 */
import { log } from "../../src/log.ts";
import { mayReadRepositories } from "../../src/resources/follows.ts";
import { tenantStub } from "../../src/stubs.ts";
import { type Credential, type LiveSocket, socketStateSchema } from "../records/live/socket.ts";
import type { RepositoryContext } from "./context.ts";

export class KeyHolders {
  /** Hashes of the keys whose sockets are being closed. */
  #over: ReadonlySet<string> = new Set();

  isOver({ hash }: Credential): boolean {
    return hash !== undefined && this.#over.has(hash);
  }

  /** Asks the tenants of all keys with open sockets; closes the sockets of those that may look no more. Never rejects. */
  async recheck(
    context: Pick<RepositoryContext, "env" | "live" | "githubId">,
    sockets: Iterable<LiveSocket>,
  ): Promise<void> {
    const keys = new Map<string, Credential>();
    for (const { state } of sockets) {
      const known = socketStateSchema.safeParse(state);
      if (known.success && known.data.credential.kind === "key")
        keys.set(known.data.credential.hash ?? "", known.data.credential);
    }
    const over = await Promise.all(
      [...keys].map(async ([hash, key]) => ((await this.#isRefused(context, key)) ? [hash] : [])),
    );
    this.#over = new Set(over.flat());
    if (this.#over.size === 0) return;
    context.live.rightsChanged();
    // Whoever opens a socket was asked for at the door: a key may be widened again, a suspended tenant come back.
    this.#over = new Set();
  }

  async #isRefused({ env, githubId }: Pick<RepositoryContext, "env" | "githubId">, key: Credential): Promise<boolean> {
    const { id, hash, tenants = [] } = key;
    const [tenant] = tenants;
    if (hash === undefined || tenant === undefined) return false;
    try {
      const answer = await tenantStub(env, tenant).whoIs({ kind: "key", tenant, id, hash });
      // A tenant that refuses a valid key because its rate is used up, lets it look on.
      if (!answer?.principal) return answer?.refusal?.code !== "RATE_LIMITED";
      return !mayReadRepositories(answer.principal);
    } catch (cause) {
      log("warn", { event: "key not asked for", repository: githubId, tenant, cause });
      return false;
    }
  }
}
