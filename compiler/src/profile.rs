//! Profiles: how often each block of a program's functions ran. A program that was built to make one adds to the
//! file whenever it runs ([`ahead_abi::profile`]); the next build reads it.
//!
//! The file is a header, made here when the program is built: [`MAGIC`], where the counters start (`u64`), how many
//! functions have some (`u64`), and of each its index in the plan (`u32`), the number of its counters (`u32`), the
//! digest of what they count (`u64`) and that of its name (`u64`). Then, from the next multiple of [`MAX_PAGE_SIZE`]
//! on, the counters (`u64`). All numbers are little-endian.
//!
//! Functions are found by their names, so that they may have other indices in the next build.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::path::PathBuf;

use ahead_abi::layout::MAX_PAGE_SIZE;
use sha2::{Digest, Sha256};

/// How a file starts, with the version of what follows.
const MAGIC: &[u8; 8] = b"ahead\0p\x02";

/// What runs often, together, has this share of all that runs, in thousandths.
const OFTEN: u128 = 999;

/// What is done with a profile.
pub enum Profiling {
    /// Nothing.
    None,
    /// The program adds to the one in this file, whenever it runs.
    Generate(PathBuf),
    /// What ran seldom lies behind what ran often.
    Use(Profile),
}

impl Profiling {
    /// What code follows from that is the same for all functions: whether it counts, or how often something runs that
    /// runs often.
    pub fn kind(&self) -> (bool, Option<u64>) {
        match self {
            Profiling::None => (false, None),
            Profiling::Generate(_) => (true, None),
            Profiling::Use(profile) => (false, Some(profile.often)),
        }
    }
}

/// What a function's counters count.
#[derive(Clone, Copy)]
pub struct Counted {
    /// How many there are.
    pub counters: u32,
    /// The digest of the function as it was counted.
    pub shape: u64,
    /// The digest of its name.
    pub name: u64,
}

/// How often blocks ran.
pub struct Profile {
    often: u64,
    counts: Counts,
}

enum Counts {
    /// By the digest of the name, which several may have.
    Found(HashMap<u64, Named>),
    /// By chance, which follows from this number.
    ByChance(u64),
}

/// What was counted of functions of one name.
#[derive(Default)]
struct Named {
    /// By the digest of what was counted, and by index: the counts.
    counts: HashMap<u64, BTreeMap<u32, Vec<u64>>>,
    /// The digest of all that.
    digest: Sha256,
}

/// Why bytes are no profile that can be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// They are something else.
    #[error(
        "it is no profile that a program of this version of ahead wrote, built with `--profile-generate`"
    )]
    Other,
    /// They end too soon.
    #[error("the profile is cut short; run the program again, and let it end")]
    Short,
    /// Nothing is counted.
    #[error("nothing is counted in the profile; run the program before it is used")]
    Empty,
}

impl Profile {
    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Profile, Error> {
        let mut header = bytes.strip_prefix(MAGIC).ok_or(Error::Other)?;
        let mut number = || {
            let (first, rest) = header.split_first_chunk().ok_or(Error::Short)?;
            header = rest;
            Ok::<u64, Error>(u64::from_le_bytes(*first))
        };
        let start = usize::try_from(number()?).map_err(|_| Error::Other)?;
        let (mut counters, []) = bytes.get(start..).ok_or(Error::Short)?.as_chunks::<8>() else {
            return Err(Error::Short);
        };
        let mut functions: HashMap<u64, Named> = HashMap::new();
        let mut all = Vec::new();
        for _ in 0..number()? {
            let (place, shape, name) = (number()?, number()?, number()?);
            let (index, len) = (place as u32, (place >> 32) as usize);
            let (own, rest) = counters.split_at_checked(len).ok_or(Error::Short)?;
            let counts: Vec<u64> = own.iter().map(|count| u64::from_le_bytes(*count)).collect();
            all.extend(counts.iter().copied().filter(|count| *count > 0));
            counters = rest;
            let named = functions.entry(name).or_default();
            named.digest.update([place.to_le_bytes(), shape.to_le_bytes()].concat());
            own.iter().for_each(|count| named.digest.update(count));
            named.counts.entry(shape).or_default().insert(index, counts);
        }
        all.sort_unstable();
        let total: u128 = all.iter().map(|count| u128::from(*count)).sum();
        let mut sum = 0;
        let often = all.iter().rev().copied().find(|count| {
            sum += u128::from(*count);
            sum * 1000 >= total * OFTEN
        });
        Ok(Profile { often: often.ok_or(Error::Empty)?, counts: Counts::Found(functions) })
    }

    /// A profile in which all runs often, seldom or never by chance, in any program: for tests.
    pub fn by_chance(seed: u64) -> Profile {
        Profile { often: 2, counts: Counts::ByChance(seed) }
    }

    /// How often something runs that runs often.
    pub fn often(&self) -> u64 {
        self.often
    }

