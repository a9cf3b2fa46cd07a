//! A number in; out, a module whose functions may return, trap or go round before they call others, in all shapes: what
//! becomes two functions, one of which goes on with the other.

use std::fmt::Write;

use crate::expression::{types, value};
use crate::subject::Random;

/// Calls before what an export began ends.
const FUEL: u32 = 300;

/// How deep blocks lie in blocks at most.
const DEEPEST: usize = 3;

/// Bytes of the memory that are used.
const MEMORY: u32 = 1024;

struct Signature {
    params: Vec<&'static str>,
    results: Vec<&'static str>,
}

/// The binary module.
pub fn module(random: &mut Random) -> Vec<u8> {
    let count = random.range(3, 8);
    let signatures: Vec<Signature> = (0..count)
        .map(|_| {
            let results = random.below(5).min(2) / 2 + random.below(2);
            Signature { params: types(random, 0, 8), results: types(random, results, results) }
        })
        .collect();
    let mut text = String::from(
        "(module (memory (export \"memory\") 1 1) (global $sum (export \"sum\") (mut i64) (i64.const 1))
        (global $fuel (mut i32) (i32.const 0))\n",
    );
    for index in 0..count {
        text += &Body { random, signatures: &signatures, index, locals: Vec::new() }.function();
        let Signature { params, results } = &signatures[index];
        let args: String = (0..params.len()).map(|param| format!("(local.get {param})")).collect();
        writeln!(
            text,
            "(func (export \"{index}\") (param {}) (result {}) (global.set $fuel (i32.const {FUEL})) {args}
            (call $f{index}))",
            params.join(" "),
            results.join(" ")
        )
        .expect(WRITTEN);
    }
    wat::parse_str(text + ")").expect("the module is well-formed")
}

const WRITTEN: &str = "a string takes all";

/// What writes a function.
struct Body<'a> {
    random: &'a mut Random,
    signatures: &'a [Signature],
    index: usize,
    /// The types of its locals, but for the counters of loops, which are called by how deep they lie.
    locals: Vec<&'static str>,
}

impl Body<'_> {
    fn function(mut self) -> String {
        let signatures = self.signatures;
        let Signature { params, results } = &signatures[self.index];
        let own = types(self.random, 0, 8);
        self.locals = params.iter().chain(&own).copied().collect();
        let counters: String = (0..=DEEPEST).map(|depth| format!("(local $c{depth} i32)")).collect();
        let fuel = self.fuel();
        let statements = self.statements(0);
        let result = self.values(results, 3);
        format!(
            "(func $f{} (param {}) (result {}) (local {}) {counters} {fuel} {statements} {result})\n",
            self.index,
            params.join(" "),
            results.join(" "),
            own.join(" "),
        )
    }

    /// Returns once there were enough calls, and counts this one, at once or behind other things.
    fn fuel(&mut self) -> String {
        let signatures = self.signatures;
        let results = self.values(&signatures[self.index].results, 1);
        format!(
            "(if (i32.le_s (global.get $fuel) (i32.const 0)) (then {results} (return)))
            (global.set $fuel (i32.sub (global.get $fuel) (i32.const 1)))"
        )
    }

    fn statements(&mut self, depth: usize) -> String {
        (0..self.random.range(1, 6)).map(|_| self.statement(depth) + "\n").collect()
    }

    fn statement(&mut self, depth: usize) -> String {
        match self.random.below(if depth < DEEPEST { 14 } else { 8 }) {
            0..3 if !self.locals.is_empty() => {
                let local = self.random.below(self.locals.len());
                format!("(local.set {local} {})", self.value(self.locals[local], 3))
            }
            3 => {
                let (address, stored) = (self.value("i32", 2), self.value("i64", 2));
                format!("(i64.store (i32.and {address} (i32.const {})) {stored})", MEMORY - 8)
            }
            4 => self.call(),
            5 => {
                let signatures = self.signatures;
                let results = self.values(&signatures[self.index].results, 2);
                format!("(if {} (then {results} (return)))", self.value("i32", 2))
            }
            6 if self.random.below(8) == 0 => format!("(if {} (then (unreachable)))", self.value("i32", 3)),
            7 if depth > 0 => format!("(br_if $b{} {})", self.random.below(depth), self.value("i32", 2)),
            8 | 9 => {
                let (condition, then) = (self.value("i32", 2), self.statements(depth + 1));
                let otherwise =
                    if self.random.below(2) == 0 { String::new() } else { self.statements(depth + 1) };
                format!("(block $b{depth} (if {condition} (then {then}) (else {otherwise})))")
            }
            10 => format!("(block $b{depth} {})", self.statements(depth + 1)),
            11 => {
                let body = self.statements(depth + 1);
                let counter = format!("$c{depth}");
                format!(
                    "(local.set {counter} (i32.const {})) (block $b{depth} (loop $l{depth} {body}
                    (br_if $l{depth} (local.tee {counter} (i32.sub (local.get {counter}) (i32.const 1))))))",
                    self.random.range(1, 4)
                )
            }
            12 if depth > 0 => {
                let labels: String = (0..self.random.range(1, 4))
                    .map(|_| format!(" $b{}", self.random.below(depth)))
                    .collect();
                let index = self.value("i32", 1);
                format!(
                    "(if {} (then (br_table{labels} (i32.and {index} (i32.const 3)))))",
                    self.value("i32", 1)
                )
            }
            _ => format!(
                "(global.set $sum (i64.rotl (i64.xor (global.get $sum) {}) (i64.const 7)))",
                self.value("i64", 3)
            ),
        }
    }

    /// A call, and what becomes of its results.
    fn call(&mut self) -> String {
        let called = self.random.below(self.signatures.len());
        let signatures = self.signatures;
        let Signature { params, results } = &signatures[called];
        let mut text = format!("{} (call $f{called})", self.values(params, 2));
        for result in results.iter().rev() {
            let like = (0..self.locals.len()).rfind(|local| self.locals[*local] == *result);
            match like {
                Some(local) => write!(text, " (local.set {local})").expect(WRITTEN),
                None => text += " (drop)",
            }
        }
        text
    }

    fn values(&mut self, types: &[&'static str], depth: u32) -> String {
        types.iter().map(|ty| self.value(ty, depth)).collect()
    }

    fn value(&mut self, ty: &str, depth: u32) -> String {
        value(self.random, ty, &self.locals, depth)
    }
}
