import { expect, test } from "vitest";
import { type Arrival, WorkspaceRecord } from "../../src/simulator/record.ts";

const text = (content: string, at = 0): Arrival => ({ at, via: "message", kind: "text", text: content });

test("everything sent is listed in order of arrival, from any moment on", () => {
  const record = new WorkspaceRecord();
  record.arrived("members", ["a", "B"], text("一", 1));
  record.arrived("group", ["appchat:x"], text("二", 2));

  expect(record.sent().map(({ to, arrival }) => [to, arrival.text])).toEqual([
    ["a", "一"],
    ["B", "一"],
    ["appchat:x", "二"],
  ]);
  expect(record.sent(2)).toHaveLength(1);
  expect(record.count).toBe(3);
});

test("a listener hears each recipient until it is taken away", () => {
  const record = new WorkspaceRecord();
  const heard: string[] = [];
  const stop = record.onArrival((arrival, to) => heard.push(`${to} ${arrival.text}`));

  record.arrived("members", ["a", "b"], text("一"));
  stop();
  record.arrived("members", ["a"], text("二"));

  expect(heard).toEqual(["a 一", "b 一"]);
});

test("the next arrival is awaited, not the past one", async () => {
  const record = new WorkspaceRecord();
  record.arrived("members", ["a"], text("一"));
  const next = record.nextArrival((_arrival, to) => to === "a");

  record.arrived("members", ["b"], text("二"));
  record.arrived("members", ["a"], text("三"));
  record.arrived("members", ["a"], text("四"));

  expect(await next).toEqual({ to: "a", arrival: text("三") });
});

test("an arrival between doing and waiting is found by the count taken before", async () => {
  const record = new WorkspaceRecord();
  record.arrived("members", ["a"], text("一"));
  const before = record.count;
  record.arrived("members", ["b", "a"], text("二"));

  expect(await record.nextArrival((_arrival, to) => to === "a", before)).toEqual({ to: "a", arrival: text("二") });
});

test("who waits when the workspace closes is told", async () => {
  const record = new WorkspaceRecord();
  const waiting = record.nextArrival(() => true);

  record.close();

  await expect(waiting).rejects.toThrow("closed");
});
