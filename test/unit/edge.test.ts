import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { issueKey, verifyKey } from "../../src/auth/key-format.ts";
import { network } from "../../src/auth/network.ts";
import { log, setLogLevel } from "../../src/log.ts";
import { preferred } from "../../src/middleware/accept.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { parseJson } from "../../src/protocol/json.ts";
import { callObject } from "../../src/stubs.ts";

afterEach(() => vi.restoreAllMocks());

describe("a call of an object", () => {
  const failing = (flags: object, times: number) => {
    let left = times;
    return vi.fn(async () => {
      if (left <= 0) return "answer";
      left -= 1;
      throw Object.assign(new Error("lost"), flags);
    });
  };

  it("R9: is repeated where the runtime says so and the call may be", async () => {
    const call = failing({ retryable: true }, 2);
    expect(await callObject(true, call)).toBe("answer");
    expect(call).toHaveBeenCalledTimes(3);
  });

  it.each<[string, object, boolean, number, string]>([
    ["is given up after three attempts", { retryable: true }, true, 3, "UNAVAILABLE"],
    ["is not repeated when it may have had an effect", { retryable: true }, false, 1, "UNAVAILABLE"],
    [
      "R9: is never repeated when the object is overloaded",
      { retryable: true, overloaded: true },
      true,
      1,
      "UNAVAILABLE",
    ],
    [
      "is not repeated after a reset, which may have come after the write",
      { durableObjectReset: true },
      true,
      1,
      "UNAVAILABLE",
    ],
    ["is an error of ours when it is none of the transport's", {}, true, 1, "INTERNAL"],
  ])("%s", async (_, flags, repeatable, calls, code) => {
    const call = failing(flags, 9);
    const error = await callObject(repeatable, call).catch((thrown: unknown) => thrown);
    expect(call).toHaveBeenCalledTimes(calls);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code, headers: code === "UNAVAILABLE" ? { "Retry-After": "1" } : {} });
  });
});

