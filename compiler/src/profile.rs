//! Profiles: how often each block of a program's functions ran, and how much of its memory was touched. A program that
//! was built to make one adds to the file whenever it runs ([`ahead_abi::profile`]); the next build reads it.
//!
//! The file is a header, made here when the program is built: [`MAGIC`], where the counters start (`u64`), the
//! address of the memory of which it is counted what is touched, or 0 (`u64`), how many functions have counters
//! (`u64`), and of each its index in the plan (`u32`), the number of its counters (`u32`), the digest of what they
//! count (`u64`) and that of its name (`u64`). Then, from the next multiple of [`MAX_PAGE_SIZE`] on, the counters
//! (`u64`), and of each block of the memory a `Touched` ([`ahead_abi::profile`]). All numbers are little-endian.
//!
//! Functions are found by their names, so that they may have other indices in the next build.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::path::PathBuf;

use ahead_abi::layout::MAX_PAGE_SIZE;
use ahead_abi::profile::{BLOCK_LEN, BLOCKS};
use sha2::{Digest, Sha256};

/// How a file starts, with the version of what follows.
const MAGIC: &[u8; 8] = b"ahead\0p\x03";

/// What runs often, together, has this share of all that runs, in thousandths.
const OFTEN: u128 = 999;

/// A block of memory of which less than one of so many bytes is touched gets small pages: the kernel clears a huge one
/// in the time of a quarter as many page faults as it has small ones.
const SPARSE: u64 = 4;

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
    /// The address of a memory, and which of its blocks were touched in few places.
    sparse: Option<(u64, Vec<bool>)>,
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
        let memory = number()?;
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
        let sparse = match memory {
            0 => None,
            base => Some((base, sparse(counters)?)),
        };
        all.sort_unstable();
        let total: u128 = all.iter().map(|count| u128::from(*count)).sum();
        let mut sum = 0;
        let often = all.iter().rev().copied().find(|count| {
            sum += u128::from(*count);
            sum * 1000 >= total * OFTEN
        });
        Ok(Profile { often: often.ok_or(Error::Empty)?, counts: Counts::Found(functions), sparse })
    }

    /// A profile in which all runs often, seldom or never by chance, in any program: for tests.
    pub fn by_chance(seed: u64) -> Profile {
        Profile { often: 2, counts: Counts::ByChance(seed), sparse: None }
    }

    /// Which blocks of the memory at this address get small pages, from that of its first byte on.
    pub fn sparse(&self, base: u64) -> Vec<bool> {
        match (&self.sparse, &self.counts) {
            (Some((known, blocks)), _) if *known == base => blocks.clone(),
            (None, Counts::ByChance(seed)) => {
                (0..BLOCKS as u32).map(|block| chance(*seed, u32::MAX, block) == 1).collect()
            }
            _ => Vec::new(),
        }
    }

    /// How often something runs that runs often.
    pub fn often(&self) -> u64 {
        self.often
    }

    /// All that the counts of functions of this name follow from: the digest of what the file has of them, or the
    /// number.
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

/// By block of memory, whether little was touched of it wherever anything was; of numbers, two for each block.
fn sparse(numbers: &[[u8; 8]]) -> Result<Vec<bool>, Error> {
    let (touched, _) = numbers.as_chunks::<2>();
    let touched = touched.get(..BLOCKS).ok_or(Error::Short)?;
    let is_sparse = |[runs, bytes]: &[[u8; 8]; 2]| {
        let [runs, bytes] = [runs, bytes].map(|number| u128::from(u64::from_le_bytes(*number)));
        bytes * u128::from(SPARSE) < runs * u128::from(BLOCK_LEN)
    };
    Ok(touched.iter().map(is_sparse).collect())
}

/// 0, 1 or 2, or now and then so much that sums of it are too large for a number.
fn chance(seed: u64, function: u32, number: u32) -> u64 {
    // The finalizer of MurmurHash3.
    let mut mixed = seed ^ u64::from(function) << 32 ^ u64::from(number);
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    mixed ^= mixed >> 33;
    match mixed % 16 {
        0 => u64::MAX >> ((mixed >> 4) % 64),
        _ => (mixed >> 4) % 3,
    }
}

/// The header of a file with the counters of these functions, and of what is touched of the memory at this address,
/// filled up to where the counters start.
pub fn header(functions: impl Iterator<Item = (u32, Counted)> + Clone, memory: Option<u64>) -> Vec<u8> {
    const FIXED: u64 = 32;
    const EACH: u64 = 24;
    let count = functions.clone().count() as u64;
    let start = (FIXED + EACH * count).next_multiple_of(MAX_PAGE_SIZE);
    let mut header = MAGIC.to_vec();
    header.extend([start, memory.unwrap_or(0), count].map(u64::to_le_bytes).concat());
    for (index, Counted { counters, shape, name }) in functions {
        header.extend([index.to_le_bytes(), counters.to_le_bytes()].concat());
        header.extend([shape.to_le_bytes(), name.to_le_bytes()].concat());
    }
    header.resize(start as usize, 0);
    header
}

#[cfg(test)]
mod tests {
    use super::{BLOCK_LEN, BLOCKS, Counted, Error, Profile, header};

    /// Functions by index and name.
    fn file(functions: &[(u32, u64, &[u64])]) -> Vec<u8> {
        let counted = |name: u64, counts: &[u64]| Counted { counters: counts.len() as u32, shape: 7, name };
        let functions_counted =
            functions.iter().map(|(index, name, counts)| (*index, counted(*name, counts)));
        let mut file = header(functions_counted, None);
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
    fn blocks_of_which_little_is_touched_should_be_sparse() {
        let counted = Counted { counters: 1, shape: 7, name: 30 };
        let mut file = header([(3, counted)].into_iter(), Some(0x1000_0000));
        let mut blocks = [[0, 0]; BLOCKS];
        // Two runs, each of which touched a quarter, or a page less; a block that none touched.
        blocks[1] = [2, BLOCK_LEN / 2];
        blocks[2] = [2, BLOCK_LEN / 2 - 4096];
        file.extend([1].into_iter().chain(blocks.into_iter().flatten()).flat_map(u64::to_le_bytes));
        let sparse = Profile::read(&file).unwrap().sparse(0x1000_0000);
        assert_eq!(sparse.len(), BLOCKS);
        assert_eq!(sparse[..4], [false, false, true, false]);
        assert!(Profile::read(&file).unwrap().sparse(0x1001_0000).is_empty(), "it is of another memory");
        assert!(matches!(Profile::read(&file[..file.len() - 16]), Err(Error::Short)));
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
