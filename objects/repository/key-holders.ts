/**
 * Keys whose holders look at the repository live. A tenant's object alone knows whether a key is still valid, and does not know which
 * repositories are looked at with it: so it is asked again with every round, which comes every minute or two while somebody looks.
 * People's access tokens end by themselves within five minutes.
 */
import { log } from "../../src/log.ts";
import { tenantStub } from "../../src/stubs.ts";
import { type Credential, type LiveSocket, socketStateSchema } from "../records/live/socket.ts";
import type { RepositoryContext } from "./context.ts";

/** Hashes of keys that are over. */
export class KeyHolders {
  readonly #over = new Set<string>();

  isOver({ hash }: Credential): boolean {
    return hash !== undefined && this.#over.has(hash);
  }

  /** Asks the tenants of all keys with open sockets; closes the sockets of those that are over. Never rejects. */
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
    const over = await Promise.all([...keys.values()].map((key) => this.#ask(context, key)));
    if (over.includes(true)) context.live.rightsChanged();
  }

  async #ask({ env, githubId }: Pick<RepositoryContext, "env" | "githubId">, key: Credential): Promise<boolean> {
    const { id, hash, tenants = [] } = key;
    const [tenant] = tenants;
    if (hash === undefined || tenant === undefined) return false;
    try {
      const answer = await tenantStub(env, tenant).whoIs({ kind: "key", tenant, id, hash });
      // A tenant that refuses a valid key because its rate is used up, lets it look on.
      const over = !answer?.principal && answer?.refusal?.code !== "RATE_LIMITED";
      if (over) this.#over.add(hash);
      return over;
    } catch (cause) {
      log("warn", { event: "key not asked for", repository: githubId, tenant, cause });
      return false;
    }
  }
}
