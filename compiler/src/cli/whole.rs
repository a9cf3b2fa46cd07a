//! Text of a flag in, a whole number out.

use std::ops::RangeInclusive;

/// The most seconds of a limit: a century.
const SECONDS: u64 = 100 * 366 * 24 * 60 * 60;

/// Parses seconds.
pub fn seconds(text: &str) -> Result<u64, String> {
    within(text, 1..=SECONDS, "a limit of time is a whole number of seconds, such as 10")
}

/// Parses a number of descriptors.
pub fn descriptors(text: &str) -> Result<u64, String> {
    within(text, 1..=1024, "a limit of descriptors is a whole number, such as 16")
}

/// Parses a number of runs.
pub fn runs(text: &str) -> Result<u32, String> {
    within(text, 1..=u64::from(u32::MAX), "it is a whole number, such as 10").map(|runs| runs as u32)
}

fn within(text: &str, range: RangeInclusive<u64>, what: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("{what}, from {} to {}", range.start(), range.end()))
}

#[cfg(test)]
mod tests {
    use super::{descriptors, seconds};

    #[test]
    fn what_is_no_whole_number_in_the_range_is_refused() {
        assert_eq!((seconds("1"), descriptors("1024")), (Ok(1), Ok(1024)));
        for text in ["", "0", "-1", "1.5", "1s", "3162240001", "99999999999999999999"] {
            assert!(seconds(text).is_err_and(|error| error.contains("such as 10")), "{text}");
        }
        assert!(descriptors("1025").is_err());
    }
}