describe("JSON", () => {
  it.each([
    '{"a":[1,2,{"b":null}],"c":"\\u00e9"}',
    '"x"',
    "[]",
    '{"a":{"a":1},"b":[{"a":2}]}',
    "-0",
    '{"\\\\":1,"\\"":2}',
  ])("takes %s", (text) => {
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each<[string, string]>([
    ["broken text", '{"a":'],
    ["an open string", '{"a'],
    ["a key twice", '{"a":1,"a":2}'],
    ["a key twice in two spellings", '{"a":1,"\\u0061":2}'],
    ["a prototype", '{"__proto__":{}}'],
    ["a prototype in escapes", '{"\\u005f_proto__":{}}'],
    ["a number beyond all", "[1e400]"],
    ["NUL", '{"a":"\\u0000"}'],
    ["half a character", '{"a":"\\ud83d"}'],
    ["half a character as a key", '{"\\ud83d":1}'],
    ["33 levels", `${"[".repeat(33)}${"]".repeat(33)}`],
    ["100,001 keys", `{${Array.from({ length: 100_001 }, (_, n) => `"k${n}":0`).join(",")}}`],
    ["a byte order mark", '\ufeff{"a":1}'],
    ["a broken escape in a key", '{"\\x":1}'],
  ])("S18: refuses %s", (_, text) => {
    expect(parseJson(text)).toMatchObject({ ok: false });
  });

  it("S18: refuses depth and size at once", () => {
    const started = performance.now();
    parseJson("[".repeat(100_000));
    parseJson(`"${"\\\\".repeat(500_000)}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("keys", () => {
  const secrets = new Map([
    ["2", "b".repeat(64)],
    ["1", "a".repeat(64)],
  ]);
  const id = "01M7Y30MTX9FZMSW6XC0SV0479";

  it("prove their tenant and id, also under an older secret", async () => {
    const { key, hash } = await issueKey("acme", id, secrets);
    expect(await verifyKey(key, secrets)).toEqual({ tenant: "acme", keyId: id, hash });
    const old = await issueKey("acme", id, new Map([["1", "a".repeat(64)]]));
    expect(await verifyKey(old.key, secrets)).toMatchObject({ tenant: "acme" });
    expect(await verifyKey(old.key, new Map([["2", "b".repeat(64)]]))).toBeNull();
  });

  it("are refused with any digit changed, in another tenant's name, and in any other shape", async () => {
    const { key } = await issueKey("acme", id, secrets);
    for (let at = key.length - 73; at < key.length; at += 1) {
      const other = key[at] === "0" ? "1" : "0";
      expect(await verifyKey(key.slice(0, at) + other + key.slice(at + 1), secrets)).toBeNull();
    }
    expect(await verifyKey(key.replace("acme", "acne"), secrets)).toBeNull();
    for (const text of ["", "croft_", key.toUpperCase(), `${key}0`, key.slice(0, -1)])
      expect(await verifyKey(text, secrets)).toBeNull();
  });

  it("are the same for the same seed, and new without one", async () => {
    const seeded = await issueKey("acme", id, secrets, "seed");
    expect(await issueKey("acme", id, secrets, "seed")).toEqual(seeded);
    expect((await issueKey("acme", id, secrets)).key).not.toBe((await issueKey("acme", id, secrets)).key);
  });
});

describe("what a client accepts", () => {
  it.each(["application/json", "*/*", "application/*;q=0.5", "text/html, application/json;q=0.1", "Application/JSON"])(
    "includes JSON: %s",
    (accept) => {
      expect(preferred(accept, ["application/json"])).toBe("application/json");
    },
  );
  it.each(["text/html", "application/json;q=0", "application/json;q=0, */*", "image/*"])(
    "does not include JSON: %s",
    (accept) => {
      expect(preferred(accept, ["application/json"])).toBeNull();
    },
  );
});

describe("a path with several media types", () => {
  const types = ["application/json", "application/vnd.oai.openapi+json"];
  it.each([
    ["*/*", "application/json"],
    ["application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"],
    ["application/vnd.oai.openapi+json;version=3.1, application/json;q=0.5", "application/vnd.oai.openapi+json"],
    ["application/json;q=0.2, application/*;q=0.1", "application/json"],
    ["text/html", null],
  ])("answers %s with %s", (accept, type) => {
    expect(preferred(accept, types)).toBe(type);
  });
});

describe("addresses", () => {
  it.each<[string, string]>([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
  ])("%s counts as %s", (address, counted) => {
    expect(network(address)).toBe(counted);
  });

  it("class 4: is the same for every spelling of an address, and for all of a /64", () => {
    const group = fc.nat(0xffff);
    const spelled = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.replaceAll(/[\da-f]+/g, (digits) => digits.padStart(4, "0")),
      (text: string) => text.replace(/(?:^|:)0(?::0)+(?:$|:)/, "::"),
    );
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), group, spelled, (groups, other, spell) => {
        const plain = groups.map((each) => each.toString(16)).join(":");
        expect(ipaddr.parse(spell(plain)).toNormalizedString()).toBe(plain);
        expect(network(spell(plain))).toBe(plain.split(":").slice(0, 4).join(":"));
        const neighbour = [...groups.slice(0, 4), other, ...groups.slice(5)].map((each) => each.toString(16)).join(":");
        expect(network(neighbour)).toBe(network(plain));
      }),
    );
  });

  it("class 4: is the IPv4 address of one that is written as IPv6", () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.constantFrom("::ffff:", "::FFFF:", "0:0:0:0:0:ffff:", "0000::ffff:"),
        (address, prefix) => {
          expect(network(`${prefix}${address}`)).toBe(address);
          const mapped = ipaddr.IPv4.parse(address).toIPv4MappedAddress();
          expect(network(mapped.toString())).toBe(address);
          expect(network(mapped.toNormalizedString())).toBe(ipaddr.process(mapped.toString()).toString());
        },
      ),
    );
  });

  it.each([
    "",
    "unknown",
    "1.2.3.4",
    ":",
    ":::",
    "::1%eth0",
    "[::1]",
    "::1]",
    "1:2",
    "fe80::1/64",
    "g::1",
    "::1:2:3:4:5:6:7:8",
  ])("of %j is itself", (address) => {
    expect(network(address)).toBe(address);
  });
});

describe("the log", () => {
  it("is one JSON line an event, with causes, from the level that is set", () => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
    setLogLevel("warn");
    log("info", { event: "quiet" });
    log("warn", { event: "loud" });
    log("error", { event: "broken", cause: new Error("outer", { cause: new Error("inner") }) });
    setLogLevel("info");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: "warn", event: "loud" },
      { level: "error", event: "broken", cause: { message: "outer", cause: { message: "inner" } } },
    ]);
  });
});
