/** The AsyncAPI document of the live protocol, from its schemas. */
import type * as z from "zod";
import { CLOSE, retryAfterClose } from "../protocol/close-codes.ts";
import { LIMITS } from "../protocol/limits.ts";
import {
  currentSchema,
  groupsChangeSchema,
  liveErrorSchema,
  recordsChangeSchema,
  snapshotSchema,
  welcomeSchema,
} from "../protocol/live-down.ts";
import { ackSchema, authSchema, subscribeSchema, unsubscribeSchema } from "../protocol/live-up.ts";
import { TENANT_PATTERN } from "../protocol/tenant.ts";
import { PROTOCOL_VERSION, SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "../protocol/version.ts";
import type { Config } from "../resources/config.ts";
import { EXAMPLE_TENANT } from "./examples.ts";
import { JSON_SCHEMA, type Part, ref, schemaOf } from "./json-schema.ts";

interface Message {
  readonly schema: z.core.$ZodType;
  readonly summary: string;
  readonly example: Part;
}

const FROM_CLIENT: Readonly<Record<string, Message>> = {
  subscribe: {
    schema: subscribeSchema,
    summary: "Follow a query or an aggregate; `since` goes on where another socket stood.",
    example: { type: "subscribe", id: "top", resource: "leads", query: { sort: ["-value"], limit: 50 } },
  },
  unsubscribe: {
    schema: unsubscribeSchema,
    summary: "Follow it no longer.",
    example: { type: "unsubscribe", id: "top" },
  },
  ack: {
    schema: ackSchema,
    summary: `Everything up to \`seq\` has been taken in; due every ${LIMITS.live.ackEvery} messages.`,
    example: { type: "ack", seq: 840 },
  },
  auth: {
    schema: authSchema,
    summary: "Put a fresh credential in place of the old one.",
    example: { type: "auth", token: "croft_acme_{keyId}_{secret}" },
  },
};

const { subscriptions, messageBytes, ackEvery, window } = LIMITS.live;

const FROM_SERVER: Readonly<Record<string, Message>> = {
  welcome: {
    schema: welcomeSchema,
    summary:
      "The first message of every socket. It names the `tenant` or the `repository` whose records it follows, never both.",
    example: {
      type: "welcome",
      protocol: PROTOCOL_VERSION,
      tenant: EXAMPLE_TENANT,
      connection: "4f9d0c1e-8a51-4d0e-9a57-5d1f3c2b7a60",
      seq: 812,
      limits: { subscriptions, messageBytes, ackEvery, window },
    },
  },
  snapshot: {
    schema: snapshotSchema,
    summary: "The whole result. `reset` says why it replaces what the client holds.",
    example: { type: "snapshot", id: "top", seq: 812, data: [] },
  },
  change: {
    schema: recordsChangeSchema,
    summary: "From the result at `from` to the result at `seq`.",
    example: { type: "change", id: "top", from: 812, seq: 813, enter: [], update: [], leave: ["lead_1"] },
  },
  groupsChange: {
    schema: groupsChangeSchema,
    summary: "The same for an aggregate.",
    example: { type: "change", id: "by-stage", from: 812, seq: 813, groups: [{ stage: "won", count: 3 }], gone: [] },
  },
  current: {
    schema: currentSchema,
    summary: "The answer to `since` when nothing has changed.",
    example: { type: "current", id: "top", seq: 840 },
  },
  error: {
    schema: liveErrorSchema,
    summary: "A refusal. With an id: that subscription does not exist (any more).",
    example: { type: "error", id: "top", error: { code: "INVALID_FILTER", message: "The filter is not valid." } },
  },
};

export function asyncApi(config: Config): Part {
  return {
    asyncapi: "3.1.0",
    info: {
      title: `${config.name}, live`,
      version: `${PROTOCOL_VERSION}.0.0`,
      description: introduction(),
      license: { name: "MIT", url: "https://opensource.org/license/mit" },
    },
    defaultContentType: "application/json",
    channels: {
      live: channel("/v1/tenants/{tenant}/live", "The live queries of a tenant.", {
        tenant: `Handle of the tenant: ${TENANT_PATTERN.source}`,
      }),
      repositoryLive: channel("/v1/repositories/{owner}/{name}/live", "The live queries of a repository.", {
        owner: "Owner of the repository, in any case of letters.",
        name: "Name of the repository, today's.",
      }),
    },
    operations: {
      fromClient: operation("receive", "live", "What a client says.", FROM_CLIENT),
      fromServer: operation("send", "live", "What the server says.", FROM_SERVER),
      fromClientOfRepository: operation("receive", "repositoryLive", "The same, of a repository.", FROM_CLIENT),
      fromServerOfRepository: operation("send", "repositoryLive", "The same, of a repository.", FROM_SERVER),
    },
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: "An API key." } },
      schemas: { Json: JSON_SCHEMA },
      messages: Object.fromEntries(
        Object.entries({ ...FROM_CLIENT, ...FROM_SERVER }).map(([name, message]) => [name, messagePart(name, message)]),
      ),
    },
  };
}

function referencesTo(names: readonly string[]): Part {
  return Object.fromEntries(names.map((name) => [name, ref("messages", name)]));
}

/** @param parameters what each parameter of the address is. */
function channel(address: string, description: string, parameters: Readonly<Record<string, string>>): Part {
  return {
    address,
    description,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, what]) => [name, { description: what }])),
    messages: referencesTo([...Object.keys(FROM_CLIENT), ...Object.keys(FROM_SERVER)]),
    bindings: { ws: { method: "GET", bindingVersion: "0.1.0" } },
    "x-close-codes": Object.entries(CLOSE).map(([name, code]) => ({ code, name, retry: retryAfterClose(code) })),
  };
}

function operation(
  action: "send" | "receive",
  of: "live" | "repositoryLive",
  summary: string,
  messages: Readonly<Record<string, Message>>,
): Part {
  return {
    action,
    summary,
    channel: { $ref: `#/channels/${of}` },
    security: [ref("securitySchemes", "bearer")],
    messages: Object.keys(messages).map((name) => ({ $ref: `#/channels/${of}/messages/${name}` })),
  };
}

function messagePart(name: string, { schema, summary, example }: Message): Part {
  return { name, summary, payload: schemaOf(schema), examples: [{ payload: example }] };
}

function introduction(): string {
  const closes = Object.entries(CLOSE).map(([name, code]) => `| ${code} | ${name} | ${retryAfterClose(code)} |`);
  return [
    `Messages are JSON text. \`ping\` is answered with \`pong\`. Authenticate with \`Authorization\`, or with the subprotocols \`${SUBPROTOCOL}, ${TOKEN_SUBPROTOCOL_PREFIX}{key}\`.`,
    ["| close code | name | connect again |", "|---|---|---|", ...closes].join("\n"),
  ].join("\n\n");
}
