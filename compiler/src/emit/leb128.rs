//! Unsigned numbers in; as few bytes as they need out (LEB128).

/// Appends a number.
pub(super) fn uleb128(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::uleb128;

    #[test]
    fn numbers_are_leb128() {
        let mut out = Vec::new();
        uleb128(624_485, &mut out);
        uleb128(63, &mut out);
        uleb128(128, &mut out);
        assert_eq!(out, [0xe5, 0x8e, 0x26, 0x3f, 0x80, 0x01]);
    }
}
