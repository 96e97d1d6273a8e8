/** The generator of load, in a process of its own: answers each order that it is sent with what autocannon counted. */
import autocannon from "autocannon";
import { loadOrderSchema } from "./load-order.ts";

process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
  const { seconds, apart, ...options } = loadOrderSchema.parse(message);
  const { requests, connections } = options;
  let opened = 0;
  const setupClient = (client: autocannon.Client) => {
    const first = Math.floor((opened * requests.length) / connections) % requests.length;
    opened += 1;
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
  };
  const started = process.cpuUsage();
  void autocannon({ ...options, duration: seconds, ...(apart ? { setupClient } : {}) }).then((result) => {
    const { user, system } = process.cpuUsage(started);
    process.send?.({
      perSecond: result.requests.total / result.duration,
      total: result.requests.total,
      refused: result.non2xx,
      errors: result.errors + result.mismatches,
      p50: result.latency.p50,
      p99: result.latency.p99,
      cpuShare: (user + system) / 1e6 / result.duration,
    });
  });
});