    /// All that the counts of functions of this name follow from: the digest of what the file has of them, or the number.
    pub fn facts(&self, name: u64) -> impl Debug {
        match &self.counts {
            Counts::Found(functions) => {
                (functions.get(&name).map(|named| named.digest.clone().finalize()), None)
            }
            Counts::ByChance(seed) => (None, Some(seed)),
        }
    }

    /// What the counters say of a function, which has this index now, if it is as it was when they were made.
    pub fn counts(&self, function: u32, counted: Counted) -> Option<Cow<'_, [u64]>> {
        match &self.counts {
            Counts::Found(functions) => {
                let same = functions.get(&counted.name)?.counts.get(&counted.shape)?;
                let counts = same.get(&function).or_else(|| same.values().next())?;
                (counts.len() == counted.counters as usize).then_some(counts.into())
            }
            Counts::ByChance(seed) => {
                Some((0..counted.counters).map(|number| chance(*seed, function, number)).collect())
            }
        }
    }
}

/// 0, 1 or 2, or now and then so much that sums of it are too large for a number.
fn chance(seed: u64, function: u32, number: u32) -> u64 {
    // The finalizer of MurmurHash3.
    let mut mixed = seed ^ u64::from(function) << 32 ^ u64::from(number);
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    mixed ^= mixed >> 33;
    match mixed % 16 {
        0 => u64::MAX >> (mixed >> 4) % 64,
        _ => (mixed >> 4) % 3,
    }
}

/// The header of a file with the counters of these functions, filled up to where the counters start.
pub fn header(functions: impl Iterator<Item = (u32, Counted)> + Clone) -> Vec<u8> {
    const FIXED: u64 = 24;
    const EACH: u64 = 24;
    let count = functions.clone().count() as u64;
    let start = (FIXED + EACH * count).next_multiple_of(MAX_PAGE_SIZE);
    let mut header = MAGIC.to_vec();
    header.extend([start.to_le_bytes(), count.to_le_bytes()].concat());
    for (index, Counted { counters, shape, name }) in functions {
        header.extend([index.to_le_bytes(), counters.to_le_bytes()].concat());
        header.extend([shape.to_le_bytes(), name.to_le_bytes()].concat());
    }
    header.resize(start as usize, 0);
    header
}

#[cfg(test)]
mod tests {
    use super::{Counted, Error, Profile, header};

    /// Functions by index and name.
    fn file(functions: &[(u32, u64, &[u64])]) -> Vec<u8> {
        let counted = |name: u64, counts: &[u64]| Counted { counters: counts.len() as u32, shape: 7, name };
        let mut file = header(functions.iter().map(|(index, name, counts)| (*index, counted(*name, counts))));
        file.extend(
            functions.iter().flat_map(|(.., counts)| counts.iter().flat_map(|count| count.to_le_bytes())),
        );
        file
    }

    #[test]
    fn what_is_counted_should_be_found_where_it_was() {
        let profile = Profile::read(&file(&[(3, 30, &[1, 200]), (9, 90, &[0, 10, 5000])])).unwrap();
        let counted = |name, counters, shape| Counted { counters, shape, name };
        assert_eq!(profile.counts(3, counted(30, 2, 7)).as_deref(), Some(&[1, 200][..]));
        assert_eq!(profile.counts(9, counted(90, 3, 7)).as_deref(), Some(&[0, 10, 5000][..]));
        assert_eq!(profile.counts(9, counted(90, 2, 7)), None);
        assert_eq!(profile.counts(9, counted(90, 3, 8)), None);
        assert_eq!(profile.often(), 10);
    }

    #[test]
    fn functions_should_be_found_by_their_names() {
        let profile = Profile::read(&file(&[(3, 30, &[1]), (4, 30, &[2]), (5, 50, &[3])])).unwrap();
        let counted = |name| Counted { counters: 1, shape: 7, name };
        assert_eq!(profile.counts(8, counted(50)).as_deref(), Some(&[3][..]));
        // Of those of one name, the one that had the same index.
        assert_eq!(profile.counts(4, counted(30)).as_deref(), Some(&[2][..]));
        assert_eq!(profile.counts(8, counted(30)).as_deref(), Some(&[1][..]));
        assert_eq!(profile.counts(3, counted(31)), None);
    }

    #[test]
    fn other_bytes_should_be_refused() {
        let whole = file(&[(3, 30, &[1, 200])]);
        assert!(matches!(Profile::read(b"\x7fELF"), Err(Error::Other)));
        assert!(matches!(Profile::read(&whole[..20]), Err(Error::Short)));
        assert!(matches!(Profile::read(&whole[..whole.len() - 8]), Err(Error::Short)));
        assert!(matches!(Profile::read(&whole[..whole.len() - 1]), Err(Error::Short)));
        assert!(matches!(Profile::read(&file(&[(3, 30, &[0, 0])])), Err(Error::Empty)));
    }
}
