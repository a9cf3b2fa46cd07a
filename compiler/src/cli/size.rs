//! Text such as `64KiB` in, bytes out.

/// Parses a size: a number, and `K`, `M`, `G` or `T` (powers of 1024, `KiB` is the same) if wanted.
pub fn parse(text: &str) -> Result<u64, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let shift = match unit.to_ascii_lowercase().as_str() {
        "" => 0,
        "k" | "kib" => 10,
        "m" | "mib" => 20,
        "g" | "gib" => 30,
        "t" | "tib" => 40,
        _ => return Err("a size is a number of bytes, or one with K, M or G, such as 64KiB or 8M".to_owned()),
    };
    let number: u64 =
        number.parse().map_err(|error| format!("a size is a number such as 4096 or 8M: {error}"))?;
    number.checked_mul(1 << shift).ok_or_else(|| "too big".to_owned())
}

/// Parses a size that is more than nothing.
pub fn positive(text: &str) -> Result<u64, String> {
    match parse(text)? {
        0 => Err("at least one byte".to_owned()),
        size => Ok(size),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes_are_powers_of_1024() {
        assert_eq!(parse("4096"), Ok(4096));
        assert_eq!(parse("64KiB"), Ok(64 << 10));
        assert_eq!(parse("8M"), Ok(8 << 20));
        assert_eq!(parse("1g"), Ok(1 << 30));
        assert_eq!(parse("0"), Ok(0));
    }

    #[test]
    fn what_is_not_a_size_is_refused() {
        for text in
            ["", "M", "-1", "1.5G", "8 M", "64KB", "99999999999999999999", "18446744073709551615K", "0x10"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
