//! `pshufb` for processors without SSSE3: bytes and indexes in, the chosen bytes out.

use core::arch::x86_64::__m128i;
use core::mem::transmute;

/// Byte `i` of the result is the one of `bytes` that the low four bits of byte `i` of `indexes`
/// name; 0 where its highest bit is set.
#[unsafe(no_mangle)]
#[expect(
    improper_ctypes_definitions,
    reason = "the psABI passes this type in vector registers, as Cranelift does"
)]
pub extern "C" fn ahead_x86_pshufb(bytes: __m128i, indexes: __m128i) -> __m128i {
    // SAFETY: any bits are valid for both types.
    let [bytes, indexes] = [bytes, indexes].map(|vector| unsafe { transmute::<__m128i, [u8; 16]>(vector) });
    let chosen = indexes.map(|index| match bytes.get(usize::from(index & 15)) {
        Some(byte) if index & 0x80 == 0 => *byte,
        _ => 0,
    });
    // SAFETY: as above.
    unsafe { transmute(chosen) }
}
