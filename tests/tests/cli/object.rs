//! What is in objects and executables: the same bytes each time, what is needed and no more.

use std::path::Path;
use std::process::Command;

use ahead_tests::{build, repository};
use object::{Object, ObjectSymbol};

use super::{NOTHING, ahead, built, folder, run};

const NAMES: &str = r#"(module
    (func $a_function_of_the_module (export "other") (result i32) (loop) (i32.const 1))
    (func (export "_start") (drop (call $a_function_of_the_module))))"#;

/// Names of the symbols in the ELF file.
fn symbols(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).expect("it was built");
    let file = object::File::parse(&*bytes).expect("it is an ELF file");
    file.symbols()
        .filter_map(|symbol| Some(symbol.name().ok()?.to_owned()))
        .filter(|name| !name.is_empty())
        .collect()
}

fn has(symbols: &[String], part: &str) -> bool {
    symbols.iter().any(|symbol| symbol.contains(part))
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for example in ["nbody", "average"] {
        for (emit, ending) in [("obj", ".o"), ("exe", "")] {
            let build = |threads: &str, environment: [(&str, &str); 3]| {
                let folder = folder(&[]);
                let module = format!("{example}.wasm");
                std::fs::copy(repository().join("examples").join(&module), folder.path().join(&module))
                    .expect("it is there");
                let mut command = Command::new(build::ahead());
                command.current_dir(folder.path()).args([
                    "build",
                    &module,
                    "--emit",
                    emit,
                    "--threads",
                    threads,
                ]);
                let output = run(command.envs(environment));
                assert_eq!((output.exit, output.stderr.as_str()), (0, ""));
                std::fs::read(folder.path().join(format!("{example}{ending}"))).expect("it was built")
            };
            let here = build("1", [("TZ", "UTC"), ("LANG", "C"), ("HOME", "/root")]);
            let there = build("2", [("TZ", "Asia/Tokyo"), ("LANG", "tr_TR.UTF-8"), ("HOME", "/nonexistent")]);
            assert!(
                here == there,
                "{example}, --emit {emit}: {} and {} bytes differ",
                here.len(),
                there.len()
            );
        }
    }
}

#[test]
fn an_object_and_the_runtime_link_with_gnu_ld() {
    if Command::new("ld").arg("--version").output().is_err() {
        eprintln!("not tested: GNU ld is not installed");
        return;
    }
    let folder = folder(&[]);
    let module = repository().join("examples/hello.wasm");
    assert_eq!(ahead(folder.path(), &["build", &module.to_string_lossy(), "--emit", "obj"]).exit, 0);
    assert_eq!(ahead(folder.path(), &["runtime", "-o", "libahead.a"]).exit, 0);
    let mut ld = Command::new("ld");
    ld.current_dir(folder.path())
        .args("-static --gc-sections -z noexecstack -e _start -o app hello.o libahead.a".split(' '));
    let linked = run(&mut ld);
    assert_eq!((linked.exit, linked.stderr.as_str()), (0, ""));
    let output = run(&mut Command::new(folder.path().join("app")));
    assert_eq!((output.exit, output.stdout.as_str()), (0, "hello from WebAssembly\n"));
}

#[test]
fn functions_are_symbols_unless_stripped() {
    let folder = folder(&[]);
    let kept = symbols(&built(folder.path(), NAMES, &[]));
    assert!(has(&kept, "a_function_of_the_module"), "{kept:?}");
    let stripped = symbols(&built(folder.path(), NAMES, &["--strip"]));
    assert!(stripped.is_empty(), "{stripped:?}");
}

