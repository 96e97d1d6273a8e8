/** Many live sockets in a process of their own: takes orders, and answers each. */
import { type AudienceOrder, audienceOrderSchema } from "./audience-order.ts";
import { Follower, type Sightings } from "./follower.ts";

/** Connections that are opened at the same time. */
const AT_ONCE = 25;

const followers: Follower[] = [];
const sightings: Sightings = { samples: [], disordered: 0 };

process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
  void obey(audienceOrderSchema.parse(message)).then((answer) => process.send?.(answer));
});

async function obey(order: AudienceOrder): Promise<object> {
  switch (order.do) {
    case "open":
      await open(order);
      return { done: true };
    case "count":
      return { count: Math.min(...followers.map(({ received }) => received)) };
    case "take":
      return take();
    case "live":
      return { live: followers.filter(({ live }) => live).length };
    case "lost":
      for (const follower of followers) follower.live = false;
      return { done: true };
  }
}

async function open(order: AudienceOrder & { do: "open" }): Promise<void> {
  const { url, headers, subscriptions, first, count } = order;
  let next = first;
  const openSome = async (): Promise<void> => {
    while (next < first + count) {
      const subscribe = subscriptions[next % subscriptions.length] ?? null;
      next += 1;
      const follower = new Follower({ url, headers, subscribe }, sightings);
      followers.push(follower);
      await follower.open();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, openSome));
}

function take(): object {
  const counts = followers.map(({ received }) => received);
  const { samples, disordered } = sightings;
  for (const follower of followers) follower.received = 0;
  sightings.samples = [];
  sightings.disordered = 0;
  return { samples, disordered, fewest: Math.min(...counts), most: Math.max(...counts) };
}
