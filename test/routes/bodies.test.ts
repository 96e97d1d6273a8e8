import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import { type Caller, makeTenant } from "../support/api.ts";

/** One tenant for all requests that are refused. */
let shared: Promise<Caller> | undefined;
const anyone = () => (shared ??= makeTenant().then(({ owner }) => owner));
const bytes = (...values: number[]) => Uint8Array.from(values);
const stream = (...chunks: Uint8Array[]) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

/** A human whose JSON is exactly so many bytes. */
const sized = (size: number) => {
  const frame = '{"lastName":"Large"}';
  return frame + " ".repeat(size - frame.length);
};

describe("S18: a body", () => {
  it.each([
    ["nothing", ""],
    ["a space", " "],
    ["half an object", '{"lastName":"X"'],
    ["two objects", '{"lastName":"X"}{"lastName":"Y"}'],
    ["what follows an object", '{"lastName":"X"} x'],
    ["single quotes", "{'lastName':'X'}"],
    ["a bare word", "lastName=X"],
    ["a comment", '{"lastName":"X"/* who */}'],
    ["a comma too many", '{"lastName":"X",}'],
    ["undefined", '{"lastName":undefined}'],
    ["NaN", '{"githubId":NaN}'],
    ["Infinity", '{"githubId":-Infinity}'],
    ["a number that is none", '{"githubId":01}'],
    ["a number beyond every double", '{"lastName":"X","githubId":1e400}'],
    ["a negative one", '{"lastName":"X","githubId":-1e999}'],
    ["a control character in a text", '{"lastName":"a\nb"}'],
    ["an unknown escape", '{"lastName":"\\x41"}'],
    ["NUL", '{"lastName":"a\\u0000b"}'],
    ["NUL in a key", '{"last\\u0000Name":"X"}'],
    ["half of a surrogate pair", '{"lastName":"\\ud83d"}'],
    ["the other half", '{"lastName":"\\ude00\\ud83d"}'],
    ["half of one in a key", '{"\\udfff":1}'],
    ["a byte order mark", '\ufeff{"lastName":"X"}'],
    ["a key twice", '{"lastName":"X","lastName":"Y"}'],
    ["a key twice, escaped the second time", '{"lastName":"X","last\\u004eame":"Y"}'],
    ["a key twice, further down", '{"lastName":"X","custom":{"a":1,"a":2}}'],
    ["__proto__", '{"lastName":"X","__proto__":{"role":"owner"}}'],
    ["__proto__, escaped", '{"lastName":"X","\\u005f_proto__":1}'],
    ["__proto__ in custom", '{"lastName":"X","custom":{"__proto__":{"a":1}}}'],
    ["33 levels", `{"custom":${"[".repeat(33)}${"]".repeat(33)}}`],
    ["100,000 lists", "[".repeat(100_000)],
    ["100,000 objects", '{"a":'.repeat(100_000)],
    ["100,000 closed lists", "[".repeat(100_000) + "]".repeat(100_000)],
    ["more closing than opening", "]".repeat(100_000)],
    ["quotes that never end", `{"lastName":"${"\\".repeat(99_999)}`],
  ])("of %s is refused, and quickly", async (_, body) => {
    const owner = await anyone();
    const start = performance.now();
    const answer = await owner.post("/humans", body);
    expect(answer.verdict).toBe("400 BAD_REQUEST");
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it.each([
    ["bytes that are no UTF-8", bytes(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d)],
    ["an overlong slash", bytes(0x22, 0xc0, 0xaf, 0x22)],
    ["a surrogate in UTF-8", bytes(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ["UTF-16", bytes(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00)],
    ["gzip", bytes(0x1f, 0x8b, 0x08, 0x00)],
  ])("of %s is refused", async (_, body) => {
    expect((await (await anyone()).post("/humans", body)).verdict).toBe("400 BAD_REQUEST");
  });

  it.each([
    ["constructor", '{"lastName":"X","constructor":{"prototype":{"role":"owner"}}}', ["constructor"]],
    ["prototype", '{"lastName":"X","prototype":1}', ["prototype"]],
    [
      "toString",
      '{"lastName":"X","toString":"x","valueOf":1,"hasOwnProperty":true}',
      ["toString", "valueOf", "hasOwnProperty"],
    ],
    ["constructor in custom", '{"lastName":"X","custom":{"constructor":1}}', ["custom.constructor"]],
  ])("may not name %s", async (_, body, fields) => {
    const answer = await (await anyone()).post("/humans", body);
    expect([answer.verdict, answer.faults]).toEqual(["422 VALIDATION_ERROR", fields]);
    expect({}).not.toHaveProperty("role");
  });

  it("of a million keys is refused before it can cost much", async () => {
    const owner = await anyone();
    for (const key of ["", "k"]) {
      const keys = Array.from({ length: 110_000 }, (_, n) => `"${key}${n.toString(36)}":1`).join(",");
      const start = performance.now();
      const { status } = await owner.post("/humans", `{"custom":{${keys}}}`.slice(0, LIMITS.bodyBytes));
      expect([400, 413]).toContain(status);
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });

  it("may say zero with a sign, and large numbers in full", async () => {
    const { owner } = await makeTenant();
    const { id } = await owner.make("accounts", { name: "Zero" });
    expect((await owner.patch(`/accounts/${id}`, '{"size":-0}')).text).toContain('"size":0,');
    expect((await owner.patch(`/accounts/${id}`, '{"size":9007199254740991}')).record.size).toBe(9_007_199_254_740_991);
    expect((await owner.patch(`/accounts/${id}`, '{"size":9007199254740993}')).verdict).toBe("422 VALIDATION_ERROR");
    expect((await owner.patch(`/accounts/${id}`, '{"size":1e3}')).record.size).toBe(1_000);
    const place = await owner.make("geo-interests", {
      label: "Null Island",
      latitude: 0,
      longitude: 0,
      radius: 1,
      humanId: (await owner.make("humans", { lastName: "X" })).id,
    });
    const answer = await owner.patch(`/geo-interests/${place.id}`, '{"latitude":-0.0,"longitude":1e-7,"radius":0.1}');
    expect(answer.record).toMatchObject({ longitude: 1e-7, radius: 0.1 });
    expect((await owner.get(`/geo-interests/${place.id}`)).text).toBe(answer.text);
  });
});

describe("the type of a body", () => {
  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/json-patch+json",
    "text/json",
    "application/ json",
    "json",
    "*/*",
  ])("is not %s", async (type) => {
    const owner = await anyone();
    for (const [method, path] of [
      ["POST", "/humans"],
      ["PATCH", "/humans/x"],
      ["PUT", "/humans/x"],
      ["POST", "/batch"],
      ["POST", "/api-keys"],
      ["PATCH", ""],
    ] as const) {
      const answer = await owner.send(method, path, { body: '{"lastName":"X"}', headers: { "content-type": type } });
      expect(answer.verdict, `${method} ${path}`).toBe("415 UNSUPPORTED_MEDIA_TYPE");
    }
  });

  it("has to be said", async () => {
    const owner = await anyone();
    expect(
      (await owner.send("POST", "/humans", { body: bytes(0x7b, 0x7d), headers: { "content-type": "" } })).verdict,
    ).toBe("415 UNSUPPORTED_MEDIA_TYPE");
  });

  it.each([
    "application/json",
    "Application/JSON",
    "application/json;charset=utf-8",
    "application/json ; charset=UTF-8",
  ])("may be written %s", async (type) => {
    const { owner } = await makeTenant();
    expect((await owner.post("/humans", '{"lastName":"Š"}', { "content-type": type })).record.lastName).toBe("Š");
  });
});

describe("the length of a body", () => {
  it("may be 1 MiB, told or not", async () => {
    const { owner } = await makeTenant();
    const body = new TextEncoder().encode(sized(LIMITS.bodyBytes));
    expect((await owner.post("/humans", body)).status).toBe(201);
    expect((await owner.post("/humans", stream(body.slice(0, 500_000), body.slice(500_000)))).status).toBe(201);
  });

  it("may not be one byte more, told or not, in whatever pieces", async () => {
    const owner = await anyone();
    const body = new TextEncoder().encode(sized(LIMITS.bodyBytes + 1));
    const pieces = Array.from({ length: 17 }, (_, n) => body.slice(n * 65_536, (n + 1) * 65_536));
    for (const sent of [body, stream(body), stream(...pieces)])
      expect((await owner.post("/humans", sent)).verdict).toBe("413 PAYLOAD_TOO_LARGE");
    expect((await owner.delete("/humans/x")).verdict).toBe("404 NOT_FOUND");
  });

  it("may not make a record that no row holds", async () => {
    const { owner } = await makeTenant();
    const [config = ""] = (await owner.get("/account-config")).ids;
    const names = Array.from({ length: 50 }, (_, n) => `field${n}`);
    const fields = Object.fromEntries(names.map((name) => [name, { type: "text" }]));
    await owner.patch(`/account-config/${config}`, { customFields: { humans: fields } });
    const { id } = await owner.make("humans", { lastName: "Large" });
    const fill = (from: number, to: number) =>
      owner.patch(`/humans/${id}`, {
        custom: Object.fromEntries(names.slice(from, to).map((name) => [name, "€".repeat(10_000)])),
      });
    expect((await fill(0, 29)).status).toBe(200);
    const { version } = (await owner.get(`/humans/${id}`)).record;
    expect((await fill(29, 50)).verdict).toBe("413 PAYLOAD_TOO_LARGE");
    expect((await owner.get(`/humans/${id}`)).record.version).toBe(version);
    expect((await owner.patch(`/humans/${id}`, { notes: "still editable" })).status).toBe(200);
    expect((await owner.get(`/humans/${id}/changes`)).records).toHaveLength(3);
  });
});

describe("Accept", () => {
  it.each([
    "application/json",
    "*/*",
    "application/*",
    "text/html, */*;q=0.1",
    "application/json; charset=utf-8",
    "",
    "APPLICATION/JSON",
  ])("may be %j", async (accept) => {
    expect((await (await anyone()).get("/humans", { accept })).status).toBe(200);
  });

  it.each(["text/html", "application/xml", "application/json;q=0", "*/*;q=0", "text/*", "image/png, text/csv"])(
    "may not be %j",
    async (accept) => {
      const owner = await anyone();
      expect((await owner.get("/humans", { accept })).verdict).toBe("406 NOT_ACCEPTABLE");
      expect((await owner.at("").get("/healthz", { accept })).verdict).toBe("406 NOT_ACCEPTABLE");
    },
  );
});
