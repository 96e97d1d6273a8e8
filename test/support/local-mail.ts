/** The mails of a local run, as a person reads them at `/dev/mail`. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

const mailsSchema = z.object({ data: z.array(z.object({ subject: z.string(), text: z.string() })) });
const WAIT_MS = 10_000;

/** The first link that begins with `path` in the newest mail to an address that has one. Mails are sent behind the answer: it waits. */
export async function linkTo(url: string, email: string, path: string): Promise<string> {
  const link = new RegExp(`https?://\\S+${path}\\S*`);
  for (const until = Date.now() + WAIT_MS; Date.now() < until; await sleep(50)) {
    const response = await fetch(`${url}/dev/mail?to=${encodeURIComponent(email)}`, {
      headers: { accept: "application/json" },
    });
    const { data } = mailsSchema.parse(await response.json());
    const found = data.map(({ text }) => link.exec(text)?.[0]).find((each) => each !== undefined);
    if (found) return found;
  }
  throw new Error(`No mail with ${path} came to ${email}.`);
}
