import { crc32, deflateRawSync } from "node:zlib";

/** A zip archive with one file in it (APPNOTE.TXT 4.3: local header, data, central directory, its end). */
export function zipOf(name: string, text: string): Buffer {
  const file = Buffer.from(name);
  const plain = Buffer.from(text);
  const data = deflateRawSync(plain);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  // 1 January 1980, the earliest there is.
  local.writeUInt16LE(0x21, 12);
  local.writeUInt32LE(crc32(plain), 14);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(plain.length, 22);
  local.writeUInt16LE(file.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 4);
  local.copy(central, 6, 4, 30);
  central.writeUInt32LE(0o644 * 0x10000, 38);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + file.length, 12);
  end.writeUInt32LE(local.length + file.length + data.length, 16);
  return Buffer.concat([local, file, data, central, file, end]);
}
