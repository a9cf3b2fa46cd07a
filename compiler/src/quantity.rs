//! A number and what is counted in, both as a sentence has them out.

/// Such as `1 page` and `2 pages`: the words are for one and for several.
pub fn quantity(count: u64, [one, several]: [&str; 2]) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
