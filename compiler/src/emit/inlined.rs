//! Inlined bodies in; out, the bytes that tell a backtrace what was inlined where.

use std::collections::{BTreeSet, HashMap};

use super::leb128::uleb128;
use crate::codegen::{Code, InlinedCode};
use crate::plan::Symbol;

/// Which record each function of the plan has.
pub(super) struct Records {
    by_function: HashMap<u32, u32>,
    with_code: usize,
    /// Functions that appear in backtraces only inside others, by index in the plan, sorted: their
    /// records follow those of the functions that have code.
    pub without_code: Vec<u32>,
}

impl Records {
    pub(super) fn of(code: &Code) -> Self {
        let mut by_function = HashMap::new();
        for (record, compiled) in (0..).zip(&code.functions) {
            if let Symbol::Function(index) = compiled.symbol {
                by_function.insert(index, record);
            }
        }
        let bodies = code.functions.iter().flat_map(|compiled| &compiled.inlined.bodies);
        let without_code = bodies.map(|body| body.function).filter(|index| !by_function.contains_key(index));
        let without_code: Vec<u32> = without_code.collect::<BTreeSet<_>>().into_iter().collect();
        let with_code = code.functions.len();
        by_function.extend(without_code.iter().copied().zip(with_code as u32..));
        Records { by_function, with_code, without_code }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.with_code + self.without_code.len()
    }
}

/// Appends a function's inlined bodies in the form that `FunctionRecord::details` says.
pub(super) fn encode(inlined: &InlinedCode, records: &Records, out: &mut Vec<u8>) {
    let number = |body: Option<u32>| body.map_or(0, |body| u64::from(body) + 1);
    for body in &inlined.bodies {
        uleb128(number(body.caller) + 1, out);
        uleb128(u64::from(records.by_function[&body.function]), out);
    }
    out.push(0);
    if inlined.bodies.is_empty() {
        return;
    }
    let mut last = 0;
    for (offset, body) in &inlined.changes {
        uleb128(u64::from(offset - last) + 1, out);
        uleb128(number(*body), out);
        last = *offset;
    }
    out.push(0);
}
