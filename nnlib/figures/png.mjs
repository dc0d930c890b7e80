// A grey picture as a PNG data URL: what SVG needs for a heat map.

/** @param {Uint8Array} grey columns × rows values 0 … 255, row by row from the top */
export function greyPng(columns, rows, grey) {
  const lines = new Uint8Array(rows * (columns + 1)); // each line opens with filter type 0
  for (let row = 0; row < rows; row++) {
    lines.set(grey.subarray(row * columns, (row + 1) * columns), row * (columns + 1) + 1);
  }
  const header = [...word(columns), ...word(rows), 8, 0, 0, 0, 0];
  const bytes = [
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", header),
    ...chunk("IDAT", stored(lines)),
    ...chunk("IEND", []),
  ];
  return `data:image/png;base64,${base64(bytes)}`;
}

/** The zlib form of bytes without compression: blocks of at most 65,535. */
function stored(bytes) {
  const out = [0x78, 0x01];
  for (let start = 0; start < bytes.length; start += 0xffff) {
    const block = bytes.subarray(start, start + 0xffff);
    const size = [block.length & 255, block.length >> 8];
    const last = start + block.length === bytes.length;
    out.push(last ? 1 : 0, ...size, ...size.map((byte) => byte ^ 255), ...block);
  }
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return [...out, high >> 8, high & 255, low >> 8, low & 255];
}

function chunk(name, data) {
  const body = [...[...name].map((letter) => letter.charCodeAt(0)), ...data];
  return [...word(data.length), ...body, ...word(crc(body))];
}

function crc(bytes) {
  let rest = -1;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest;
}

function word(value) {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

function base64(bytes) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += letters[three >> 18] + letters[(three >> 12) & 63];
    text += i + 1 < bytes.length ? letters[(three >> 6) & 63] : "=";
    text += i + 2 < bytes.length ? letters[three & 63] : "=";
  }
  return text;
}
