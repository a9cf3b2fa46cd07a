//! One operator: each family of instructions has its file.

use wasmparser::Operator;

use super::{
    FuncCx, asyncify, bulk_memory, call, control, convert, float, global, integer, length, memory, reference,
    simd, table, wide,
};

/// The families, most frequent first. Each says whether the operator was one of its own.
const FAMILIES: [fn(&mut FuncCx<'_, '_>, &Operator<'_>) -> bool; 11] = [
    global::translate,
    integer::translate,
    memory::translate,
    call::translate,
    float::translate,
    convert::translate,
    reference::translate,
    table::translate,
    bulk_memory::translate,
    simd::translate,
    wide::translate,
];

/// Translates an operator of a validated body.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) {
    if control::translate(cx, operator) {
        return;
    }
    if !cx.reachable {
        asyncify::skip(cx);
        return;
    }
    // A body in the place of a call has locations of its own.
    let location = cx.builder.srcloc();
    let handled = asyncify::fold(cx, operator) || FAMILIES.iter().any(|family| family(cx, operator));
    assert!(handled, "the validator refuses what is not supported, but passed {operator:?}");
    length::after(cx, operator);
    asyncify::after(cx, operator, location);
}
