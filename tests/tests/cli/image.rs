//! Memory images: big ones are mapped, sparse ones store no zeros, and both leave the file alone.

use std::process::Command;

use super::{built, folder, run};

/// A module with `len` bytes of data at 0 whose every 4096th byte counts up, and `check`, which adds
/// those bytes, writes over the first, and gives the sum and what it reads back.
fn module(len: usize) -> String {
    let mut data = vec![b'.'; len];
    data.iter_mut().step_by(4096).zip(0..).for_each(|(byte, count)| *byte = b'A' + (count % 26) as u8);
    let (pages, data) = (len / 65536 + 1, String::from_utf8(data).expect("it is ASCII"));
    format!(
        r#"(module (memory {pages}) (data (i32.const 0) "{data}")
        (func (export "check") (result i32 i32) (local $at i32) (local $sum i32)
          (loop $next
            (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
            (local.set $at (i32.add (local.get $at) (i32.const 4096)))
            (br_if $next (i32.lt_u (local.get $at) (i32.const {len}))))
          (i32.store8 (i32.const 0) (i32.const 7))
          (local.get $sum) (i32.load8_u (i32.const 0))))"#
    )
}

#[test]
fn images_of_any_size_are_in_place_and_writes_stay_in_the_process() {
    for len in [4096, 65536, 65537, 1 << 20, 5_000_000] {
        for flags in [&["--invoke", "check"][..], &["--invoke", "check", "--bounds", "explicit"][..]] {
            let folder = folder(&[]);
            let program = built(folder.path(), &module(len), flags);
            let sum: usize = (0..len.div_ceil(4096)).map(|count| usize::from(b'A') + count % 26).sum();
            // The second run would see what the first wrote to the file.
            for _ in 0..2 {
                let output = run(&mut Command::new(&program));
                assert_eq!(
                    (output.exit, output.stdout),
                    (0, format!("{sum}\n7\n")),
                    "{len} bytes, {flags:?}"
                );
            }
        }
    }
}

#[test]
fn a_segment_at_1_gib_stores_no_zeros() {
    let folder = folder(&[]);
    let module = r#"(module (memory 20000) (data (i32.const 0) "a") (data (i32.const 0x40000000) "z")
        (func (export "sum") (result i32) (i32.add (i32.load8_u (i32.const 0)) (i32.load8_u (i32.const 0x40000000)))))"#;
    let program = built(folder.path(), module, &["--invoke", "sum"]);
    let len = std::fs::metadata(&program).expect("it was built").len();
    assert!(len < 256 << 10, "{len} bytes");
    assert_eq!(run(&mut Command::new(&program)).stdout, "219\n");
}
