//! Module bytes in, the WebAssembly proposals that the module needs out.

use wasmparser::{Error, Validator, WasmFeatures};

/// Names of the proposals, as in <https://github.com/WebAssembly/proposals>. A feature with a part
/// that is a feature of its own stands after its part.
const PROPOSALS: [(WasmFeatures, &str); 26] = [
    (WasmFeatures::MUTABLE_GLOBAL, "mutable-global"),
    (WasmFeatures::SATURATING_FLOAT_TO_INT, "nontrapping-float-to-int-conversions"),
    (WasmFeatures::SIGN_EXTENSION, "sign-extension-ops"),
    (WasmFeatures::MULTI_VALUE, "multi-value"),
    (WasmFeatures::BULK_MEMORY_OPT, "bulk-memory-operations"),
    (WasmFeatures::BULK_MEMORY, "bulk-memory-operations"),
    (WasmFeatures::CALL_INDIRECT_OVERLONG, "reference-types"),
    (WasmFeatures::REFERENCE_TYPES, "reference-types"),
    (WasmFeatures::SIMD, "simd"),
    (WasmFeatures::RELAXED_SIMD, "relaxed-simd"),
    (WasmFeatures::EXTENDED_CONST, "extended-const"),
    (WasmFeatures::TAIL_CALL, "tail-call"),
    (WasmFeatures::MULTI_MEMORY, "multi-memory"),
    (WasmFeatures::MEMORY64, "memory64"),
    (WasmFeatures::FUNCTION_REFERENCES, "function-references"),
    (WasmFeatures::EXCEPTIONS, "exception-handling"),
    (WasmFeatures::GC, "gc"),
    (WasmFeatures::THREADS, "threads"),
    (WasmFeatures::LEGACY_EXCEPTIONS, "legacy-exception-handling"),
    (WasmFeatures::CUSTOM_PAGE_SIZES, "custom-page-sizes"),
    (WasmFeatures::WIDE_ARITHMETIC, "wide-arithmetic"),
    (WasmFeatures::STACK_SWITCHING, "stack-switching"),
    (WasmFeatures::SHARED_EVERYTHING_THREADS, "shared-everything-threads"),
    (WasmFeatures::MEMORY_CONTROL, "memory-control"),
    (WasmFeatures::COMPACT_IMPORTS, "compact-import-section"),
    (WasmFeatures::CUSTOM_DESCRIPTORS, "custom-descriptors"),
];

/// The features of the proposal of this name.
pub fn features(name: &str) -> Option<WasmFeatures> {
    let features = PROPOSALS.into_iter().filter(|&(_, proposal)| proposal == name);
    features.map(|(feature, _)| feature).reduce(WasmFeatures::union)
}

/// Whether Ahead compiles what the proposal of this name brings.
pub fn is_supported(name: &str) -> bool {
    features(name).is_some_and(|features| super::SUPPORTED.contains(features))
}

/// Names of the proposals that Ahead compiles.
pub fn supported() -> Vec<&'static str> {
    let mut names: Vec<_> =
        PROPOSALS.into_iter().map(|(_, name)| name).filter(|name| is_supported(name)).collect();
    names.dedup();
    names
}

/// A proposal that a module needs, and where it first shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Needed {
    /// The proposal's name.
    pub proposal: &'static str,
    /// Where the need was noticed, in bytes from the start of the module.
    pub offset: u64,
}

/// The first proposal that a module needs beyond `supported`; `None`: it needs none, or is not
/// valid whatever is supported.
pub fn unsupported(bytes: &[u8], supported: WasmFeatures) -> Option<Needed> {
    needed(bytes, supported).ok()?.into_iter().next()
}

/// The proposals that a module needs on top of WebAssembly 1.0 without mutable globals, in the
/// order in which they show.
pub fn required(bytes: &[u8]) -> Result<Vec<Needed>, Error> {
    needed(bytes, WasmFeatures::MVP)
}

/// Turns on features until the module is valid. Each round but the last ends at the first place
/// that lacks one, so this costs little more than a single validation.
fn needed(bytes: &[u8], mut features: WasmFeatures) -> Result<Vec<Needed>, Error> {
    let mut needed: Vec<Needed> = Vec::new();
    while let Err(error) = validate(bytes, features) {
        let (feature, proposal) = missing(bytes, features, &error).ok_or(error.clone())?;
        features |= feature;
        if !needed.iter().any(|found| found.proposal == proposal) {
            needed.push(Needed { proposal, offset: error.offset() });
        }
    }
    Ok(needed)
}

