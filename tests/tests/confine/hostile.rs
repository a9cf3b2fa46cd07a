//! A program that calls every function with arguments made to hurt, thousands of times: it lives, and
//! what is outside its folder stays as it is.

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use ahead_abi::import::{self, HostFunction, WASI, WASI_PREVIEW_1, WASI_UNSTABLE};
use ahead_abi::value::ValueType;
use ahead_tests::{build, target};

use super::{built, folder, run};

/// Calls of each function.
const ROUNDS: usize = 3000;

/// Addresses and lengths, flags and descriptors, at the edges of what they can be. The program's
/// memory has 65536 bytes.
const NUMBERS: [u32; 24] = [
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    16,
    56,
    64,
    200,
    1000,
    1024,
    65_472,
    65_528,
    65_535,
    65_536,
    65_537,
    0x2000_0000,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
];

/// Texts that lie at the small addresses among the numbers, so that many paths are some of them.
const TEXTS: [(u32, &str); 9] = [
    (0, "d"),
    (1, "../"),
    (4, "out"),
    (8, "../out/secret"),
    (56, "l"),
    (64, "d/../../out/secret"),
    (200, "l/secret"),
    (1000, "f\\00\\ff/e"),
    (1024, "/etc/passwd"),
];

/// Whether a function is called at all: some end or stop the program, or wait; and others would soon
/// take the program's folder from it, and so leave nothing to be tried, unless all are `wanted`.
fn is_tried(function: &HostFunction, wanted: Wanted) -> bool {
    match function.name {
        "proc_exit" | "proc_raise" | "poll_oneoff" => false,
        "fd_renumber" | "fd_fdstat_set_rights" => wanted == Wanted::All,
        _ => true,
    }
}

/// Which functions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// All that can be tried.
    All,
    /// Those that leave the program its descriptors up to 3.
    Keeping,
}

/// A function of the program that calls function `index` once, with numbers drawn by `$draw`.
fn caller(index: usize, function: &HostFunction, wanted: Wanted) -> String {
    let args: Vec<&str> = function
        .params
        .iter()
        .map(|ty| if *ty == ValueType::I64 { "(call $wide)" } else { "(call $draw)" })
        .collect();
    let args = match function.name {
        "fd_close" if wanted == Wanted::Keeping => vec!["(i32.or (i32.const 4) (call $draw))"],
        _ => args,
    };
    format!("(func $call{index} (drop (call $f{index} {})))", args.join(" "))
}

fn program(wanted: Wanted) -> String {
    let (mut imports, mut functions, mut calls) = (String::new(), String::new(), String::new());
    for (index, function) in WASI.iter().enumerate().filter(|(_, function)| is_tried(function, wanted)) {
        let module = if index < import::preview_1().len() { WASI_PREVIEW_1 } else { WASI_UNSTABLE };
        let name = |ty: &ValueType| if *ty == ValueType::I64 { "i64" } else { "i32" };
        let params: Vec<&str> = function.params.iter().map(name).collect();
        writeln!(
            imports,
            r#"(import "{module}" "{}" (func $f{index} (param {}) (result i32)))"#,
            function.name,
            params.join(" ")
        )
        .expect("strings grow");
        functions += &(caller(index, function, wanted) + "\n");
        writeln!(calls, "(call $call{index})").expect("strings grow");
    }
    let numbers: String =
        NUMBERS.iter().flat_map(|number| number.to_le_bytes()).map(|byte| format!("\\{byte:02x}")).collect();
    // The program may write over them, so they are put there again and again.
    let segments: String = TEXTS.iter().map(|(_, text)| format!("(data \"{text}\")\n")).collect();
    let again: String = TEXTS
        .iter()
        .enumerate()
        .map(|(index, (at, text))| {
            let escaped = text.matches('\\').count() * 2;
            let len = text.len() - escaped;
            format!("(memory.init {index} (i32.const {at}) (i32.const 0) (i32.const {len}))\n")
        })
        .collect();
    format!(
        r#"(module {imports} (memory (export "memory") 1) {segments}
        (data $numbers "{numbers}") (global $seed (mut i64) (i64.const 88172645463325252)) (global $round (mut i32) (i32.const 0))
        (func $random (result i32)
          (global.set $seed (i64.xor (global.get $seed) (i64.shl (global.get $seed) (i64.const 13))))
          (global.set $seed (i64.xor (global.get $seed) (i64.shr_u (global.get $seed) (i64.const 7))))
          (global.set $seed (i64.xor (global.get $seed) (i64.shl (global.get $seed) (i64.const 17))))
          (i32.wrap_i64 (i64.shr_u (global.get $seed) (i64.const 20))))
        ;; The table of numbers is put at 32768, where little else is written.
        (func $draw (result i32)
          (memory.init $numbers (i32.const 32768) (i32.const 0) (i32.const {table}))
          (i32.load offset=32768 (i32.shl (i32.rem_u (call $random) (i32.const {count})) (i32.const 2))))
        (func $wide (result i64)
          (select (i64.extend_i32_u (call $draw)) (i64.const -1) (i32.and (call $random) (i32.const 3))))
        {functions}
        (func (export "_start")
          (loop $next
            {again} {calls}
            (global.set $round (i32.add (global.get $round) (i32.const 1)))
            (br_if $next (i32.lt_u (global.get $round) (i32.const {ROUNDS}))))))"#,
        table = NUMBERS.len() * 4,
        count = NUMBERS.len(),
    )
}

