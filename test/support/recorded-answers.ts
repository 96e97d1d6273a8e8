/** GitHub's failing and conditional answers as they were recorded (test/support/github/errors.ndjson). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Answer } from "../../objects/github/answer.ts";

const lineSchema = z.object({
  case: z.string(),
  url: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

/** One of them; `case` is the name of the recording's test. */
export type RecordedAnswer = z.infer<typeof lineSchema>;

const RELATIVE = /^\{\{(?:now|testStartDate)(?: offset='(\d+) seconds')?(?: timezone='GMT')? format='([^']+)'\}\}$/;

/** All of them, in the order of the file. */
export function recordedAnswers(): RecordedAnswer[] {
  const text = readFileSync(join(import.meta.dirname, "github", "errors.ndjson"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

/** A recorded answer as it would come at `now` (ms since 1970): times relative to the recording are relative to that. */
export function answeredAt({ status, headers, body }: RecordedAnswer, now: number): Answer {
  const rendered = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), renderTime(value, now)] as const,
  );
  return { status, headers: new Map(rendered), body };
}

function renderTime(value: string, now: number): string {
  const [, offset = "0", format] = RELATIVE.exec(value) ?? [];
  if (format === undefined) return value;
  const at = now + Number(offset) * 1_000;
  return format === "unix" ? String(Math.floor(at / 1_000)) : new Date(at).toUTCString();
}
