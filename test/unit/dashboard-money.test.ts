import { expect, test } from "vitest";
import { moneyText, totalOf } from "../../src/dashboard/overview/money.ts";

test("figures by currency are counted together, and their sums kept apart, the greatest first", () => {
  const rows = [
    { stage: "new", currency: "USD", count: 2, sum: { value: 300 } },
    { stage: "new", currency: "EUR", count: 3, sum: { value: 200 } },
    { stage: "qualified", currency: "EUR", count: 1, sum: { value: 500 } },
  ];
  expect(totalOf(rows)).toEqual({
    count: 6,
    money: [
      { currency: "EUR", amount: 700 },
      { currency: "USD", amount: 300 },
    ],
  });
});

test("what is worth nothing counts, and has no sum", () => {
  expect(totalOf([{ currency: "EUR", count: 2, sum: { value: 0 } }])).toEqual({ count: 2, money: [] });
  expect(totalOf([{ currency: "EUR", count: 1, sum: { value: null } }])).toEqual({ count: 1, money: [] });
});

test("an amount is written in the minor units of its currency, without them where it is large", () => {
  expect(moneyText({ currency: "EUR", amount: 12_950 }, "en-GB")).toBe("€129.50");
  expect(moneyText({ currency: "EUR", amount: 129_950_00 }, "en-GB")).toBe("€129,950");
  expect(moneyText({ currency: "JPY", amount: 950 }, "en-GB")).toBe("JP¥950");
});
