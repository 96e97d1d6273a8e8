/** Croft's own clients, spread over processes of their own. */
import { Child, shares } from "./child.ts";
import { type ClientOrder, clientsLiveSchema } from "./client-order.ts";

const PROCESSES = 2;

export class Clients {
  readonly #children: readonly Child[];

  private constructor(children: readonly Child[]) {
    this.#children = children;
  }

  /** Resolves when every client has its first result. */
  static async open(order: Omit<ClientOrder & { do: "open" }, "do">): Promise<Clients> {
    const parts = shares(order.count, PROCESSES);
    const clients = new Clients(parts.map(() => new Child("client-process.ts")));
    const opened = parts.map(({ count }, index) =>
      clients.#children[index]?.ask({ ...order, do: "open", count }, clientsLiveSchema),
    );
    await Promise.all(opened);
    return clients;
  }

  /** How many call themselves live now. */
  async live(): Promise<number> {
    const answers = await Promise.all(this.#children.map((child) => child.ask({ do: "live" }, clientsLiveSchema)));
    return answers.reduce((sum, { live }) => sum + live, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.end()));
  }
}
