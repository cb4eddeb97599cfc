import { TEXT_BYTES } from "./wecom-content.ts";
import { decrypt, signature } from "./wecom-crypto.ts";
import { readXml } from "./wecom-xml.ts";

export interface ReplyKeys {
  readonly corpId: string;
  readonly token: string;
  readonly aesKey: Buffer;
}

/**
 * The text of a passive reply (page 90241) to this account; undefined for an empty body.
 * Throws RangeError that names what is wrong.
 */
export function readReply(body: string, account: string, { corpId, token, aesKey }: ReplyKeys): string | undefined {
  if (body === "") return undefined;
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = readXml(body);
  if (!Encrypt || !MsgSignature || !TimeStamp || !Nonce) {
    throw new RangeError("lacks one of Encrypt, MsgSignature, TimeStamp, Nonce");
  }
  if (!/^\d{10}$/.test(TimeStamp)) throw new RangeError(`has the TimeStamp ${TimeStamp}, not seconds`);
  if (MsgSignature !== signature(token, TimeStamp, Nonce, Encrypt)) throw new RangeError("is signed wrongly");
  const { message, receiveId } = decrypt(aesKey, Encrypt);
  if (receiveId !== corpId) throw new RangeError(`has the receiveid ${receiveId}, not the corp's`);

  const plain = readXml(message);
  if (plain["ToUserName"] !== account) throw new RangeError(`is to ${plain["ToUserName"]}, not to the sender`);
  if (plain["FromUserName"] !== corpId) throw new RangeError(`is from ${plain["FromUserName"]}, not from the corp`);
  if (!/^\d{10}$/.test(plain["CreateTime"] ?? "")) throw new RangeError("has no CreateTime in seconds");
  if (plain["MsgType"] !== "text") throw new RangeError(`has the MsgType ${plain["MsgType"]}, not text`);
  const content = plain["Content"] ?? "";
  if (content === "") throw new RangeError("has no Content");
  const bytes = Buffer.byteLength(content);
  if (bytes > TEXT_BYTES) throw new RangeError(`has ${bytes} bytes of Content, more than ${TEXT_BYTES}`);
  return content;
}
