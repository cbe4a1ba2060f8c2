import { afterEach, expect, test } from "vitest";
import { t, tn, useWords } from "./words";

afterEach(() => useWords({}));

test("an unknown text is shown in English", () => {
  expect(t("Accept")).toBe("Accept");
});

test("a known text is shown in the reader's language, with its values", () => {
  useWords({ "Sent to {place}": "已派往 {place}" });
  expect(t("Sent to {place}", { place: "A-102" })).toBe("已派往 A-102");
});

test("English counts in two forms and Chinese in one", () => {
  expect([1, 2].map((n) => tn("{count} car", "{count} cars", n))).toEqual(["1 car", "2 cars"]);
  useWords({ "{count} car": "{count} 辆车" });
  expect([1, 2].map((n) => tn("{count} car", "{count} cars", n))).toEqual(["1 辆车", "2 辆车"]);
});

test("a value that was not given stays visible", () => {
  expect(t("Sent to {place}")).toBe("Sent to {place}");
});