#[test]
fn only_the_wasi_functions_that_are_imported_are_linked() {
    let folder = folder(&[]);
    let import = r#"(module (import "wasi_snapshot_preview1" "path_open"
        (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        (memory (export "memory") 1) (func (export "_start") (drop (call 0
        (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i64.const 0) (i64.const 0)
        (i32.const 0) (i32.const 0)))))"#;
    let with = symbols(&built(folder.path(), import, &[]));
    let without = symbols(&built(folder.path(), NOTHING, &[]));
    assert!(has(&with, "ahead_wasi_path_open"), "{with:?}");
    assert!(!has(&with, "ahead_wasi_path_rename"), "{with:?}");
    assert!(!has(&without, "ahead_wasi"), "{without:?}");
}

#[test]
fn the_executable_is_static_and_small() {
    let folder = folder(&[]);
    let module = repository().join("examples/hello.wasm");
    assert_eq!(ahead(folder.path(), &["build", &module.to_string_lossy(), "--strip"]).exit, 0);
    let bytes = std::fs::read(folder.path().join("hello")).expect("it was built");
    assert!(bytes.len() <= 17 << 10, "{} bytes", bytes.len());
    let file = object::read::elf::ElfFile64::<object::Endianness>::parse(&*bytes).expect("it is an ELF file");
    let kinds: Vec<u32> =
        file.elf_program_headers().iter().map(|header| header.p_type.get(file.endian())).collect();
    assert!(
        !kinds.contains(&object::elf::PT_INTERP) && !kinds.contains(&object::elf::PT_DYNAMIC),
        "{kinds:x?}"
    );
    // What little may be written is zeros, which start-up fills: a mapping fewer.
    let writable = |header: &&object::elf::ProgramHeader64<_>| {
        header.p_flags.get(file.endian()) & object::elf::PF_W != 0
            && header.p_type.get(file.endian()) == object::elf::PT_LOAD
    };
    let written: Vec<u64> = file
        .elf_program_headers()
        .iter()
        .filter(writable)
        .map(|header| header.p_filesz.get(file.endian()))
        .collect();
    assert_eq!(written, [0]);
}

#[test]
fn a_program_needs_no_file_to_run() {
    let folder = folder(&[]);
    let root = folder.path().join("root");
    std::fs::create_dir(&root).expect("the folder is ours");
    let program = built(folder.path(), NAMES, &[]);
    std::fs::copy(program, root.join("app")).expect("the folder is ours");
    let output = run(Command::new("chroot").arg(&root).arg("/app"));
    if output.exit == 125 {
        eprintln!("not tested: chroot is not allowed here");
        return;
    }
    assert_eq!((output.exit, output.stderr.as_str()), (0, ""));
}

#[test]
fn a_small_function_that_calls_itself_lies_in_one_page() {
    /// A part of every page, whatever the code starts at that is a multiple of it.
    const PIECE: u64 = 512;
    for stores in (0..64).step_by(4) {
        let before: String =
            (0..stores).map(|at| format!("(i32.store offset={at} (local.get 0) (i32.const {at}))")).collect();
        let module = format!(
            r#"(module (memory 1) (func $before (export "before") (param i32) {before})
            (func $tree (export "tree") (param i32) (result i32)
              (if (result i32) (i32.eqz (local.get 0)) (then (call $before (i32.const 64)) (i32.const 1)) (else
                (i32.add (call $tree (i32.sub (local.get 0) (i32.const 1)))
                  (i32.mul (local.get 0) (call $tree (i32.shr_u (local.get 0) (i32.const 1)))))))))"#
        );
        let folder = folder(&[]);
        let program = built(folder.path(), &module, &["--target", "x86_64-linux", "--invoke", "tree"]);
        let bytes = std::fs::read(&program).expect("it was built");
        let file = object::File::parse(&*bytes).expect("it is an ELF file");
        let tree = file.symbols().find(|symbol| symbol.name() == Ok("tree")).expect("it has its name");
        let (start, last) = (tree.address(), tree.address() + tree.size() - 1);
        assert!(tree.size() > 64, "{} bytes", tree.size());
        assert_eq!(start / PIECE, last / PIECE, "{stores} stores before: {start:#x} to {last:#x}");
    }
}
