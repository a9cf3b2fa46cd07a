//! Any bytes in: the compiler makes an object or an error of them, and never panics.
//!
//! Bytes that start as a module are taken as they are; others are what a generator of valid modules
//! makes its choices by.
#![no_main]

use ahead::request::{Emit, Grants, Input, OptLevel, Options, Request, Shape};
use ahead_abi::layout::DEFAULT_STACK_SIZE;
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
        options: Options {
            opt_level: OptLevel::None,
            cpu: Vec::new(),
            bounds: None,
            memory_max: None,
            stack_size: DEFAULT_STACK_SIZE,
            strip: true,
            deterministic: false,
            features: ahead::decode::SUPPORTED,
            emit: Emit::Object,
        },
        shape: Shape::Command,
        grants: Grants::default(),
        progress: None,
    }));
}
