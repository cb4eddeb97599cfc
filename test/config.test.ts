import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigFaults, readConfig, readLocalConfig } from "../src/config.ts";
import { aFolder } from "./support/a-folder.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The least that must be given. */
const least: Environment = {
  SCHOOL_NAME: "广西纺织工业学校",
  WECOM_CORP_ID: "wx5823bf96d3bd56c7",
  WECOM_AGENT_ID: "1000002",
  WECOM_SECRET: "the-secret",
  WECOM_TOKEN: "QDG6eK",
  WECOM_ENCODING_AES_KEY: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
};

function faultsOf(environment: Environment, read: (environment: Environment) => unknown = readConfig): string[] {
  try {
    read(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error;
    expect(error.message.split("\n").slice(1)).toEqual(error.faults.map((fault) => `  - ${fault}`));
    return [...error.faults];
  }
}

function aFile(content: string): string {
  const file = join(aFolder(), "secret");
  writeFileSync(file, content);
  return file;
}

/** Every variable; installed schools have them in their `.env`. */
const variables = `PLATFORM SCHOOL_NAME OFFICE_CONTACT HOST PORT DATA_DIR REDIS_URL ROLE TICK_SECONDS LOG_LEVEL
  WECOM_CORP_ID WECOM_AGENT_ID WECOM_SECRET WECOM_TOKEN WECOM_ENCODING_AES_KEY WECOM_API_BASE
  DINGTALK_CLIENT_ID DINGTALK_CLIENT_SECRET DINGTALK_ROBOT_CODE DINGTALK_MODE DINGTALK_API_BASE DINGTALK_OAPI_BASE
  METRICS_TOKEN`.split(/\s+/);

describe("the configuration", () => {
  test("has a default for everything that need not be given", () => {
    expect(readConfig(least)).toEqual({
      platform: "wecom",
      schoolName: "广西纺织工业学校",
      host: "127.0.0.1",
      port: 8080,
      dataDir: resolve("data"),
      redisUrl: undefined,
      role: "all",
      tickSeconds: 60,
      logLevel: "info",
      wecom: {
        base: "https://qyapi.weixin.qq.com",
        corpId: "wx5823bf96d3bd56c7",
        agentId: 1_000_002,
        secret: "the-secret",
        token: "QDG6eK",
        encodingAesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
      },
      metricsToken: undefined,
    });
  });

  test("takes every variable", () => {
    const given = {
      ...least,
      PLATFORM: "wecom",
      OFFICE_CONTACT: " 党办 302 室  0771-0000000\n何老师 ",
      HOST: "0.0.0.0",
      PORT: "9000",
      DATA_DIR: "/var/lib/study-points",
      REDIS_URL: "redis://:password@127.0.0.1:6379/1",
      ROLE: "worker",
      TICK_SECONDS: "5",
      LOG_LEVEL: "debug",
      WECOM_API_BASE: "http://127.0.0.1:9999",
      METRICS_TOKEN: "0123456789abcdef",
    };

    expect(readConfig(given)).toMatchObject({
      officeContact: "党办 302 室 0771-0000000 何老师",
      host: "0.0.0.0",
      port: 9000,
      dataDir: "/var/lib/study-points",
      redisUrl: "redis://:password@127.0.0.1:6379/1",
      role: "worker",
      tickSeconds: 5,
      logLevel: "debug",
      wecom: { base: "http://127.0.0.1:9999" },
      metricsToken: "0123456789abcdef",
    });
  });

  test("takes an empty or blank variable for one that is not set", () => {
    const empty = Object.fromEntries(variables.map((name) => [name, name in least ? least[name] : ""]));
    const blank = Object.fromEntries(variables.map((name) => [name, name in least ? least[name] : "  "]));

    expect(readConfig(empty)).toEqual(readConfig(least));
    expect(readConfig(blank)).toEqual(readConfig(least));
  });

  test.each([
    ["PORT", "0"],
    ["PORT", "65535"],
    ["TICK_SECONDS", "1"],
    ["TICK_SECONDS", "3600"],
    ["ROLE", "http"],
    ["LOG_LEVEL", "silent"],
    ["REDIS_URL", "rediss://redis.example:6380"],
    ["REDIS_URL", "unix:///run/redis.sock"],
    ["WECOM_TOKEN", "a".repeat(32)],
    ["METRICS_TOKEN", "a".repeat(16)],
  ])("may have %s = %s", (name, value) => {
    expect(faultsOf({ ...least, [name]: value })).toEqual([]);
  });

  test.each([
    ["PLATFORM", "slack"],
    ["PLATFORM", "dingtalk"],
    ["PORT", "eighty"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["ROLE", "boss"],
    ["TICK_SECONDS", "0"],
    ["TICK_SECONDS", "3601"],
    ["TICK_SECONDS", "1.5"],
    ["LOG_LEVEL", "loud"],
    ["REDIS_URL", "127.0.0.1:6379"],
    ["REDIS_URL", "http://127.0.0.1:6379"],
    ["WECOM_AGENT_ID", "my app"],
    ["WECOM_TOKEN", "with-hyphen"],
    ["WECOM_TOKEN", "a".repeat(33)],
    ["WECOM_ENCODING_AES_KEY", "a".repeat(42)],
    ["WECOM_ENCODING_AES_KEY", "a".repeat(44)],
    ["WECOM_API_BASE", "qyapi.weixin.qq.com"],
    ["WECOM_API_BASE", "ftp://qyapi.weixin.qq.com"],
    ["METRICS_TOKEN", "a".repeat(15)],
  ])("may not have %s = %s, and the fault names the variable and a remedy", (name, value) => {
    const faults = faultsOf({ ...least, [name]: value });

    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} \\P{ASCII}`, "u"))]);
  });

  test.each(Object.keys(least))("must have %s", (name) => {
    expect(faultsOf({ ...least, [name]: undefined })).toEqual([expect.stringMatching(`^${name} 未填写：`)]);
    expect(faultsOf({ ...least, [name]: "" })).toEqual([expect.stringMatching(`^${name} 未填写：`)]);
  });

  test("has all its faults reported together", () => {
    const faults = faultsOf({ PORT: "x", ROLE: "boss", LOG_LEVEL: "loud", WECOM_TOKEN_FILE: "/nowhere" });

    expect(new Set(faults.map((fault) => fault.split(" ")[0]))).toEqual(
      new Set([
        ...Object.keys(least).filter((name) => name !== "WECOM_TOKEN"),
        "PORT",
        "ROLE",
        "LOG_LEVEL",
        "WECOM_TOKEN_FILE",
      ]),
    );
    expect(faults).toHaveLength(9);
  });
});

describe("a secret", () => {
  const secrets = [
    ["WECOM_SECRET", "the-secret-in-the-file"],
    ["WECOM_TOKEN", "TokenInTheFile"],
    ["WECOM_ENCODING_AES_KEY", "b".repeat(43)],
    ["METRICS_TOKEN", "metrics-token-in-the-file"],
    ["REDIS_URL", "redis://:secret@127.0.0.1:6379"],
  ] as const;

  test.each(secrets)("may be in a file: %s", (name, value) => {
    const config = readConfig({ ...least, [name]: undefined, [`${name}_FILE`]: aFile(`${value}\n`) });

    expect(JSON.stringify(config)).toContain(value);
  });

  test.each(secrets)("is given in one way only: %s", (name, value) => {
    const faults = faultsOf({ ...least, [name]: value, [`${name}_FILE`]: aFile(value) });

    expect(faults).toEqual([`${name} 与 ${name}_FILE 只能填写一个`]);
  });

  test.each(secrets)("in a file that cannot be read is one fault: %s", (name) => {
    const faults = faultsOf({ ...least, [name]: undefined, [`${name}_FILE`]: join(aFolder(), "missing") });

    expect(faults).toEqual([`${name}_FILE 指向的文件无法读取`]);
  });

  test.each(secrets)("in a file that is empty is a fault: %s", (name) => {
    expect(faultsOf({ ...least, [name]: undefined, [`${name}_FILE`]: aFile("\n") })).toHaveLength(1);
  });

  test.each(
    secrets.filter(([name]) => name !== "WECOM_SECRET"),
  )("is in no message, also when it is wrong: %s", (name) => {
    const wrong = "§secret§";

    const given = faultsOf({ ...least, [name]: wrong });
    const inFile = faultsOf({ ...least, [name]: undefined, [`${name}_FILE`]: aFile(wrong) });

    for (const faults of [given, inFile]) {
      expect(faults).toEqual([expect.stringMatching(`^${name} `)]);
      expect(faults.join()).not.toContain(wrong);
    }
  });
});

describe("what a command needs that never talks to the platform", () => {
  test("is the school's name; the rest has defaults", () => {
    expect(readLocalConfig({ SCHOOL_NAME: "学校" })).toEqual({
      schoolName: "学校",
      dataDir: resolve("data"),
      logLevel: "info",
    });
  });

  test("has all its faults reported together", () => {
    expect(faultsOf({ LOG_LEVEL: "loud" }, readLocalConfig)).toEqual([
      expect.stringMatching(/^SCHOOL_NAME /),
      expect.stringMatching(/^LOG_LEVEL /),
    ]);
  });

  test("is not the service's secrets, which the operator may be unable to read", () => {
    expect(faultsOf({ SCHOOL_NAME: "学校", WECOM_SECRET_FILE: "/nowhere", PORT: "x" }, readLocalConfig)).toEqual([]);
  });
});

describe(".env.example", () => {
  const lines = readFileSync(new URL("../.env.example", import.meta.url), "utf8").split("\n");
  const nameOf = (line: string) => /^([A-Z_]+)=/.exec(line)?.[1];

  test("lists each variable of the contract, and no other", () => {
    const listed = lines.flatMap((line) => nameOf(line) ?? []);

    expect(listed.toSorted()).toEqual(variables.toSorted());
  });

  test.each(variables)("says in a sentence what it is: %s", (variable) => {
    const above = lines.slice(
      0,
      lines.findIndex((line) => nameOf(line) === variable),
    );

    const sentence = above.findLast((line) => nameOf(line) === undefined);

    expect(sentence).toMatch(/^# .+\.$/);
  });

  test("filled in with what must be given is a configuration, with every default", () => {
    const given = lines.flatMap((line) => {
      const name = nameOf(line);
      return name === undefined ? [] : [[name, line.slice(name.length + 1)] as const];
    });

    expect(readConfig({ ...Object.fromEntries(given), ...least })).toEqual(readConfig(least));
  });
});
