//! Loads of what was stored or loaded shortly before in, that value in their place out.
//!
//! Cranelift knows but the last store to a memory, so it loads again what was stored before that one: a
//! product of 128 bits that a helper leaves in memory, for one. This pass keeps what is known of memory in a
//! block: which value is at a place. A store ends what is known of the places of its region that it may
//! overlap, a call or anything else that may write all of it. What is known stems from the same block, so the
//! values of which a place consists are still those of then.
//!
//! A load that is left out would not have trapped: its bytes were accessed before, and no memory shrinks. If
//! its address is such a place or out of bounds (`places.rs`), it is left out only where something that ends no
//! nearer to the same index was accessed on every path to it. Stores all stay.
//!
//! Little is kept: a value that is far from its use has no register, and is best loaded from where it is.

use cranelift_codegen::Context;
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::{EntitySet, SecondaryMap};
use cranelift_codegen::ir::{
    AliasRegion, AliasRegionData, Block, Function, Inst, InstructionData, Opcode, Type, Value,
};

use super::places::{Place, Places, Same};
use crate::plan::Plan;
use crate::translate::Region;

/// How much is known at most: what was learnt first is forgotten first.
const MOST: usize = 8;

/// An access to memory.
#[derive(Clone, Copy)]
struct Access {
    region: AliasRegion,
    place: Place,
    bytes: u32,
    /// What is loaded or stored, if it is those bytes as they are, and how it is made of them otherwise.
    ty: Type,
    extension: Option<Opcode>,
}

/// What an access stored, or loaded.
#[derive(Clone, Copy)]
struct Known {
    access: Access,
    value: Value,
}

/// An access that was made: how far from its index its end is.
#[derive(Clone, Copy)]
struct Reach {
    block: Block,
    region: AliasRegion,
    end: u64,
}

struct Pass<'a> {
    function: &'a mut Function,
    domtree: &'a DominatorTree,
    places: Places,
    /// The memories with addresses of 32 bits.
    narrow: EntitySet<AliasRegion>,
    /// By index: how far from it was accessed.
    reached: SecondaryMap<Value, Option<Reach>>,
    /// What is known here.
    known: Vec<Known>,
}

/// Leaves out such loads in the whole function.
pub(super) fn run(context: &mut Context, plan: &Plan<'_>) {
    let mut narrow = EntitySet::new();
    let regions = context.func.dfg.alias_regions.iter();
    narrow.extend(regions.filter(|(_, data)| is_narrow(plan, data)).map(|(region, _)| region));
    let mut pass = Pass {
        function: &mut context.func,
        domtree: &context.domtree,
        places: Places::new(),
        narrow,
        reached: SecondaryMap::new(),
        known: Vec::with_capacity(MOST),
    };
    // What dominates a block comes before it.
    for block in context.domtree.cfg_rpo() {
        pass.known.clear();
        let mut next = pass.function.layout.first_inst(*block);
        while let Some(inst) = next {
            next = pass.function.layout.next_inst(inst);
            pass.step(*block, inst);
        }
    }
}

fn is_narrow(plan: &Plan<'_>, region: &AliasRegionData) -> bool {
    Region::memory(region).is_some_and(|memory| !plan.memories[memory as usize].ty.memory64)
}

impl Pass<'_> {
    /// What an instruction makes known, or no longer known.
    fn step(&mut self, block: Block, inst: Inst) {
        let data = self.function.dfg.insts[inst];
        match data {
            InstructionData::Load { arg, offset, .. } => {
                if let Some(access) = self.access(inst, arg, offset.into()) {
                    self.load(block, inst, access);
                }
            }
            InstructionData::Store { args: [value, address], offset, .. } => {
                let Some(access) = self.access(inst, address, offset.into()) else {
                    self.known.clear();
                    return;
                };
                self.known.retain(|known| {
                    let Access { region, place, bytes, .. } = known.access;
                    region != access.region || place.is_disjoint(bytes, access.place, access.bytes)
                });
                self.learn(block, access, self.function.dfg.resolve_aliases(value));
            }
            _ if may_write(data.opcode()) => self.known.clear(),
            _ => {}
        }
    }

    fn load(&mut self, block: Block, inst: Inst, access: Access) {
        let result = self.function.dfg.first_result(inst);
        match self.find(block, inst, access) {
            Some(value) => {
                self.function.dfg.clear_results(inst);
                self.function.dfg.change_to_alias(result, value);
                self.function.layout.remove_inst(inst);
            }
            None => self.learn(block, access, result),
        }
    }

    fn access(&mut self, inst: Inst, address: Value, offset: i32) -> Option<Access> {
        let dfg = &self.function.dfg;
        let data = &dfg.insts[inst];
        let region = data.alias_region(dfg)?;
        let opcode = data.opcode();
        let ty = match dfg.inst_results(inst) {
            [result] => dfg.value_type(*result),
            _ => dfg.value_type(dfg.inst_args(inst)[0]),
        };
        let (bytes, extension) = match opcode {
            Opcode::Load | Opcode::Store => (ty.bytes(), None),
            Opcode::Uload8 | Opcode::Sload8 | Opcode::Istore8 => (1, Some(opcode)),
            Opcode::Uload16 | Opcode::Sload16 | Opcode::Istore16 => (2, Some(opcode)),
            Opcode::Uload32 | Opcode::Sload32 | Opcode::Istore32 => (4, Some(opcode)),
            _ => return None,
        };
        Some(Access { region, place: self.places.of(self.function, address, offset), bytes, ty, extension })
    }

    /// Notes an access that is made, and what is at its place from there on.
    fn learn(&mut self, block: Block, access: Access, value: Value) {
        if self.known.len() == MOST {
            self.known.remove(0);
        }
        self.known.push(Known { access, value });
        let Some((index, start)) = access.place.index() else { return };
        let reach = Reach { block, region: access.region, end: start.wrapping_add(access.bytes.into()) };
        let is_more = self.reached[index]
            .is_none_or(|known| known.end < reach.end || !self.domtree.block_dominates(known.block, block));
        if is_more {
            self.reached[index] = Some(reach);
        }
    }

    /// What `load`, which makes the access, would load, if that is known and the load would not trap.
    fn find(&self, block: Block, load: Inst, access: Access) -> Option<Value> {
        let is_narrow = self.narrow.contains(access.region);
        let alike = self.known.iter().rev().filter(|known| {
            let Access { region, ty, extension, .. } = known.access;
            (region, ty, extension) == (access.region, access.ty, access.extension)
        });
        let mut same =
            alike.filter_map(|known| Some((known, known.access.place.same(access.place, is_narrow)?)));
        let (known, same) = same.next()?;
        (same == Same::Always || self.is_in_bounds(block, load, access)).then_some(known.value)
    }

    /// Whether an access to a memory with addresses of 32 bits is in bounds if its place is a known one or
    /// 2^32 further.
    fn is_in_bounds(&self, block: Block, inst: Inst, access: Access) -> bool {
        let flags = self.function.dfg.insts[inst].memflags_data(&self.function.dfg);
        // Then comparisons have made sure.
        if flags.is_some_and(|flags| flags.notrap()) {
            return true;
        }
        let Some((index, start)) = access.place.index() else { return false };
        self.reached[index].is_some_and(|reach| {
            reach.region == access.region
                && reach.end >= start.wrapping_add(access.bytes.into())
                && self.domtree.block_dominates(reach.block, block)
        })
    }
}

/// Whether an instruction that is no plain store may change memory.
fn may_write(opcode: Opcode) -> bool {
    opcode.is_call() || opcode.can_store() || opcode.other_side_effects()
}
