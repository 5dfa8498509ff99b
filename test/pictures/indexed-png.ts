import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const COLOURS = 256;

/**
 * The same picture in 256 colours, a third as large: screenshots have few colours, and those of
 * their letters' edges may be a little off. Takes what Chromium writes: 8-bit RGB, not interlaced.
 * W3C, "Portable Network Graphics".
 */
export function indexedPng(png: Buffer): Buffer {
  const { width, height, data } = chunksOf(png);
  const pixels = unfiltered(inflateSync(data), width, height);
  const { palette, indexOf } = paletteOf(pixels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = indexOf(pixels.readUIntBE((y * width + x) * 3, 3));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): { width: number; height: number; data: Buffer } {
  const data: Buffer[] = [];
  let header = Buffer.alloc(13);
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 8, at + 8 + length);
    const type = png.toString("latin1", at + 4, at + 8);
    if (type === "IHDR") header = Buffer.from(body);
    if (type === "IDAT") data.push(body);
    at += 12 + length;
  }
  if (header[8] !== 8 || header[9] !== 2 || header[12] !== 0)
    throw new Error("The screenshot is no plain 8-bit RGB picture.");
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    data: Buffer.concat(data),
  };
}

/** Undoes the filter of each row, which says how its bytes were predicted from those around them. */
function unfiltered(raw: Buffer, width: number, height: number): Buffer {
  const stride = width * 3;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const left = x < 3 ? 0 : (pixels[y * stride + x - 3] ?? 0);
      const up = y === 0 ? 0 : (pixels[(y - 1) * stride + x] ?? 0);
      const corner = x < 3 || y === 0 ? 0 : (pixels[(y - 1) * stride + x - 3] ?? 0);
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
      pixels[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + (guesses[filter] ?? 0);
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [left, up, corner].map((each) => Math.abs(left + up - corner - each));
  if (a === undefined || b === undefined || c === undefined) return 0;
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The colours that are used most, and for every colour the nearest of them. */
function paletteOf(pixels: Buffer): { palette: Buffer; indexOf: (colour: number) => number } {
  const uses = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = pixels.readUIntBE(at, 3);
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  // Of colours that are hard to tell apart one is enough: else the greys of the letters take all.
  const chosen = new Map<number, { colour: number; uses: number }>();
  for (const [colour, amount] of [...uses].sort(([, a], [, b]) => b - a)) {
    const group = chosen.get(colour & 0xf0f0f0) ?? { colour, uses: 0 };
    chosen.set(colour & 0xf0f0f0, { ...group, uses: group.uses + amount });
  }
  const colours = [...chosen.values()]
    .sort((a, b) => b.uses - a.uses)
    .slice(0, COLOURS)
    .map(({ colour }) => colour);
  const palette = Buffer.alloc(colours.length * 3);
  colours.forEach((colour, index) => palette.writeUIntBE(colour, index * 3, 3));
  const known = new Map(colours.map((colour, index) => [colour, index]));
  const indexOf = (colour: number): number => {
    const index = known.get(colour) ?? nearest(colour, colours);
    known.set(colour, index);
    return index;
  };
  return { palette, indexOf };
}

function nearest(colour: number, colours: readonly number[]): number {
  const distances = colours.map((other) =>
    [16, 8, 0].reduce(
      (sum, bits) => sum + (((colour >> bits) & 255) - ((other >> bits) & 255)) ** 2,
      0,
    ),
  );
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
