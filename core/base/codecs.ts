/** Bytes that arrive piece by piece. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What the pure readers and writers borrow from the host: zlib as streams of chunks. */
export interface Codecs {
  inflateRaw(chunks: Chunks): AsyncIterable<Uint8Array>;
  deflateRaw(chunks: Chunks): AsyncIterable<Uint8Array>;
}
