//! Segments: into the program's first state where nothing can tell the difference, else applied
//! while it runs.

use std::collections::HashSet;

use wasmparser::RefType;

use super::{DataSegment, ElementSegment, Planner, Reference, Step, constant};
use crate::decode::SegmentMode;

/// Places the segments of instance `index` and leaves the rest of instantiation as steps.
///
/// A segment becomes part of the first state when its memory or table belongs to this instance, it
/// fits, and so did all before it: then nothing can observe the state without it.
pub(super) fn place(planner: &mut Planner<'_, '_>, index: usize) {
    let mut all_placed = planner.plan.instances[index].steps.is_empty();
    let effects = planner.plan.modules[index].bodies.iter().map(|body| &body.effects);
    let elements_used: HashSet<u32> =
        effects.clone().flat_map(|effects| effects.elements_used.iter().copied()).collect();
    let data_used: HashSet<u32> = effects.flat_map(|effects| effects.data_used.iter().copied()).collect();
    for position in 0..planner.plan.modules[index].elements.len() {
        let used = elements_used.contains(&(position as u32));
        let segment = place_elements(planner, index, position, used, &mut all_placed);
        planner.plan.instances[index].elements.push(segment);
    }
    for position in 0..planner.plan.modules[index].data.len() {
        let used = data_used.contains(&(position as u32));
        let segment = place_data(planner, index, position, used, &mut all_placed);
        planner.plan.instances[index].data.push(segment);
    }
    if let Some(start) = planner.plan.modules[index].start {
        let instance = &mut planner.plan.instances[index];
        instance.steps.push(Step::Call(instance.functions[start as usize]));
    }
}

fn place_elements(
    planner: &mut Planner<'_, '_>,
    index: usize,
    position: usize,
    used: bool,
    all_placed: &mut bool,
) -> Option<u32> {
    let module = &planner.plan.modules[index];
    let segment = &module.elements[position];
    let ty = segment.ty;
    let exprs = segment.items.clone();
    let active = match &segment.mode {
        SegmentMode::Active { target, offset } => Some((*target, offset.clone())),
        SegmentMode::Declared => return used.then(|| add_elements(planner, ty, Vec::new())),
        SegmentMode::Passive => None,
    };
    let items: Vec<Reference> =
        exprs.iter().map(|expr| constant::evaluate_reference(planner, index, expr)).collect();
    let Some((target, offset)) = active else {
        return used.then(|| add_elements(planner, ty, items));
    };
    let offset = constant::evaluate_integer(planner, index, &offset);
    let own = target >= planner.plan.modules[index].imported_tables;
    let table = planner.plan.instances[index].tables[target as usize];
    let entries = &mut planner.plan.tables[table as usize].entries;
    let len = items.len() as u64;
    let fits = offset.checked_add(len).is_some_and(|end| end <= entries.len);
    if *all_placed && own && fits {
        entries.set.extend((offset..).zip(items));
        return used.then(|| add_elements(planner, ty, Vec::new()));
    }
    *all_placed = false;
    let segment = add_elements(planner, ty, items);
    let step = Step::ApplyElements { table, segment, offset, len };
    planner.plan.instances[index].steps.push(step);
    Some(segment)
}

fn place_data(
    planner: &mut Planner<'_, '_>,
    index: usize,
    position: usize,
    used: bool,
    all_placed: &mut bool,
) -> Option<u32> {
    let module = &planner.plan.modules[index];
    let segment = &module.data[position];
    let bytes = segment.bytes;
    let (target, offset) = match &segment.mode {
        SegmentMode::Active { target, offset } => (*target, offset.clone()),
        SegmentMode::Passive | SegmentMode::Declared => return used.then(|| add_data(planner, bytes)),
    };
    let offset = constant::evaluate_integer(planner, index, &offset);
    let own = target >= planner.plan.modules[index].imported_memories;
    let memory = planner.plan.instances[index].memories[target as usize];
    let place = &mut planner.plan.memories[memory as usize];
    let len = bytes.len() as u64;
    let fits = offset.checked_add(len).is_some_and(|end| end <= place.min_len);
    if *all_placed && own && fits {
        if len > 0 {
            place.image.push((offset, bytes));
        }
        return used.then(|| add_data(planner, &[]));
    }
    *all_placed = false;
    let segment = add_data(planner, bytes);
    let step = Step::ApplyData { memory, segment, offset, len };
    planner.plan.instances[index].steps.push(step);
    Some(segment)
}

fn add_elements(planner: &mut Planner<'_, '_>, ty: RefType, items: Vec<Reference>) -> u32 {
    planner.plan.element_segments.push(ElementSegment { ty, items });
    planner.plan.element_segments.len() as u32 - 1
}

fn add_data<'a>(planner: &mut Planner<'a, '_>, bytes: &'a [u8]) -> u32 {
    planner.plan.data_segments.push(DataSegment { bytes });
    planner.plan.data_segments.len() as u32 - 1
}
