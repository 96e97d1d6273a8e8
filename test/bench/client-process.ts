/** Many clients of Croft, each with a connection of its own, in a process of their own. */
import { createCroft } from "../../src/client/croft.ts";
import { type ClientOrder, clientOrderSchema } from "./client-order.ts";

const AT_ONCE = 25;

const states: (() => string)[] = [];

process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
  void obey(clientOrderSchema.parse(message)).then((answer) => process.send?.(answer));
});

async function obey(order: ClientOrder): Promise<object> {
  if (order.do === "open") await open(order);
  return { live: states.filter((state) => state() === "live").length };
}

async function open({ url, tenant, token, count, resource, query }: ClientOrder & { do: "open" }): Promise<void> {
  let left = count;
  const openSome = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const client = createCroft({ url, token }).tenant(tenant);
      const followed = client.resource(resource).live(query);
      followed.subscribe(() => undefined);
      states.push(() => client.connection.value.status);
      await followed.ready();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, openSome));
}
