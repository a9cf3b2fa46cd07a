//! Any bytes compile or are refused with an error, and never make the compiler panic: the inputs of
//! `fuzz/corpus/`, and the examples with bytes cut off, changed and repeated.
//!
//! Everything is derived from fixed numbers, so that a failure comes again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use ahead::profile::Profiling;
use ahead::request::{Grants, Input, Options, Request, Shape};
use ahead_tests::{files_below, repository};
use libtest_mimic::{Arguments, Failed, Trial};

/// Changed copies of each example; with those cut off, a few thousand in all.
const CHANGED: u64 = 800;

fn main() {
    let args = Arguments::from_args();
    // The message of a panic is in the test's own.
    std::panic::set_hook(Box::new(|_| {}));
    let mut trials = vec![Trial::test("a panic is noticed", a_panic_is_noticed)];
    for path in files_below(&repository().join("fuzz/corpus"), "wasm") {
        trials.push(Trial::test(format!("corpus/{}", stem(&path)), move || refuse_or_compile(&read(&path)?)));
    }
    for path in files_below(&repository().join("examples"), "wasm") {
        let of = |kind| format!("{kind}/{}", stem(&path));
        let (first, second) = (path.clone(), path.clone());
        trials.push(Trial::test(of("cut off"), move || cut_off(&read(&first)?)));
        trials.push(Trial::test(of("changed"), move || changed(&read(&second)?)));
    }
    libtest_mimic::run(&args, trials).exit();
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    Ok(std::fs::read(path)?)
}

/// Every start of `module`; beyond the first 4 KiB one of 16, since cuts within a function's body
/// are all alike.
fn cut_off(module: &[u8]) -> Result<(), Failed> {
    let lengths = (0..module.len()).filter(|length| *length < 4096 || length % 16 == 0);
    lengths.into_iter().try_for_each(|length| refuse_or_compile(&module[..length]))
}

/// Copies of `module` with some bits flipped, bytes replaced, or parts repeated.
fn changed(module: &[u8]) -> Result<(), Failed> {
    for seed in 0..CHANGED {
        let mut random = Random(seed);
        let mut bytes = module.to_vec();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => bytes[at] ^= 1 << random.below(8),
                1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][random.below(5)],
                _ => {
                    let end = (at + random.below(32)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        refuse_or_compile(&bytes)
            .map_err(|failed| format!("seed {seed}: {}", failed.message().unwrap_or_default()))?;
    }
    Ok(())
}

fn refuse_or_compile(bytes: &[u8]) -> Result<(), Failed> {
    without_panic(|| drop(ahead::compile(&request(bytes))))
        .map_err(|message| format!("the compiler panics at {} bytes: {message}", bytes.len()).into())
}

fn without_panic(work: impl FnOnce()) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        text.or(payload.downcast_ref::<&str>().copied()).unwrap_or("no message").to_string()
    })
}

fn a_panic_is_noticed() -> Result<(), Failed> {
    match without_panic(|| panic!("as it should")) {
        Err(message) if message == "as it should" => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

fn request(bytes: &[u8]) -> Request<'_> {
    Request {
        modules: vec![Input { import_name: "input".into(), file_name: "input.wasm".into(), bytes }],
        target: ahead::target::default(),
        options: Options::default(),
        shape: Shape::Command,
        grants: Grants::default(),
        profiling: Profiling::None,
        cache: None,
        progress: None,
    }
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}
