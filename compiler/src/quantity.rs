//! A number and what is counted in, both as a sentence has them out.

/// Such as `1 page` and `2 pages`: `noun` is the word for one, and takes an `s`.
pub fn quantity(count: u64, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
