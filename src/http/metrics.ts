import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What is counted. No label holds a person. */
export interface Metrics {
  callback(status: number): void;
  answered(milliseconds: number): void;
  text(): Promise<string>;
}

export function openMetrics(deliveriesByState: () => Readonly<Record<string, number>>): Metrics {
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
  const deliveries = new Gauge({
    name: "study_points_deliveries",
    help: "Deliveries by state",
    labelNames: ["state"],
    registers: [],
    collect() {
      for (const [state, count] of Object.entries(deliveriesByState())) this.set({ state }, count);
    },
  });
  registry.registerMetric(deliveries);
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
