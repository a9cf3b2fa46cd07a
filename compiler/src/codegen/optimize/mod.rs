//! A function in, the same function in a shape that becomes better machine code out.
//!
//! Each pass has its file, which says why what it does is exact. Those about addresses run before Cranelift's
//! own passes, which simplify what they leave; the others after, on instructions that are in their final
//! places.

mod accumulators;
mod addresses;
mod arguments;
mod bits;
mod carries;
mod chains;
mod checks;
mod cold;
mod comparisons;
mod conditions;
mod constants;
mod copies;
mod counters;
mod exits;
mod extensions;
mod fills;
mod guards;
mod handover;
mod inductions;
mod invariants;
mod ladders;
mod loads;
mod masks;
mod neighbours;
mod operands;
mod outcomes;
pub(super) mod parameters;
mod products;
mod quotients;
mod ranges;
mod rematerialized;
mod repeats;
mod symbols;
mod threads;
pub(super) mod uses;
mod widths;

use std::collections::HashSet;

use ahead_abi::memory::Bounds;
use cranelift_codegen::Context;
use cranelift_codegen::isa::TargetIsa;
use target_lexicon::Architecture;

use self::loads::Blocks;
pub(super) use self::symbols::Addresses;
use self::uses::Uses;
use self::widths::Extending;
use crate::plan::{self, Plan};

/// Runs the passes that come before Cranelift's own and pay on this ISA.
pub(super) fn before(context: &mut Context, isa: &dyn TargetIsa, plan: &Plan<'_>) {
    parameters::run(&mut context.func);
    context.func.dfg.resolve_all_aliases();
    find_ways(context);
    let is_x86_64 = isa.triple().architecture == Architecture::X86_64;
    if ladders::run(context) {
        find_ways(context);
    }
    threads::run(context);
    if is_x86_64 && fills::run(context, plan) {
        find_ways(context);
    }
    let min_lens: Vec<u64> = plan.memories.iter().map(|memory| memory.min_len).collect();
    masks::remove(context, &min_lens);
    if plan.memories.iter().any(|memory| memory.bounds == Bounds::Explicit) {
        checks::run(context, &min_lens);
    }
    let uses = Uses::of(&context.func);
    let (room, bases) = (plan::room(plan), plan::displacement_bases(plan));
    match isa.triple().architecture {
        Architecture::X86_64 => {
            let signed = addresses::run(context, addresses::X86_64, &min_lens, &uses);
            neighbours::run(context, &uses, room, &bases);
            widths::run(context, &signed, Extending::Everywhere);
        }
        Architecture::Riscv64(_) => {
            neighbours::run(context, &uses, room, &bases);
            let signed = addresses::run(context, addresses::RISCV64, &min_lens, &Uses::of(&context.func));
            widths::run(context, &signed, Extending::AtEntries);
        }
        _ => {
            neighbours::run(context, &uses, room, &bases);
            addresses::run(context, addresses::AARCH64, &min_lens, &Uses::of(&context.func));
            // Counters are extended by additions.
            widths::run(context, &HashSet::new(), Extending::AtOrigins);
        }
    }
}

/// Runs the passes that come after Cranelift's own and pay on this ISA. What is known of addresses then.
pub(super) fn after(context: &mut Context, isa: &dyn TargetIsa) -> Addresses {
    invariants::run(context);
    conditions::run(&mut context.func);
    outcomes::run(context);
    let architecture = isa.triple().architecture;
    let is_x86_64 = architecture == Architecture::X86_64;
    if is_x86_64 {
        copies::split(&mut context.func);
        products::run(&mut context.func, &context.domtree);
        masks::extend(&mut context.func);
        if !has(isa, "has_avx") {
            repeats::run(&mut context.func);
        }
    }
    let uses = loads::run(&mut context.func, if is_x86_64 { Blocks::All } else { Blocks::Crowded });
    let is_changed = !matches!(architecture, Architecture::Riscv64(_))
        && carries::run(&mut context.func, &context.domtree);
    let uses = Some(uses).filter(|_| !is_changed);
    if counters::run(&mut context.func, &context.cfg, &context.domtree, uses) {
        find_ways(context);
    }
    if is_x86_64 {
        chains::run(&mut context.func);
        if !has(isa, "has_avx") {
            operands::run(&mut context.func);
        }
        accumulators::run(&mut context.func, &context.domtree);
        constants::run(context);
    }
    match architecture {
        Architecture::Riscv64(_) => {
            if !has(isa, "has_zbb") {
                bits::run(&mut context.func);
            }
            quotients::run(&mut context.func);
            comparisons::run(&mut context.func);
            rematerialized::run(context, rematerialized::RISCV64);
            arguments::run(context);
        }
        Architecture::Aarch64(_) => {
            quotients::run(&mut context.func);
            rematerialized::run(context, rematerialized::AARCH64);
            arguments::run(context);
        }
        _ => {}
    }
    exits::run(context);
    cold::run(context);
    let addresses = if is_x86_64 { symbols::run(&mut context.func) } else { Addresses::Shared };
    if isa.flags().enable_verifier() {
        find_ways(context);
    }
    addresses
}

/// Finds anew where branches lead, and so which block dominates which.
fn find_ways(context: &mut Context) {
    context.compute_cfg();
    context.compute_domtree();
}

/// Whether the processor has what this flag of the ISA stands for.
fn has(isa: &dyn TargetIsa, name: &str) -> bool {
    isa.isa_flags().iter().any(|flag| flag.name == name && flag.as_bool() == Some(true))
}
