//! The 32-bit x86 murmur3 of Austin Appleby, as Guava's `murmur3_32_fixed` has it.

/// The murmur3 hash of some bytes; the platform's seed is 0.
///
/// ```
/// use airbyte_db::hash::murmur3;
///
/// let hash = murmur3::hash(b"hello", 0);
/// assert_eq!(hash, 0x248b_fa47);
/// // The platform stores the bytes of it from the lowest to the highest.
/// assert_eq!(hash.to_le_bytes(), [0x47, 0xfa, 0x8b, 0x24]);
/// ```
pub fn hash(bytes: &[u8], seed: u32) -> u32 {
    let mut hash = Murmur3::new(seed);
    hash.update(bytes);
    hash.finish()
}

/// The same, for bytes that come piece by piece; how they are cut makes no difference.
///
/// ```
/// use airbyte_db::hash::murmur3::{self, Murmur3};
///
/// let mut hash = Murmur3::new(0);
/// hash.update(b"hel");
/// hash.update(b"lo");
/// assert_eq!(hash.finish(), murmur3::hash(b"hello", 0));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Murmur3 {
    hash: u32,
    /// Up to three bytes that do not fill a word yet, the first one lowest.
    waiting: u64,
    /// How many bits of `waiting` count.
    bits: u32,
    /// The bytes so far; only the low 32 bits count.
    length: usize,
}

impl Murmur3 {
    /// Nothing hashed yet.
    pub fn new(seed: u32) -> Self {
        Murmur3 { hash: seed, ..Murmur3::default() }
    }

    /// Takes more bytes.
    #[inline]
    pub fn update(&mut self, bytes: &[u8]) {
        // Local copies, so that the loop keeps them in registers.
        let Murmur3 { mut hash, mut waiting, mut bits, .. } = *self;
        let (words, rest) = bytes.as_chunks::<4>();
        for word in words {
            let word = u64::from(u32::from_le_bytes(*word)) << bits | waiting;
            hash = mixed(hash, low_half(word));
            waiting = word >> 32;
        }
        for &byte in rest {
            waiting |= u64::from(byte) << bits;
            bits += 8;
            if bits == 32 {
                hash = mixed(hash, low_half(waiting));
                (waiting, bits) = (0, 0);
            }
        }
        *self = Murmur3 { hash, waiting, bits, length: self.length.wrapping_add(bytes.len()) };
    }

    /// The hash of all bytes taken.
    #[expect(clippy::cast_possible_truncation, reason = "murmur3 counts bytes modulo 2^32")]
    pub fn finish(self) -> u32 {
        // Without waiting bytes this changes nothing.
        let mut hash = self.hash ^ scrambled(low_half(self.waiting)) ^ self.length as u32;
        hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
        hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
        hash ^ hash >> 16
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the other half is kept by the caller")]
fn low_half(word: u64) -> u32 {
    word as u32
}

#[inline]
fn scrambled(word: u32) -> u32 {
    word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593)
}

#[inline]
fn mixed(hash: u32, word: u32) -> u32 {
    (hash ^ scrambled(word)).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64)
}
