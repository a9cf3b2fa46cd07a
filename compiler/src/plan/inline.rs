//! Functions in; which are so small that their bodies take the place of calls to them, and which
//! need code of their own, out.
//!
//! What is chosen is a function, for all calls to it, and follows from the plan alone. A body brings
//! along what takes the place of its own calls, and counts with that; so the functions of a cycle of
//! calls are never chosen.

use std::collections::HashMap;

use wasmparser::Operator;

use super::{Callee, Function, Plan, Planner, reach};
use crate::decode::Body;
use crate::request::OptLevel;

/// Bytes of a body beyond which it is no candidate.
const LONGEST: usize = 256;

/// Bytes of a body beyond which it keeps its calls: functions that are large already do not grow.
const LARGEST_CALLER: usize = 64 << 10;

/// The weight of a call that stays one: about what its arguments and its frame cost.
const CALL: u32 = 4;

/// The weight up to which a function is chosen: for speed, a little more than a call costs.
const LIMIT: u32 = 12;
/// For size as well: what is not larger than a call.
const LIMIT_FOR_SIZE: u32 = 4;
/// If there is but one call to it, and so but one copy.
const LIMIT_ONCE: u32 = 40;

/// Chooses, now that it is known what is reachable.
pub(super) fn choose(planner: &mut Planner<'_, '_>) {
    let opt_level = planner.request.options.opt_level;
    if opt_level != OptLevel::None {
        let call_counts = call_counts(planner);
        for chosen in light(&planner.plan, &call_counts, opt_level) {
            planner.plan.functions[chosen as usize].inlined = true;
        }
    }
    mark_own_code(planner, opt_level);
}

/// How often each function is called; more than once for one that something else reaches, too.
fn call_counts(planner: &Planner<'_, '_>) -> Vec<u32> {
    let plan = &planner.plan;
    let mut counts = vec![0_u32; plan.functions.len()];
    for function in referred_to(planner) {
        counts[function as usize] += 2;
    }
    for function in plan.functions.iter().filter(|function| function.reachable) {
        for (callee, _) in callees(plan, function) {
            counts[callee as usize] = counts[callee as usize].saturating_add(1);
        }
    }
    counts
}

/// The functions that are reached otherwise than by a call from another.
fn referred_to(planner: &Planner<'_, '_>) -> Vec<u32> {
    let called = planner.plan.function_refs.iter().filter(|record| record.called);
    let references = called.map(|record| record.callee);
    let all = reach::roots(planner).into_iter().chain(references);
    all.filter_map(|callee| match callee {
        Callee::Defined(function) => Some(function),
        Callee::Host(_) => None,
    })
    .collect()
}

/// The functions that a function calls, each as often as it does, and whether they are of its own
/// instance: a body takes the place of calls from there only.
fn callees<'p>(plan: &'p Plan<'_>, function: &'p Function) -> impl Iterator<Item = (u32, bool)> + 'p {
    let functions = &plan.instances[function.instance as usize].functions;
    plan.body(function).calls.iter().filter_map(move |index| match functions[*index as usize] {
        Callee::Defined(callee) => {
            Some((callee, plan.functions[callee as usize].instance == function.instance))
        }
        Callee::Host(_) => None,
    })
}

/// A function that may be chosen.
struct Candidate {
    /// Its weight, without the calls to candidates that are undecided yet.
    weight: u32,
    /// How many such calls there are.
    undecided: usize,
}

