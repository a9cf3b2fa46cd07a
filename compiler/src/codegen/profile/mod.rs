//! A function as it is to be compiled in; out, the same with counters, or with what is known of how often its blocks
//! run: what seldom or never does comes last, and, on x86-64, elsewhere ([`split`]).
//!
//! What is counted are the blocks and the critical edges of the last form that a function has in CLIF: that of the
//! next build is the same, as long as the module, the flags and the compiler are.

mod count;
mod edge;
mod heat;
mod split;
mod turn;

pub use heat::Heat;
pub(super) use heat::code_heats;
pub(super) use split::split;
pub use split::{Distance, Piece, Pieces};

use cranelift_codegen::ir::Function;
use cranelift_codegen::isa::TargetIsa;
use target_lexicon::Architecture;

use super::shorten;
use crate::profile::{Counted, Profiling};
use heat::Blocks;

/// Does with function `index` of the plan, right before it is compiled, what is done with a profile: how often it runs,
/// and what its counters count, or those that the profile has of it.
pub(super) fn run(
    function: &mut Function,
    index: u32,
    profiling: &Profiling,
    isa: &dyn TargetIsa,
) -> (Heat, Option<Counted>) {
    match profiling {
        Profiling::None => (Heat::Often, None),
        Profiling::Generate(_) => (Heat::Often, Some(count::count(function, index))),
        Profiling::Use(profile) => {
            let less_often = match isa.triple().architecture {
                Architecture::Riscv64(_) => Blocks::Stay,
                _ if shorten::applies(isa) => Blocks::Tagged,
                _ => Blocks::Last,
            };
            let known = heat::apply(function, index, profile, less_often);
            known.map_or((Heat::Often, None), |(heat, counted)| (heat, Some(counted)))
        }
    }
}
