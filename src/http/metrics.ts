import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../store/database.ts";
import { countByState } from "../store/outbox.ts";

/** What is counted. No label holds a person. */
export interface Metrics {
  callback(status: number): void;
  answered(milliseconds: number): void;
  text(): Promise<string>;
}

export function openMetrics(db: Database): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const callbacks = new Counter({
    name: "study_points_callbacks_total",
    help: "Callbacks of the platform by the status they were answered with",
    labelNames: ["status"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "study_points_reply_seconds",
    help: "From the callback's arrival to its reply, the commit included",
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  new Gauge({
    name: "study_points_deliveries",
    help: "Deliveries by state",
    labelNames: ["state"],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(countByState(db))) this.set({ state }, count);
    },
  });
  const byStatus = new Map<number, { inc(): void }>();
  return {
    callback(status) {
      let counter = byStatus.get(status);
      if (counter === undefined) byStatus.set(status, (counter = callbacks.labels(String(status))));
      counter.inc();
    },
    answered: (milliseconds) => seconds.observe(milliseconds / 1000),
    text: () => registry.metrics(),
  };
}