/// The functions of little weight, in no order. One is decided when all candidates that it calls
/// are; so those in cycles, and what calls them, never are.
fn light(plan: &Plan<'_>, call_counts: &[u32], opt_level: OptLevel) -> Vec<u32> {
    let mut candidates = candidates(plan);
    let mut callers: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut decidable = Vec::new();
    for index in candidates.keys().copied().collect::<Vec<_>>() {
        let function = &plan.functions[index as usize];
        let inside = |(callee, is_own): &(u32, bool)| *is_own && candidates.contains_key(callee);
        let undecided: Vec<u32> = callees(plan, function).filter(inside).map(|(callee, _)| callee).collect();
        let kept = plan.body(function).calls.len() - undecided.len();
        let candidate = candidates.get_mut(&index).expect("it is one of the keys");
        candidate.weight = candidate.weight.saturating_add(CALL.saturating_mul(kept as u32));
        candidate.undecided = undecided.len();
        if undecided.is_empty() {
            decidable.push(index);
        }
        for callee in undecided {
            callers.entry(callee).or_default().push(index);
        }
    }
    let mut chosen = Vec::new();
    while let Some(index) = decidable.pop() {
        let weight = candidates[&index].weight;
        let is_chosen = weight <= limit(opt_level, call_counts[index as usize]);
        if is_chosen {
            chosen.push(index);
        }
        for caller in callers.remove(&index).unwrap_or_default() {
            let candidate = candidates.get_mut(&caller).expect("only candidates wait");
            candidate.weight = candidate.weight.saturating_add(if is_chosen { weight } else { CALL });
            candidate.undecided -= 1;
            if candidate.undecided == 0 {
                decidable.push(caller);
            }
        }
    }
    chosen
}

fn limit(opt_level: OptLevel, calls: u32) -> u32 {
    match (opt_level, calls) {
        (_, 1) => LIMIT_ONCE,
        (OptLevel::SpeedAndSize, _) => LIMIT_FOR_SIZE,
        _ => LIMIT,
    }
}

fn candidates(plan: &Plan<'_>) -> HashMap<u32, Candidate> {
    let mut candidates = HashMap::new();
    for (index, function) in (0..).zip(&plan.functions) {
        let body = plan.body(function);
        let is_candidate = function.reachable
            && function.wide_multiply.is_none()
            && body.code.as_bytes().len() <= LONGEST
            && !body.effects.tail_calls;
        if let Some(weight) = is_candidate.then(|| weigh(body)).flatten() {
            candidates.insert(index, Candidate { weight, undecided: 0 });
        }
    }
    candidates
}

/// The weight of a body without its direct calls: about its machine instructions. None if it is not
/// worth inlining whatever its size: a loop costs more than the call of it.
fn weigh(body: &Body<'_>) -> Option<u32> {
    let mut weight = 0_u32;
    for operator in body.code.get_operators_reader().expect("the body was validated") {
        weight += match operator.expect("the body was validated") {
            Operator::Loop { .. } => return None,
            Operator::LocalGet { .. }
            | Operator::LocalSet { .. }
            | Operator::LocalTee { .. }
            | Operator::I32Const { .. }
            | Operator::I64Const { .. }
            | Operator::Drop
            | Operator::Nop
            | Operator::Block { .. }
            | Operator::End
            | Operator::Return
            | Operator::Call { .. } => 0,
            Operator::BrTable { targets } => 4 + targets.len(),
            Operator::CallIndirect { .. } => 2 * CALL,
            Operator::CallRef { .. }
            | Operator::MemoryGrow { .. }
            | Operator::MemoryCopy { .. }
            | Operator::MemoryFill { .. }
            | Operator::MemoryInit { .. }
            | Operator::TableGet { .. }
            | Operator::TableSet { .. }
            | Operator::TableGrow { .. }
            | Operator::TableFill { .. }
            | Operator::TableCopy { .. }
            | Operator::TableInit { .. } => CALL,
            _ => 1,
        };
    }
    Some(weight)
}

/// Notes which functions take the bodies of those they call, and which must be compiled.
fn mark_own_code(planner: &mut Planner<'_, '_>, opt_level: OptLevel) {
    let mut needed = vec![false; planner.plan.functions.len()];
    for function in referred_to(planner) {
        needed[function as usize] = true;
    }
    let plan = &mut planner.plan;
    for index in 0..plan.functions.len() {
        let function = &plan.functions[index];
        let body = plan.body(function);
        let takes_inlined = opt_level != OptLevel::None && body.code.as_bytes().len() <= LARGEST_CALLER;
        if function.reachable {
            for (callee, is_own) in callees(plan, function) {
                let target = &plan.functions[callee as usize];
                // A tail call stays one.
                let is_replaced = is_own && takes_inlined && target.inlined && !body.effects.tail_calls;
                needed[callee as usize] |= !is_replaced;
            }
        }
        plan.functions[index].takes_inlined = takes_inlined;
    }
    for (function, needed) in plan.functions.iter_mut().zip(needed) {
        function.own_code = function.reachable && needed;
    }
}
