//! Any bytes in: the compiler makes an object or an error of them, and never panics.
//!
//! Bytes that start as a module are taken as they are; others are what a generator of valid modules
//! makes its choices by.
#![no_main]

use ahead::profile::Profiling;
use ahead::request::{Grants, Input, Options, Request, Shape};
use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.first() == Some(&0) {
        compile(bytes);
    } else if let Ok(module) = Unstructured::new(bytes).arbitrary::<wasm_smith::Module>() {
        compile(&module.to_bytes());
    }
});

fn compile(bytes: &[u8]) {
    drop(ahead::compile(&Request {
        modules: vec![Input { import_name: "input".into(), file_name: "input.wasm".into(), bytes }],
        target: ahead::target::default(),
        options: Options::default(),
        shape: Shape::Command,
        grants: Grants::default(),
        profiling: Profiling::None,
        cache: None,
        progress: None,
    }));
}
