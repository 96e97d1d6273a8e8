/** GitHub's own OpenAPI description of its REST API, to hold answers against. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Schema, Validator } from "@cfworker/json-schema";
import * as z from "zod";

const schemaSchema = z.record(z.string(), z.unknown());
const descriptionSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});
const operationSchema = z.object({
  responses: z.record(
    z.string(),
    z.object({ content: z.object({ "application/json": z.object({ schema: schemaSchema }) }).optional() }),
  ),
});

type Json = z.infer<typeof schemaSchema>;

// The package itself loads ten files of 400 MB together; this is the one that is needed.
const require = createRequire(import.meta.url);
const file = require.resolve("@octokit/openapi/generated/api.github.com.json");
const description = descriptionSchema.parse(JSON.parse(readFileSync(file, "utf8")));
const validators = new Map<string, Validator>();

/**
 * What GitHub's description has against the body of an answer; empty where it holds.
 * @param operation such as `get /repos/{owner}/{repo}`.
 * @throws when there is no such operation, or it has no body of that status.
 */
export function githubProblems(operation: string, status: number, body: unknown): string[] {
  const key = `${status} ${operation}`;
  const validator = validators.get(key) ?? validatorOf(operation, status);
  validators.set(key, validator);
  const { valid, errors } = validator.validate(body);
  return valid ? [] : errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}

function validatorOf(operation: string, status: number): Validator {
  const [method = "", path = ""] = operation.split(" ");
  const { responses } = operationSchema.parse(description.paths[path]?.[method]);
  const schema = responses[String(status)]?.content?.["application/json"].schema;
  if (!schema) throw new Error(`${operation} has no JSON answer of status ${status}.`);
  const root: Schema = { ...converted(schema), components: { schemas: referencedBy(schema) } };
  return new Validator(root, "7", false);
}

/** The named schemas that one needs, and those that these need: dereferencing all of them takes seconds. */
function referencedBy(schema: Json): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const waiting: unknown[] = [schema];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [, name = ""] of JSON.stringify(text).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      const named = description.components.schemas[name];
      if (!named || name in found) continue;
      found[name] = converted(named);
      waiting.push(named);
    }
  }
  return found;
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own. */
function converted(schema: Json): Json {
  const { nullable, ...rest } = schema;
  const inner = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, convertedValue(value)]));
  return nullable === true ? { anyOf: [inner, { type: "null" }] } : inner;
}

function convertedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convertedValue);
  return typeof value === "object" && value !== null ? converted(schemaSchema.parse(value)) : value;
}
