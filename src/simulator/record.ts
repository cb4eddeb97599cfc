/** What somebody received; one object is shared by all its recipients. */
export interface Arrival {
  readonly at: number;
  /** `passive`: the answer within the member's own message; `message`: everything else. */
  readonly via: "message" | "passive";
  readonly kind: "text" | "markdown" | "image" | "file";
  /** As it was shown: cut at the limit. */
  readonly text?: string;
  readonly fileName?: string;
  readonly bytes?: Buffer;
}

/** An arrival and who got it: an account as the directory writes it, `appchat:ID` or `webhook:KEY`. */
export interface Receipt {
  readonly to: string;
  readonly arrival: Arrival;
}

/** One request of the bot. */
export interface Call {
  readonly path: string;
  readonly at: number;
  /** HTTP status of the answer; 0 when the answer was lost on its way. */
  readonly status: number;
  /** What the workspace really did, also when the answer was lost. */
  readonly errcode: number;
  /** Person-times accepted. */
  readonly recipients: number;
}

/** A request that the duplicate check recognised: nobody got it again. */
export interface Suppressed {
  readonly to: readonly string[];
  readonly arrival: Arrival;
}

export type ArrivalListener = (arrival: Arrival, to: string) => void;

interface Waiting {
  readonly matches: (arrival: Arrival, to: string) => boolean;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The workspace's own memory, the judge in tests: what really reached whom, which requests came, what was
 * swallowed without a word, and which rules of the platform were broken. Never fed from what the bot believes.
 */
export class WorkspaceRecord {
  /** Each a sentence; empty for a well-behaved bot. */
  readonly violations: string[] = [];
  /** Over a member's or a group's limit: the bot was told errcode 0, nobody saw it (page 90236). */
  readonly dropped: Receipt[] = [];
  readonly suppressed: Suppressed[] = [];

  readonly #sent: Suppressed[] = [];
  readonly #members = new Map<string, Arrival[]>();
  readonly #groups = new Map<string, Arrival[]>();
  readonly #calls: Call[] = [];
  readonly #listeners = new Set<ArrivalListener>();
  readonly #waiting = new Set<Waiting>();
  #count = 0;

  /** How many arrivals there were, each recipient counted. */
  get count(): number {
    return this.#count;
  }

  /** In order of arrival; accounts are compared without regard to case. */
  toMember(account: string): readonly Arrival[] {
    return this.#members.get(account.toLowerCase()) ?? [];
  }

  /** `appchat:ID`, `webhook:KEY`. */
  toGroup(target: string): readonly Arrival[] {
    return this.#groups.get(target) ?? [];
  }

  /** Everything that arrived, in order, from a moment on. */
  sent(since = Number.NEGATIVE_INFINITY): Receipt[] {
    return this.#sent
      .filter(({ arrival }) => arrival.at >= since)
      .flatMap(({ to, arrival }) => to.map((recipient) => ({ to: recipient, arrival })));
  }

  /** `path` without `/cgi-bin/`, such as `message/send`. */
  calls(path?: string): readonly Call[] {
    return path === undefined ? this.#calls : this.#calls.filter((call) => call.path === path);
  }

  /** Called for each recipient as it happens, before the bot has its answer. Returns how to stop. */
  onArrival(listener: ArrivalListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * The first arrival that matches, from now on; or among those after the first `after` ones, which closes
   * the gap between doing something and waiting for it: `after` is a `count` taken before.
   */
  async nextArrival(matches: (arrival: Arrival, to: string) => boolean, after = this.#count): Promise<Receipt> {
    const past = after < this.#count ? this.sent().slice(after) : [];
    const found = past.find(({ arrival, to }) => matches(arrival, to));
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => this.#waiting.add({ matches, resolve, reject }));
  }

  /** For the workspace alone. */
  arrived(where: "members" | "group", to: readonly string[], arrival: Arrival): void {
    if (to.length === 0) return;
    this.#sent.push({ to, arrival });
    this.#count += to.length;
    for (const recipient of to) {
      if (where === "members") append(this.#members, recipient.toLowerCase(), arrival);
      else append(this.#groups, recipient, arrival);
      for (const listener of this.#listeners) listener(arrival, recipient);
      for (const waiting of this.#waiting) {
        if (!waiting.matches(arrival, recipient)) continue;
        this.#waiting.delete(waiting);
        waiting.resolve({ to: recipient, arrival });
      }
    }
  }

  /** For the workspace alone. */
  called(call: Call): void {
    this.#calls.push(call);
  }

  /** For the workspace alone: whoever still waits is told. */
  close(): void {
    for (const { reject } of this.#waiting) reject(new Error("the workspace closed before anything matched"));
    this.#waiting.clear();
  }
}

function append(lists: Map<string, Arrival[]>, key: string, arrival: Arrival): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [arrival]);
  else list.push(arrival);
}
