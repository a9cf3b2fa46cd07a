//! Calls whose place the callee's body takes: a call goes in, the operators of that body come out,
//! with a record of where they are from.
//!
//! The body is translated into the function at hand as a block with variables of its own, between
//! two blocks of CLIF: the code generator merges a load into an instruction that uses it only inside
//! a block, so each instruction that may trap stays with the function it is from.

use std::collections::HashMap;

use cranelift_codegen::ir::{InstBuilder, Type, Value};

use super::local::Local;
use super::{FuncCx, ResultsPlace, control, local_types, operators, set_locals};
use crate::decode::Module;
use crate::plan::Callee;

/// The calls that bodies took the place of, in one function.
#[derive(Default)]
pub struct Inlined {
    calls: Vec<InlinedCall>,
}

/// One of them.
#[derive(Clone, Copy)]
pub struct InlinedCall {
    /// The call, by its number, whose body it stands in; none in the function itself.
    pub caller: Option<u32>,
    /// The function that was called, by index in [`crate::plan::Plan::functions`].
    pub function: u32,
    /// The source location of the first byte of its body here.
    location: u32,
    /// Where its body starts, bytes from the start of the module.
    wasm_offset: u32,
}

/// Where an instruction is from.
pub struct Origin {
    /// The call, by its number in [`Inlined::calls`], in whose body it stands; none in the function
    /// itself.
    pub call: Option<u32>,
    /// Bytes from the start of the module.
    pub wasm_offset: u32,
}

impl Inlined {
    /// By number; a call comes after the one whose body it stands in.
    pub fn calls(&self) -> &[InlinedCall] {
        &self.calls
    }

    /// What a source location means.
    pub fn origin(&self, location: u32) -> Origin {
        match self.calls.partition_point(|call| call.location <= location).checked_sub(1) {
            None => Origin { call: None, wasm_offset: location },
            Some(number) => Origin {
                call: Some(number as u32),
                wasm_offset: self.calls[number].wasm_offset + (location - self.calls[number].location),
            },
        }
    }
}

/// What is inlined while a function is translated.
pub(super) struct Inlining {
    calls: Vec<InlinedCall>,
    /// The call in whose body the operators now translated stand.
    current: Option<u32>,
    /// The first source location that is not taken: those of the module itself come first.
    next_location: u32,
    /// Locals that no body uses any more. Each body sets its own before it reads them.
    free: HashMap<Type, Vec<Local>>,
}

impl Inlining {
    pub(super) fn new(module: &Module<'_>) -> Self {
        Inlining {
            calls: Vec::new(),
            current: None,
            next_location: module.bytes.len() as u32,
            free: HashMap::new(),
        }
    }

    pub(super) fn finish(self) -> Inlined {
        Inlined { calls: self.calls }
    }

    /// Whether the operators now translated are of a body in a call's place.
    pub(super) fn is_inside_body(&self) -> bool {
        self.current.is_some()
    }

    /// The source location of the operator at this offset of the module.
    pub(super) fn location(&self, wasm_offset: u32) -> u32 {
        match self.current {
            None => wasm_offset,
            Some(number) => {
                let call = &self.calls[number as usize];
                call.location + (wasm_offset - call.wasm_offset)
            }
        }
    }
}

/// The function whose body takes the place of a call to `callee` here, if one does.
pub(super) fn replacing(cx: &FuncCx<'_, '_>, callee: Callee) -> Option<u32> {
    let Callee::Defined(index) = callee else { return None };
    let function = &cx.plan.functions[index as usize];
    let own_instance = std::ptr::eq(&cx.plan.instances[function.instance as usize], cx.instance);
    (function.inlined && cx.takes_inlined && own_instance).then_some(index)
}

/// Translates the body of a function in the place of a call to it with `args`.
pub(super) fn expand(cx: &mut FuncCx<'_, '_>, index: u32, args: &[Value]) {
    let planned = &cx.plan.functions[index as usize];
    let ty = cx.module.function_type(planned.index);
    let code = &cx.module.bodies[(planned.index - cx.module.imported_functions) as usize].code;
    let range = code.range();
    let number = cx.inlining.calls.len() as u32;
    cx.inlining.calls.push(InlinedCall {
        caller: cx.inlining.current,
        function: index,
        location: cx.inlining.next_location,
        wasm_offset: range.start as u32,
    });
    cx.inlining.next_location = (cx.inlining.next_location)
        .checked_add((range.end - range.start) as u32)
        .expect("a function that bodies are put in is small");
    let types = local_types(cx.lowering, ty, code);
    let variables = types.iter().map(|ty| local(cx, *ty)).collect();

    let entry = cx.builder.create_block();
    cx.builder.ins().jump(entry, &[]);
    cx.builder.switch_to_block(entry);
    cx.builder.seal_block(entry);
    let results = ResultsPlace::Frame(cx.frames.len());
    control::enter_inlined(cx, ty);
    let outer = (
        cx.inlining.current.replace(number),
        std::mem::replace(&mut cx.results, results),
        std::mem::replace(&mut cx.ty, ty),
        std::mem::replace(&mut cx.locals, variables),
    );
    set_locals(cx, &types, args);
    operators(cx, code);
    let variables;
    (cx.inlining.current, cx.results, cx.ty, variables) =
        (outer.0, outer.1, outer.2, std::mem::replace(&mut cx.locals, outer.3));
    for (ty, variable) in types.into_iter().zip(variables) {
        cx.inlining.free.entry(ty).or_default().push(variable);
    }
}

/// A local of an inlined body, which is small.
fn local(cx: &mut FuncCx<'_, '_>, ty: Type) -> Local {
    let free = cx.inlining.free.get_mut(&ty).and_then(Vec::pop);
    free.unwrap_or_else(|| Local::new(&mut cx.builder, ty, false))
}