/// The feature that takes validation past `error`.
fn missing(bytes: &[u8], features: WasmFeatures, error: &Error) -> Option<(WasmFeatures, &'static str)> {
    let absent = || PROPOSALS.into_iter().filter(|&(feature, _)| !features.contains(feature));
    let told = error.missing_wasm_feature();
    let told = told.and_then(|told| absent().find(|&(feature, _)| told.intersects(feature)));
    told.or_else(|| {
        absent().find(|&(feature, _)| match validate(bytes, features | feature) {
            Ok(()) => true,
            Err(further) => further.offset() > error.offset(),
        })
    })
}

fn validate(bytes: &[u8], features: WasmFeatures) -> Result<(), Error> {
    Validator::new_with_features(features).validate_all(bytes).map(|_| ())
}

#[cfg(test)]
mod tests {
    use wasmparser::WasmFeatures;

    use super::{required, unsupported};

    fn names(wat: &str) -> Vec<&'static str> {
        required(&wat::parse_str(wat).unwrap()).unwrap().iter().map(|needed| needed.proposal).collect()
    }

    #[test]
    fn each_proposal_is_found_alone() {
        let cases = [
            ("(module (func))", None),
            ("(module (global (export \"g\") (mut i32) (i32.const 0)))", Some("mutable-global")),
            (
                "(module (func (result i32) (i32.trunc_sat_f32_s (f32.const 0))))",
                Some("nontrapping-float-to-int-conversions"),
            ),
            ("(module (func (result i32) (i32.extend8_s (i32.const 0))))", Some("sign-extension-ops")),
            ("(module (func (result i32 i32) (i32.const 0) (i32.const 0)))", Some("multi-value")),
            (
                "(module (memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))))",
                Some("bulk-memory-operations"),
            ),
            ("(module (memory 1) (data \"x\"))", Some("bulk-memory-operations")),
            ("(module (table 1 externref) (func (param externref)))", Some("reference-types")),
            ("(module (func (param v128)))", Some("simd")),
            ("(module (global i32 (i32.add (i32.const 0) (i32.const 0))))", Some("extended-const")),
            ("(module (func $f (return_call $f)))", Some("tail-call")),
            ("(module (memory 1) (memory 1))", Some("multi-memory")),
            ("(module (memory i64 1))", Some("memory64")),
            ("(module (tag))", Some("exception-handling")),
            ("(module (memory 1 1 shared))", Some("threads")),
            ("(module (memory 1 (pagesize 1)))", Some("custom-page-sizes")),
            (
                "(module (func (param i64 i64 i64 i64) (result i64 i64) (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3))))",
                Some("wide-arithmetic"),
            ),
        ];
        for (wat, expected) in cases {
            let found = names(wat);
            let others = |name: &&&str| **name != "multi-value" || expected == Some("multi-value");
            assert_eq!(
                found.iter().filter(others).copied().collect::<Vec<_>>(),
                Vec::from_iter(expected),
                "{wat}"
            );
        }
    }

    #[test]
    fn proposals_that_build_on_others_come_with_them() {
        assert!(names("(module (type (struct)))").contains(&"gc"));
        assert!(
            names("(module (type $t (func)) (func (param (ref null $t))))").contains(&"function-references")
        );
        let relaxed = "(module (func (param v128 v128) (result v128) (i8x16.relaxed_swizzle (local.get 0) (local.get 1))))";
        assert_eq!(names(relaxed), ["simd", "relaxed-simd"]);
    }

    #[test]
    fn what_is_supported_is_not_reported_and_the_place_of_the_rest_is() {
        let bytes = wat::parse_str(
            "(module (func (result i32 i32) (i32.const 0) (i32.const 0)) (func $f (return_call $f)))",
        )
        .unwrap();
        let found = unsupported(&bytes, WasmFeatures::WASM2).unwrap();
        assert_eq!(found.proposal, "tail-call");
        assert_eq!(bytes[found.offset as usize], 0x12);
        assert_eq!(unsupported(&bytes, WasmFeatures::WASM2 | WasmFeatures::TAIL_CALL), None);
    }

    #[test]
    fn an_invalid_module_needs_no_proposal() {
        let bytes = wat::parse_str("(module (func (result i32) (i64.const 0)))").unwrap();
        assert_eq!(unsupported(&bytes, WasmFeatures::WASM2), None);
        assert!(required(&bytes).is_err());
    }
}
