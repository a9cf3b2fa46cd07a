//! Images of every board, linked and inspected: entry, sections, symbols, the raw form, the map.

use ahead_tests::target::Target;
use libtest_mimic::Failed;
use object::{Object, ObjectSection, ObjectSegment, ObjectSymbol, SectionKind};
use serde::Deserialize;

use super::{Test, ahead, expect, folder};

/// By name.
pub const TESTS: &[(&str, Test)] = &[
    ("the image is where the board has RAM", inspected),
    ("the raw image starts with its entry", raw),
    ("hello takes at most 32 KiB of flash", small),
    ("a program that does not fit is refused with the map", does_not_fit),
    ("the same bytes each time", reproducible),
];

const HELLO: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\10\00\00\00\06\00\00\00") (data (i32.const 16) "hello\n")
    (func (export "_start") (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
    (func (export "more") (result i32) (memory.grow (i32.const 1))))"#;

/// What the tests read of a target file.
#[derive(Deserialize)]
struct File {
    board: Board,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Board {
    ram_start: u64,
    ram_bytes: u64,
}

fn build(board: &Target, flags: &[&str]) -> Result<(Vec<u8>, String), Failed> {
    let folder = folder(&[("hello.wat", HELLO)])?;
    let output = ahead(
        folder.path(),
        &[&["build", "hello.wat", "--target", &board.name, "-o", "out"], flags].concat(),
        b"",
    )?;
    expect(output.exit == 0, || format!("{output:?}"))?;
    Ok((std::fs::read(folder.path().join("out")).map_err(|error| error.to_string())?, output.stderr))
}

fn inspected(board: &Target) -> Result<(), Failed> {
    let path = ahead_tests::repository().join(format!("targets/{}.toml", board.name));
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let File { board: file } = toml::from_str(&text).map_err(|error| error.to_string())?;
    let ram = file.ram_start..file.ram_start + file.ram_bytes;

    let (bytes, map) = build(board, &[])?;
    let image = object::File::parse(&*bytes).map_err(|error| error.to_string())?;
    for section in image.sections().filter(|section| section.address() != 0 && section.size() != 0) {
        let end = section.address() + section.size();
        let inside = ram.contains(&section.address()) && end <= ram.end;
        expect(inside, || format!("{:?} is at {:#x}", section.name(), section.address()))?;
    }
    let symbol = |name: &str| {
        let symbol = image.symbols().find(|symbol| symbol.name() == Ok(name));
        symbol.map(|symbol| symbol.address()).ok_or_else(|| Failed::from(format!("no symbol {name}")))
    };
    let entry = symbol("ahead_board_start")?;
    expect(image.entry() == entry, || format!("entry {:#x}, not {entry:#x}", image.entry()))?;
    let text = image.sections().find(|section| section.kind() == SectionKind::Text);
    expect(text.is_some_and(|text| text.address() == entry), || "the entry is not the first code".into())?;
    for name in ahead_abi::symbol::BOARD_PLACES {
        symbol(name)?;
    }
    let guard = symbol("ahead_guard_start")?;
    expect(guard % ahead_abi::layout::BOARD_GUARD_LEN == 0, || format!("guard at {guard:#x}"))?;
    expect(symbol("ahead_stack_start")? == guard + ahead_abi::layout::BOARD_GUARD_LEN, || {
        "the stack is elsewhere".into()
    })?;
    let faults = symbol("ahead_fault_stack_end")? - symbol("ahead_stack_end")?;
    expect(faults == ahead_abi::layout::BOARD_FAULT_STACK_LEN, || format!("{faults} bytes for faults"))?;
    for row in ["code", "constants", "linear memory", "guard, stacks", "image", "RAM"] {
        expect(map.contains(row), || format!("no {row} in {map}"))?;
    }
    Ok(())
}

fn raw(board: &Target) -> Result<(), Failed> {
    let (elf, _) = build(board, &[])?;
    let (raw, _) = build(board, &["--emit", "bin"])?;
    let image = object::File::parse(&*elf).map_err(|error| error.to_string())?;
    let entry = image.entry();
    for segment in image.segments() {
        let data = segment.data().map_err(|error| error.to_string())?;
        if !data.is_empty() {
            let start = (segment.address() - entry) as usize;
            expect(raw.get(start..start + data.len()) == Some(data), || format!("{start:#x} differs"))?;
        }
    }
    Ok(())
}

fn small(board: &Target) -> Result<(), Failed> {
    let example = ahead_tests::repository().join("examples/hello.wasm");
    let folder = folder(&[])?;
    let example = example.to_string_lossy();
    let args = ["build", &example, "--target", &board.name, "--emit", "bin", "-o", "hello.bin"];
    let output = ahead(folder.path(), &args, b"")?;
    expect(output.exit == 0, || format!("{output:?}"))?;
    let len = std::fs::metadata(folder.path().join("hello.bin")).map_err(|error| error.to_string())?.len();
    expect(len <= 32 << 10, || format!("{len} bytes"))
}

fn does_not_fit(board: &Target) -> Result<(), Failed> {
    let folder = folder(&[("big.wat", "(module (memory 32768) (func (export \"_start\")))")])?;
    let output = ahead(folder.path(), &["build", "big.wat", "--target", &board.name], b"")?;
    let says = output.stderr.contains("does not fit: memory map on")
        && output.stderr.contains("linear memory      2147483648 bytes");
    expect(output.exit == 1 && says && !folder.path().join("big").exists(), || format!("{output:?}"))
}

fn reproducible(board: &Target) -> Result<(), Failed> {
    let (first, second) = (build(board, &[])?.0, build(board, &[])?.0);
    expect(first == second, || "they differ".into())
}
