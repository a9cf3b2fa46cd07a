//! A function in, the same function in a shape that becomes better machine code out.
//!
//! Each pass has its file, which says why what it does is exact. Those about addresses run before Cranelift's
//! own passes, which simplify what they leave; the others after, on instructions that are in their final
//! places.

mod accumulators;
mod addresses;
mod carries;
mod comparisons;
mod conditions;
mod counters;
mod inductions;
mod loads;
mod masks;
mod neighbours;
mod parameters;
mod products;
mod ranges;
mod uses;
mod widths;

use cranelift_codegen::Context;
use cranelift_codegen::isa::TargetIsa;
use target_lexicon::Architecture;

/// Runs the passes that come before Cranelift's own and pay on this ISA.
///
/// At least `room` can be added to an address of any memory without a wrap.
pub(super) fn before(context: &mut Context, isa: &dyn TargetIsa, room: u64) {
    parameters::run(&mut context.func);
    context.func.dfg.resolve_all_aliases();
    context.compute_cfg();
    context.compute_domtree();
    masks::remove(context);
    match isa.triple().architecture {
        Architecture::X86_64 => {
            let (signed, uses) = addresses::run(context, addresses::X86_64);
            neighbours::run(context, &uses, room);
            widths::run(&mut context.func, &signed, true);
        }
        Architecture::Riscv64(_) => {
            let (signed, _) = addresses::run(context, addresses::RISCV64);
            widths::run(&mut context.func, &signed, false);
        }
        // Extensions are part of additions.
        _ => drop(addresses::run(context, addresses::AARCH64)),
    }
}

/// Runs the passes that come after Cranelift's own and pay on this ISA.
pub(super) fn after(context: &mut Context, isa: &dyn TargetIsa) {
    conditions::run(&mut context.func);
    let architecture = isa.triple().architecture;
    if architecture == Architecture::X86_64 {
        products::run(&mut context.func, &context.domtree);
        loads::run(&mut context.func);
        accumulators::run(&mut context.func, &context.domtree);
        masks::extend(&mut context.func);
    }
    if !matches!(architecture, Architecture::Riscv64(_)) {
        carries::run(&mut context.func, &context.domtree);
    }
    counters::run(&mut context.func, &context.cfg, &context.domtree);
    if matches!(architecture, Architecture::Riscv64(_)) {
        comparisons::run(&mut context.func);
    }
}
