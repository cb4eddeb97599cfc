/** One app's access token (page 91039): fetched once for all who wait, and again only when it has proved stale. */
export interface TokenManager {
  get(): Promise<string>;
  /** Forgets the token, but only while it still is the one that failed: a newer one may be there already. */
  invalidate(failed: string): void;
}

/** Taken early, so that no call starts with a token that ends on the way. */
const EARLY_MS = 5 * 60_000;

export function tokenManager(
  fetchToken: () => Promise<{ token: string; lifeMs: number }>,
  now: () => number,
): TokenManager {
  let current: { token: string; until: number } | undefined;
  let underWay: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const { token, lifeMs } = await fetchToken();
    current = { token, until: now() + lifeMs - Math.min(EARLY_MS, lifeMs / 2) };
    return token;
  }

  return {
    get() {
      if (current !== undefined && now() < current.until) return Promise.resolve(current.token);
      underWay ??= renew().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    invalidate(failed) {
      if (current?.token === failed) current = undefined;
    },
  };
}
