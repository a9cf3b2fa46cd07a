//! Differential testing: a number in; a random module, what the executable made of it does, and how
//! that differs from what another engine does with it, out.
//!
//! The module ends by itself, its NaNs are canonical, and it imports nothing: whatever differs is a
//! fault of one of the two.

use ahead::decode::proposal;
use ahead::request::OptLevel;
use ahead::target::Target;
use ahead_abi::memory::Bounds;

use ahead_tests::spec::program::Runner;

use crate::subject::Subject;
use crate::{peer, program};

/// What one step of a subject gives.
#[derive(PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The results' bits; of references only whether they are null.
    Returned(Vec<u128>),
    /// Why it trapped, in words that both sides use.
    Trapped(&'static str),
}

/// What was compared.
pub struct Compared {
    /// Steps: instantiations, calls, globals read, memories hashed.
    pub steps: usize,
    /// How many of these trapped.
    pub trapped: usize,
    /// Names of the proposals that the module needs.
    pub proposals: Vec<&'static str>,
}

/// Compares what both make of module number `seed`. Errors: how they differ.
pub fn compare(seed: u64, target: &Target, runner: &Runner<'_>) -> Result<Compared, String> {
    let subject = Subject::new(seed);
    let expected = peer::run(&subject)?;
    // The registers of each level come from an allocator of its own, and explicit checks are left out
    // where the optimiser knows better. With a profile, functions are cut into parts.
    let ways = [
        (OptLevel::Speed, None, None),
        (OptLevel::Speed, Some(Bounds::Explicit), None),
        (OptLevel::Speed, None, Some(seed)),
        (OptLevel::None, None, None),
    ];
    for (level, bounds, chance) in ways {
        let found = program::run(&subject, target, (level, bounds, chance), runner)?;
        for (index, expected) in expected.iter().enumerate() {
            if found.get(index) != Some(expected) {
                let (step, found) = (subject.describe(index), found.get(index));
                let way = format!("level {level:?}, bounds {bounds:?}, profile {chance:?}");
                return Err(format!("{step}, {way}: {found:x?}, but elsewhere {expected:x?}"));
            }
        }
    }
    let needed = proposal::required(&subject.module).map_err(|error| error.to_string())?;
    let proposals = needed.iter().map(|needed| needed.proposal).collect();
    let trapped = expected.iter().filter(|outcome| matches!(outcome, Outcome::Trapped(_))).count();
    Ok(Compared { steps: expected.len(), trapped, proposals })
}

/// The binary module of this number.
pub fn module(seed: u64) -> Vec<u8> {
    Subject::new(seed).module
}
