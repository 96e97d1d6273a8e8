import { describe, expect, it } from "vitest";
import { NEW_CURSOR } from "../../objects/repository/cursor.ts";
import { expectedOf } from "../../objects/repository/listed-rows.ts";

const items = (count: number, values: (index: number) => Record<string, number>) =>
  Array.from({ length: count }, (_, index) => ({ id: `item_${index}`, values: values(index) }));

describe("how many items a stream expects", () => {
  it("is what the pages hold, whose number GitHub tells", () => {
    const page = items(100, () => ({}));
    expect(expectedOf(page, { next: "/next", lastPage: 7 }, NEW_CURSOR)).toBe(700);
  });

  it("is no more issues than the highest number", () => {
    const page = items(100, (index) => ({ number: 538 - index }));
    expect(expectedOf(page, { next: "/next", lastPage: 6 }, NEW_CURSOR)).toBe(538);
  });

  it("is days of stars, of which a page has more than a hundred", () => {
    const page = items(210, () => ({}));
    expect(expectedOf(page, { next: "/next", lastPage: 29 }, NEW_CURSOR)).toBe(29 * 210);
  });
});
