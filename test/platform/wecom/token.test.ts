import { expect, test } from "vitest";
import { tokenManager } from "../../../src/platform/wecom/token.ts";

const LIFE_MS = 7_200_000;

/** Tokens `t1`, `t2`, … of two hours; the test lets each fetch end. */
function aManager() {
  const clock = { now: 1_000_000 };
  const fetches: PromiseWithResolvers<void>[] = [];
  const manager = tokenManager(
    async () => {
      const fetching = Promise.withResolvers<void>();
      fetches.push(fetching);
      const token = `t${fetches.length}`;
      await fetching.promise;
      return { token, lifeMs: LIFE_MS };
    },
    () => clock.now,
  );
  return { manager, fetches, clock };
}

test("a hundred who ask at once wait for one fetch, and whoever asks later for none", async () => {
  const { manager, fetches } = aManager();

  const asked = Array.from({ length: 100 }, () => manager.get());
  fetches[0]!.resolve();

  expect(new Set(await Promise.all(asked))).toEqual(new Set(["t1"]));
  expect(await manager.get()).toBe("t1");
  expect(fetches).toHaveLength(1);
});

test("a token is renewed five minutes before its end, not sooner", async () => {
  const { manager, fetches, clock } = aManager();
  const first = manager.get();
  fetches[0]!.resolve();
  await first;

  clock.now += LIFE_MS - 300_001;
  expect(await manager.get()).toBe("t1");
  clock.now += 1;
  const second = manager.get();
  fetches[1]!.resolve();

  expect(await second).toBe("t2");
});

test("a token of a short life is used for half of it", async () => {
  let count = 0;
  const clock = { now: 0 };
  const manager = tokenManager(
    async () => ({ token: `t${(count += 1)}`, lifeMs: 1000 }),
    () => clock.now,
  );

  await manager.get();
  clock.now = 499;
  expect(await manager.get()).toBe("t1");
  clock.now = 500;
  expect(await manager.get()).toBe("t2");
});

test("a fetch that fails is told to all who wait and remembered by nobody", async () => {
  const { manager, fetches } = aManager();

  const asked = [manager.get(), manager.get()];
  fetches[0]!.reject(new Error("busy"));
  const results = await Promise.allSettled(asked);
  const again = manager.get();
  fetches[1]!.resolve();

  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await again).toBe("t2");
});

test("a late failure of an old token does not throw away the new one", async () => {
  const { manager, fetches } = aManager();
  const first = manager.get();
  fetches[0]!.resolve();
  await first;
  manager.invalidate("t1");
  const second = manager.get();
  fetches[1]!.resolve();
  await second;

  manager.invalidate("t1");

  expect(await manager.get()).toBe("t2");
  expect(fetches).toHaveLength(2);
});
