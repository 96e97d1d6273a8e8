/** D1 that fails in the ways a remote database fails. */

/**
 * `throw`: nothing happens. `hang`: nothing happens, and nobody says so. `lose`: all of it happens, but the answer is lost.
 */
export type Fault = "throw" | "hang" | "lose";

/** The database with this fault in every batch, which is how the directory is written and searched. */
export function faulty(db: D1Database, fault: Fault): D1Database {
  return new Proxy(db, {
    get(target, name) {
      if (name === "batch") return (statements: D1PreparedStatement[]) => suffer(fault, () => target.batch(statements));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The database, which nobody reaches. */
export function away(db: D1Database): D1Database {
  return new Proxy(db, {
    get: () => () => {
      throw new Error("D1_ERROR: Network connection lost.");
    },
  });
}

async function suffer<T>(fault: Fault, call: () => Promise<T>): Promise<T> {
  if (fault === "hang") return new Promise<T>(() => {});
  if (fault === "lose") await call();
  throw new Error("D1_ERROR: Network connection lost.");
}

/** The database, whose batches wait until `open` is called: a request that arrives after its caller gave up. */
export function gated(db: D1Database): { directory: D1Database; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const directory = new Proxy(db, {
    get(target, name) {
      if (name === "batch") return (statements: D1PreparedStatement[]) => opened.then(() => target.batch(statements));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { directory, open };
}
