import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf } from "../../objects/records/address.ts";

const segment = fc.stringMatching(/^[A-Za-z0-9_~-]{1,12}$/);
const query = fc.stringMatching(/^[A-Za-z0-9_=&%~?/:.-]{0,40}$/);

describe("The address of a request", () => {
  it("is what a URL says of path and query", () => {
    fc.assert(
      fc.property(fc.constantFrom("http", "https"), fc.array(segment), query, (scheme, segments, search) => {
        const text = `${scheme}://croft.example:8787/${segments.join("/")}${search === "" ? "" : `?${search}`}`;
        const url = new URL(text);
        expect(addressOf(text)).toEqual({ path: url.pathname, search: url.search });
      }),
    );
  });
});