/// `data`, which is granted, with a folder, a file and a link out; `out`, which is not.
fn make(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("data/d"))?;
    fs::create_dir(folder.join("out"))?;
    fs::write(folder.join("data/f"), "file")?;
    fs::write(folder.join("out/secret"), "secret")?;
    symlink("../out", folder.join("data/l"))
}

/// Whether `out` is as it was made.
fn is_untouched(folder: &Path) -> bool {
    let names: Vec<_> = fs::read_dir(folder.join("out")).into_iter().flatten().flatten().collect();
    names.len() == 1
        && fs::read(folder.join("out/secret")).is_ok_and(|content| content == b"secret")
        && fs::symlink_metadata(folder.join("out/secret")).is_ok_and(|found| {
            use std::os::unix::fs::MetadataExt;
            found.nlink() == 1
        })
}

/// With the kernel's confinement and without, and under the emulators.
pub fn calls_do_no_harm() -> Result<(), String> {
    for target in target::runnable() {
        for (confine, wanted) in [("auto", Wanted::Keeping), ("off", Wanted::Keeping), ("off", Wanted::All)] {
            let folder = folder();
            make(folder.path()).map_err(|error| error.to_string())?;
            let program = folder.path().join("app");
            fs::write(folder.path().join("app.wat"), self::program(wanted))
                .map_err(|error| error.to_string())?;
            let flags = ["--dir", "data::/", "--confine", confine].map(str::to_owned);
            build::executable(folder.path(), &folder.path().join("app.wat"), &program, &target, &flags)?;
            let output = run(target.command(&program).current_dir(folder.path()))?;
            if output.exit != 0 || !is_untouched(folder.path()) {
                return Err(format!("{}, --confine {confine}: {output:?}", target.name));
            }
        }
    }
    Ok(())
}

/// Buffers of 4 GiB in a list of 4 GiB, in a memory of 4 GiB: all in bounds, and nothing in them.
pub fn lists_of_4_gib_end() -> Result<(), String> {
    let module = r#"(module
      (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
      (memory (export "memory") 65536)
      (func (export "_start")
        (i32.store (i32.const 0) (i32.const 0)) (i32.store (i32.const 4) (i32.const -1))
        (i32.store (i32.const 8) (i32.const 0)) (i32.store (i32.const 12) (i32.const 1))
        (i32.store (i32.const 16) (i32.const 0)) (i32.store (i32.const 20) (i32.const 1))
        (call $proc_exit (call $fd_write (i32.const 1) (i32.const 0) (i32.const 0x1fffffff) (i32.const -4)))))"#;
    let folder = folder();
    let output = run(&mut Command::new(built(folder.path(), module, &[])))?;
    if output.exit == 28 && output.stdout.is_empty() { Ok(()) } else { Err(format!("{output:?}")) }
}
