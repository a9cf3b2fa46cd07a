//! Functions that are compiled in other ways, on each target at each level. One of a size at which registers
//! are allocated in one pass and locals are kept in the frame: what it computes is what the same steps taken here
//! give. One of loops in loops to a depth at which none of the passes run. And a loop that goes round from thousands of
//! places.

use std::fmt::Write;
use std::path::Path;

use ahead_tests::{build, process, target};

use super::folder;

/// Variables of the function.
const LOCALS: usize = 60;

/// Steps it takes: some 300,000 instructions and blocks.
const STEPS: usize = 80_000;

/// One step; the first local is changed, the numbers are indexes of locals.
enum Step {
    Add(usize, usize),
    Multiply(usize, usize),
    /// If the second is odd.
    Rotate(usize, usize),
    Load(usize, usize),
    Store(usize, usize),
}

/// Always the same steps.
fn steps() -> Vec<Step> {
    let mut state = 1u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % below
    };
    let step = |_| {
        let (kind, a, b) = (random(5), random(LOCALS), random(LOCALS));
        match kind {
            0 => Step::Add(a, b),
            1 => Step::Multiply(a, b),
            2 => Step::Rotate(a, b),
            3 => Step::Load(a, b),
            _ => Step::Store(a, b),
        }
    };
    (0..STEPS).map(step).collect()
}

/// A module that takes the steps, from an argument on, and gives a digest of the locals.
fn module(steps: &[Step]) -> String {
    let mut text = "(module (memory 1) (func (export \"run\") (param i64) (result i64) (local".to_string();
    text += &" i64".repeat(LOCALS - 1);
    text += ")\n";
    for step in steps {
        match step {
            Step::Add(a, b) => writeln!(
                text,
                "(local.set {a} (i64.add (i64.add (local.get {a}) (local.get {b})) (i64.const 77)))"
            ),
            Step::Multiply(a, b) => writeln!(
                text,
                "(local.set {a} (i64.xor (i64.mul (local.get {a}) (local.get {b})) (local.get 0)))"
            ),
            Step::Rotate(a, b) => writeln!(
                text,
                "(if (i32.wrap_i64 (i64.and (local.get {b}) (i64.const 1))) (then
                   (local.set {a} (i64.rotl (local.get {a}) (i64.const 7)))))"
            ),
            Step::Load(a, b) => writeln!(
                text,
                "(local.set {a} (i64.load (i32.wrap_i64 (i64.and (local.get {b}) (i64.const 0xff8)))))"
            ),
            Step::Store(a, b) => writeln!(
                text,
                "(i64.store (i32.wrap_i64 (i64.and (local.get {a}) (i64.const 0xff8))) (local.get {b}))"
            ),
        }
        .expect("text takes all");
    }
    text += "local.get 0 ";
    for local in 0..LOCALS {
        write!(text, "local.get {local} i64.add i64.const 31 i64.mul ").expect("text takes all");
    }
    text + "))"
}

/// What the module gives.
fn taken(steps: &[Step], argument: i64) -> i64 {
    let mut memory = [0i64; 512];
    let mut locals = [0i64; LOCALS];
    locals[0] = argument;
    let place = |index: i64| (index & 0xff8) as usize / 8;
    for step in steps {
        match *step {
            Step::Add(a, b) => locals[a] = locals[a].wrapping_add(locals[b]).wrapping_add(77),
            Step::Multiply(a, b) => locals[a] = locals[a].wrapping_mul(locals[b]) ^ locals[0],
            Step::Rotate(a, b) if locals[b] & 1 == 1 => locals[a] = locals[a].rotate_left(7),
            Step::Rotate(..) => {}
            Step::Load(a, b) => locals[a] = memory[place(locals[b])],
            Step::Store(a, b) => memory[place(locals[a])] = locals[b],
        }
    }
    let digest = |digest: i64, local: &i64| digest.wrapping_add(*local).wrapping_mul(31);
    locals.iter().fold(locals[0], digest)
}

/// What the module of this file gives, compiled so.
fn given(folder: &Path, target: &target::Target, level: &str) -> String {
    let (module, program) = (folder.join("app.wat"), folder.join("app"));
    let flags = [level, "--invoke", "run"].map(String::from);
    build::executable(folder, &module, &program, target, &flags).expect("the module is valid");
    let mut command = target.command(&program);
    let output = process::run(command.arg("12345"), b"", process::HANG).expect("the program ends in time");
    assert_eq!(output.exit, 0, "{level} on {}: {}", target.name, output.stderr);
    output.stdout
}

#[test]
fn a_huge_function_computes_what_it_says() {
    let steps = steps();
    let folder = folder(&[("app.wat", module(&steps).as_bytes())]);
    let expected = format!("{}\n", taken(&steps, 12345));
    for target in target::runnable() {
        for level in ["-O0", "-O2"] {
            assert_eq!(given(folder.path(), &target, level), expected, "{level} on {}", target.name);
        }
    }
}

/// The innermost of so many loops counts up to the argument, and each around it once more.
#[test]
fn loops_in_loops_to_any_depth_are_built_in_seconds() {
    const DEPTH: usize = 3000;
    let module = format!(
        "(module (func (export \"run\") (param $to i64) (result i64) (local $count i64) {} {} (local.get $count)))",
        "(loop ".repeat(DEPTH),
        "(local.set $count (i64.add (local.get $count) (i64.const 1)))
         (br_if 0 (i64.lt_u (local.get $count) (local.get $to))))"
            .repeat(DEPTH),
    );
    let folder = folder(&[("app.wat", module.as_bytes())]);
    let expected = format!("{}\n", 12345 + DEPTH - 1);
    for target in target::runnable() {
        for level in ["-O0", "-O2"] {
            assert_eq!(given(folder.path(), &target, level), expected, "{level} on {}", target.name);
        }
    }
}

/// An interpreter: an operation adds the square of its number, and goes back for the next one.
#[test]
fn a_loop_of_thousands_of_ways_back_is_built_in_seconds() {
    const OPERATIONS: u32 = 6000;
    let operation = |number: u32| {
        format!(
            "(block (br_if 0 (i32.ne (i32.load8_u (local.get $pc)) (i32.const {number})))
               (local.set $sum (i64.add (local.get $sum) (i64.const {})))
               (local.set $pc (i32.add (local.get $pc) (i32.const 1)))
               (br $next))\n",
            u64::from(number).pow(2)
        )
    };
    let operations: String = (1..=OPERATIONS).map(operation).collect();
    let module = format!(
        r#"(module (memory 1) (data (i32.const 0) "\01\05\ff\01\00")
          (func (export "run") (param i64) (result i64) (local $pc i32) (local $sum i64)
            (block $out
              (loop $next
                (br_if $out (i32.eqz (i32.load8_u (local.get $pc))))
                {operations}))
            (i64.add (local.get 0) (local.get $sum))))"#
    );
    let folder = folder(&[("app.wat", module.as_bytes())]);
    let expected = format!("{}\n", 12345 + 1 + 5 * 5 + 255 * 255 + 1);
    for target in target::runnable() {
        assert_eq!(given(folder.path(), &target, "-O2"), expected, "{}", target.name);
    }
}
