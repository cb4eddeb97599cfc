import { expect, test } from "vitest";
import { inWords, read, rowsOf } from "./fixtures.ts";

test.each([...rowsOf("replies.tsv"), ...rowsOf("more-replies.tsv")])("%s", (_, { reply, context, expected }) => {
  const reading = read(reply, context);

  expect(inWords(reading)).toBe(expected);
});
