//! Function types of modules in, program-wide numbers out: equal types have equal numbers.
//!
//! Types are equal as the specification says: those of a recursion group are when the groups are,
//! seen without the indexes that a module happens to give them.

use std::collections::HashMap;

use wasmparser::{AbstractHeapType, FuncType, HeapType, RefType, UnpackedIndex, ValType};

use crate::decode::Module;

/// A value type, whatever the module.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Value {
    /// One that names no type of the module.
    Plain(ValType),
    /// A reference to functions of the type with this number.
    Reference { nullable: bool, type_id: u32 },
    /// A reference to functions of a type of the same group, by its position there.
    WithinGroup { nullable: bool, position: u32 },
}

/// A function type, whatever the module.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Shape {
    params: Vec<Value>,
    results: Vec<Value>,
}

/// The numbers given so far.
#[derive(Default)]
pub(super) struct TypeIds {
    /// By group and position in it.
    known: HashMap<(Vec<Shape>, usize), u32>,
}

impl TypeIds {
    /// The numbers of a module's types, by type index; they start at 1.
    pub(super) fn of_module(&mut self, module: &Module<'_>) -> Vec<u32> {
        let mut ids: Vec<u32> = Vec::with_capacity(module.types.len());
        for group in &module.type_groups {
            let types = &module.types[group.start as usize..group.end as usize];
            let shapes: Vec<Shape> = types.iter().map(|ty| shape(ty, group.start, &ids)).collect();
            for position in 0..shapes.len() {
                let next = self.known.len() as u32 + 1;
                ids.push(*self.known.entry((shapes.clone(), position)).or_insert(next));
            }
        }
        ids
    }
}

fn shape(ty: &FuncType, group_start: u32, ids: &[u32]) -> Shape {
    let values = |types: &[ValType]| types.iter().map(|ty| value(*ty, group_start, ids)).collect();
    Shape { params: values(ty.params()), results: values(ty.results()) }
}

fn value(ty: ValType, group_start: u32, ids: &[u32]) -> Value {
    let ValType::Ref(reference) = ty else { return Value::Plain(ty) };
    let Some(index) = concrete(reference) else { return Value::Plain(ty) };
    let nullable = reference.is_nullable();
    match index.checked_sub(group_start) {
        Some(position) => Value::WithinGroup { nullable, position },
        None => Value::Reference { nullable, type_id: ids[index as usize] },
    }
}

/// The index of the type that a reference names, if it names one.
fn concrete(reference: RefType) -> Option<u32> {
    match reference.heap_type() {
        HeapType::Concrete(UnpackedIndex::Module(index)) => Some(index),
        _ => None,
    }
}

/// Whether two types of different modules, each with the numbers of its module's types, are equal.
pub(super) fn equal(one: ValType, one_ids: &[u32], other: ValType, other_ids: &[u32]) -> bool {
    let none_in_group = u32::MAX;
    value(one, none_in_group, one_ids) == value(other, none_in_group, other_ids)
}

/// Whether every value of type `one` is one of type `other`.
pub(super) fn matches(one: ValType, one_ids: &[u32], other: ValType, other_ids: &[u32]) -> bool {
    let (ValType::Ref(one_ref), ValType::Ref(other_ref)) = (one, other) else { return one == other };
    if one_ref.is_nullable() && !other_ref.is_nullable() {
        return false;
    }
    let id = |reference, ids: &[u32]| concrete(reference).map(|index| ids[index as usize]);
    match (id(one_ref, one_ids), id(other_ref, other_ids)) {
        (Some(one), Some(other)) => one == other,
        (Some(_), None) => abstract_type(other_ref) == Some(AbstractHeapType::Func),
        (None, Some(_)) => abstract_type(one_ref) == Some(AbstractHeapType::NoFunc),
        (None, None) => match (abstract_type(one_ref), abstract_type(other_ref)) {
            (Some(AbstractHeapType::NoFunc), Some(AbstractHeapType::Func)) => true,
            (Some(AbstractHeapType::NoExtern), Some(AbstractHeapType::Extern)) => true,
            (one, other) => one == other,
        },
    }
}

fn abstract_type(reference: RefType) -> Option<AbstractHeapType> {
    match reference.heap_type() {
        HeapType::Abstract { ty, .. } => Some(ty),
        _ => None,
    }
}
