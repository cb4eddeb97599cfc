import { randomBytes } from "node:crypto";
import * as vendor from "@wecom/crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decrypt, encrypt } from "../../../src/platform/wecom/cipher.ts";
import { keys } from "./encrypted.ts";

const text = fc.string({ unit: "grapheme", maxLength: 400 });
const receiveId = fc.string({ unit: "grapheme-ascii", maxLength: 40 });

test("what is encrypted here is what the platform's own library makes of it, byte for byte", () => {
  fc.assert(
    fc.property(text, receiveId, (message, id) => {
      const random = randomBytes(16);

      expect(encrypt(keys.encodingAesKey, message, id, random)).toBe(
        vendor.encrypt(keys.encodingAesKey, message, id, random),
      );
    }),
  );
});

test("each decrypts what the other has encrypted", () => {
  fc.assert(
    fc.property(text, receiveId, (message, id) => {
      const ours = encrypt(keys.encodingAesKey, message, id, randomBytes(16));
      const theirs = vendor.encrypt(keys.encodingAesKey, message, id);

      expect(vendor.decrypt(keys.encodingAesKey, ours)).toMatchObject({ message, id });
      expect(decrypt(keys.encodingAesKey, Buffer.from(theirs, "base64"))).toEqual({ message, receiveId: id });
    }),
  );
});
