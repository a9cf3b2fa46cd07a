//! A number in; out, a module whose functions tail-call each other with arguments and results of all widths, which the
//! general ones hardly ever do: what is handed over in place of what was taken.

use std::fmt::Write;

use crate::expression::{types, value};
use crate::subject::Random;

/// Calls before what an export began ends.
const FUEL: u32 = 200;

/// Parameters and results.
#[derive(Clone)]
struct Signature {
    params: Vec<&'static str>,
    results: Vec<&'static str>,
}

/// The binary module.
pub fn module(random: &mut Random) -> Vec<u8> {
    let results: [Vec<&str>; 3] = std::array::from_fn(|_| types(random, 0, 5));
    let count = random.range(4, 9);
    let signatures: Vec<Signature> = (0..count)
        .map(|_| Signature { params: types(random, 0, 9), results: results[random.below(3)].clone() })
        .collect();
    let names = |count| (0..count).map(|index| format!(" $f{index}")).collect::<String>();
    let mut text = format!(
        "(module (memory (export \"memory\") 1 1) (global $sum (export \"sum\") (mut i64) (i64.const 1))
        (global $fuel (mut i32) (i32.const 0)) (table {count} {count} funcref) (elem (i32.const 0){})\n",
        names(count)
    );
    for (index, Signature { params, results }) in signatures.iter().enumerate() {
        let (params, results) = (params.join(" "), results.join(" "));
        writeln!(text, "(type $t{index} (func (param {params}) (result {results})))").expect(WRITTEN);
    }
    for index in 0..count {
        text += &function(random, &signatures, index);
        let args: String =
            (0..signatures[index].params.len()).map(|param| format!("(local.get {param})")).collect();
        writeln!(
            text,
            "(func (export \"{index}\") (type $t{index}) (global.set $fuel (i32.const {FUEL})) {args}
            (return_call $f{index}))"
        )
        .expect(WRITTEN);
    }
    wat::parse_str(text + ")").expect("the module is well-formed")
}

const WRITTEN: &str = "a string takes all";

/// A function that computes, stores and calls a little, and ends in a tail call of one with the same results.
fn function(random: &mut Random, signatures: &[Signature], index: usize) -> String {
    let Signature { params, results } = &signatures[index];
    let own = types(random, 0, 6);
    let locals: Vec<&str> = params.iter().chain(&own).copied().collect();
    let values = |random: &mut Random, types: &[&'static str], depth| {
        types.iter().map(|ty| value(random, ty, &locals, depth)).collect::<String>()
    };
    let mut text = format!(
        "(func $f{index} (type $t{index}) (local {}) (global.set $fuel (i32.sub (global.get $fuel) (i32.const 1)))
        (if (i32.le_s (global.get $fuel) (i32.const 0)) (then {} (return)))\n",
        own.join(" "),
        values(random, results, 1)
    );
    for _ in 0..random.below(6) {
        let statement = match random.below(4) {
            0 if !locals.is_empty() => {
                let local = random.below(locals.len());
                format!("(local.set {local} {})", value(random, locals[local], &locals, 3))
            }
            1 => format!(
                "(i64.store (i32.and {} (i32.const 1016)) {})",
                value(random, "i32", &locals, 2),
                value(random, "i64", &locals, 2)
            ),
            2 => {
                let called = random.below(signatures.len());
                let Signature { params, results } = &signatures[called];
                let args = values(random, params, 2);
                format!("{args} (call $f{called}) {}", results.iter().map(|_| "(drop)").collect::<String>())
            }
            _ => format!(
                "(global.set $sum (i64.rotl (i64.xor (global.get $sum) {}) (i64.const 7)))",
                value(random, "i64", &locals, 3)
            ),
        };
        writeln!(text, "{statement}").expect(WRITTEN);
    }
    let like: Vec<usize> =
        (0..signatures.len()).filter(|other| signatures[*other].results == *results).collect();
    let next = like[random.below(like.len())];
    let args = values(random, &signatures[next].params, 2);
    text += &match random.below(8) {
        0 | 1 => values(random, results, 3),
        2..5 => format!("{args} (return_call_indirect (type $t{next}) (i32.const {next}))"),
        _ => format!("{args} (return_call $f{next})"),
    };
    text + ")\n"
}
