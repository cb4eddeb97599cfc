import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import * as z from "zod";

export interface Config {
  readonly platform: "wecom";
  readonly schoolName: string;
  /** Phone, room and whatever else says how the office is reached; printed in each 公示. */
  readonly officeContact?: string;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** Undefined: the service runs a Redis of its own on a unix socket in `dataDir`. */
  readonly redisUrl: string | undefined;
  readonly role: "all" | "http" | "worker";
  readonly tickSeconds: number;
  readonly logLevel: string;
  readonly wecom: {
    readonly base: string;
    readonly corpId: string;
    readonly agentId: number;
    readonly secret: string;
    readonly token: string;
    readonly encodingAesKey: string;
  };
  /** Undefined: `/metrics` answers loopback only. */
  readonly metricsToken: string | undefined;
}

/** What a command that never talks to the platform needs. */
export type LocalConfig = Pick<Config, "schoolName" | "officeContact" | "dataDir" | "logLevel">;

/** Every fault of the environment at once, each with its remedy. */
export class ConfigFaults extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`环境变量有误，共 ${faults.length} 处：\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "ConfigFaults";
    this.faults = faults;
  }
}

/** Whether the folder can be written, or made in the nearest one that exists. */
function isUsableFolder(folder: string): boolean {
  let nearest = folder;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  try {
    // The dot fails for a file; /proc says it may be written and lets nobody make a folder.
    accessSync(`${nearest}/.`, constants.W_OK | constants.X_OK);
    return nearest === folder || !/^\/(?:proc|sys)(?:\/|$)/.test(nearest);
  } catch {
    return false;
  }
}

const required = (remedy: string) =>
  z
    .string({ error: `未填写：${remedy}` })
    .trim()
    .min(1, `未填写：${remedy}`);
const url = z.url({ protocol: /^https?$/, error: "应为 http:// 或 https:// 开头的地址" });

/** One line of a document. */
const LONGEST_CONTACT = 200;

const local = z.object({
  SCHOOL_NAME: required("文件上使用的学校全称"),
  OFFICE_CONTACT: z
    .string()
    .transform((text) => text.replace(/\s+/g, " ").trim())
    .refine((text) => text.length <= LONGEST_CONTACT, `最多 ${LONGEST_CONTACT} 个字`)
    .optional(),
  DATA_DIR: z
    .string()
    .min(1)
    .default("./data")
    .transform((folder) => resolve(folder))
    .refine(isUsableFolder, "应为可以写入的文件夹（不存在时会创建）"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], "应为 trace、debug、info、warn、error 或 silent")
    .default("info"),
});

const full = local.extend({
  PLATFORM: z
    .enum(["wecom", "dingtalk"], "应为 wecom 或 dingtalk")
    .default("wecom")
    .refine((platform) => platform !== "dingtalk", "钉钉尚未接入，目前请用 wecom"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number("应为端口号").int("应为端口号").min(0, "应为端口号").max(65535, "应为端口号").default(8080),
  REDIS_URL: z
    .url({ protocol: /^(rediss?|unix)$/, error: "应形如 redis://127.0.0.1:6379；留空则自带 Redis" })
    .optional(),
  ROLE: z.enum(["all", "http", "worker"], "应为 all、http 或 worker").default("all"),
  TICK_SECONDS: z.coerce
    .number("应为秒数")
    .int("应为整数秒")
    .min(1, "应为 1 到 3600 秒")
    .max(3600, "应为 1 到 3600 秒")
    .default(60),
  WECOM_CORP_ID: required("管理后台“我的企业 → 企业信息”里的企业 ID"),
  WECOM_AGENT_ID: required("自建应用的 AgentId").regex(/^\d+$/, "应为数字（自建应用的 AgentId）"),
  WECOM_SECRET: required("自建应用的 Secret"),
  WECOM_TOKEN: required("“接收消息”设置里的 Token").regex(/^[A-Za-z0-9]{1,32}$/, "应为 1–32 位字母或数字"),
  WECOM_ENCODING_AES_KEY: required("“接收消息”设置里的 EncodingAESKey").regex(
    /^[A-Za-z0-9]{43}$/,
    "应为 43 位字母或数字",
  ),
  WECOM_API_BASE: url.default("https://qyapi.weixin.qq.com"),
  METRICS_TOKEN: z.string().min(16, "至少 16 个字符").optional(),
});

/** May be given as a file: `WECOM_SECRET_FILE=/run/secrets/…`. */
const SECRETS = ["WECOM_SECRET", "WECOM_TOKEN", "WECOM_ENCODING_AES_KEY", "METRICS_TOKEN", "REDIS_URL"];

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws ConfigFaults. */
export function readConfig(environment: Environment): Config {
  const env = parse(full, environment);
  return {
    platform: "wecom",
    schoolName: env.SCHOOL_NAME,
    ...contactIn(env),
    host: env.HOST,
    port: env.PORT,
    dataDir: env.DATA_DIR,
    redisUrl: env.REDIS_URL,
    role: env.ROLE,
    tickSeconds: env.TICK_SECONDS,
    logLevel: env.LOG_LEVEL,
    wecom: {
      base: env.WECOM_API_BASE,
      corpId: env.WECOM_CORP_ID,
      agentId: Number(env.WECOM_AGENT_ID),
      secret: env.WECOM_SECRET,
      token: env.WECOM_TOKEN,
      encodingAesKey: env.WECOM_ENCODING_AES_KEY,
    },
    metricsToken: env.METRICS_TOKEN,
  };
}

/** Throws ConfigFaults. */
export function readLocalConfig(environment: Environment): LocalConfig {
  const env = parse(local, environment);
  return { schoolName: env.SCHOOL_NAME, ...contactIn(env), dataDir: env.DATA_DIR, logLevel: env.LOG_LEVEL };
}

function contactIn({ OFFICE_CONTACT: officeContact }: z.infer<typeof local>): Pick<Config, "officeContact"> {
  return officeContact === undefined ? {} : { officeContact };
}

/** Where the person stands who called `deploy/dev`. */
export function callersFolder(environment: Environment): string {
  return environment.CALLERS_FOLDER ?? process.cwd();
}

export const environment: Environment = process.env;

function parse<T extends z.ZodObject>(schema: T, given: Environment): z.infer<T> {
  // An empty variable is an unset one: that is how `.env.example` leaves them.
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim()));
  // A secret that this schema does not ask for may lie in a file that this user cannot read.
  const faults = readSecretFiles(
    values,
    SECRETS.filter((name) => name in schema.shape),
  );
  const result = schema.safeParse(values);
  // A secret's value never stands in a message: zod's texts name what would be right, not what was given.
  for (const { path, message } of result.error?.issues ?? []) {
    const name = path.join(".");
    if (!faults.has(name)) faults.set(name, `${name} ${message}`);
  }
  if (faults.size > 0 || !result.success) throw new ConfigFaults([...faults.values()]);
  return result.data;
}

/** Fills in the secrets that are given as files; what is wrong with them, by secret. */
function readSecretFiles(values: Record<string, string | undefined>, secrets: readonly string[]): Map<string, string> {
  const faults = new Map<string, string>();
  for (const name of secrets) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) faults.set(name, `${name} 与 ${name}_FILE 只能填写一个`);
    try {
      values[name] = readFileSync(file, "utf8").trim();
    } catch {
      faults.set(name, `${name}_FILE 指向的文件无法读取`);
    }
  }
  return faults;
}
