//! Numbers in; as few bytes as they need out (LEB128).

/// Appends an unsigned number.
pub(super) fn uleb128(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed number.
pub(super) fn sleb128(mut value: i64, out: &mut Vec<u8>) {
    while !(-0x40..0x40).contains(&value) {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8 & 0x7f);
}

#[cfg(test)]
mod tests {
    use super::{sleb128, uleb128};

    #[test]
    fn numbers_are_leb128() {
        let mut out = Vec::new();
        uleb128(624_485, &mut out);
        sleb128(-123_456, &mut out);
        sleb128(63, &mut out);
        sleb128(-64, &mut out);
        sleb128(64, &mut out);
        assert_eq!(out, [0xe5, 0x8e, 0x26, 0xc0, 0xbb, 0x78, 0x3f, 0x40, 0xc0, 0x00]);
    }
}
