//! A function as it is to be compiled in; out, the same with counters, or with what is known of how often its blocks
//! run: what seldom or never does comes last. On x86-64 that is noted of blocks only; once they are machine code, they
//! are put in their order ([`order`]), and what seldom or never runs elsewhere ([`split`]).
//!
//! What is counted are the blocks and the critical edges of the last form that a function has in CLIF: that of the
//! next build is the same, as long as the module, the flags and the compiler are.

mod affinity;
mod count;
mod heat;
mod order;
mod split;
mod turn;

pub use affinity::Traffic;
pub(super) use count::name;
pub use heat::Heat;
pub(super) use heat::{Runs, Tag, code_runs, tag, tagged};
pub(super) use order::{Ordered, run as order};
pub(super) use split::split;
pub use split::{Distance, Piece, Pieces};

use cranelift_codegen::ir::Function;
use cranelift_codegen::isa::TargetIsa;
use target_lexicon::Architecture;

use super::shorten;
use crate::plan::Plan;
use crate::profile::{Counted, Profiling};
use heat::LessOften;

/// What a profile tells of a function.
pub(super) struct Known {
    /// How often it runs.
    pub(super) heat: Heat,
    /// What its counters count, or those that the profile has of it.
    pub(super) counted: Option<Counted>,
    /// How often its blocks run, if that is known.
    pub(super) runs: Option<Runs>,
}

impl Known {
    /// Nothing.
    pub(super) const NOTHING: Known = Known { heat: Heat::Often, counted: None, runs: None };
}

/// Does with function `index` of the plan, right before it is compiled, what is done with a profile.
pub(super) fn run(
    function: &mut Function,
    plan: &Plan<'_>,
    index: u32,
    profiling: &Profiling,
    isa: &dyn TargetIsa,
) -> Known {
    match profiling {
        Profiling::None => Known::NOTHING,
        Profiling::Generate(_) => {
            let counted = count::count(function, index, count::name(plan, index));
            Known { counted: Some(counted), ..Known::NOTHING }
        }
        Profiling::Use(profile) => {
            let less_often = match isa.triple().architecture {
                Architecture::Riscv64(_) => LessOften::Stay,
                _ if shorten::applies(isa) => LessOften::Tagged,
                _ => LessOften::Last,
            };
            let known = heat::apply(function, index, count::name(plan, index), profile, less_often);
            known.map_or(Known::NOTHING, |(heat, counted, runs)| Known {
                heat,
                counted: Some(counted),
                runs: Some(runs),
            })
        }
    }
}
