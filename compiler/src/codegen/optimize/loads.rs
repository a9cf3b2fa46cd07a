//! Loads where WebAssembly has them in, loads where they are used out.
//!
//! Cranelift leaves accesses in the order of the module, in which compilers put loads early. Each then
//! holds a register until its use, and cannot be the memory operand of the instruction that uses it. So a
//! load with one use in its block is moved down to it, together with what only computes its address, as
//! long as nothing but loads and computations lies between: no store, no call, and no other trap. Of two
//! loads out of bounds another one may be met first; the trap is the same.

use cranelift_codegen::entity::SecondaryMap;
use cranelift_codegen::entity::packed_option::PackedOption;
use cranelift_codegen::ir::{Block, Function, Inst, InstructionData, Opcode, TrapCode, Value, ValueDef};
use smallvec::{SmallVec, smallvec};

use super::uses::{Uses, is_pure};

/// How many operations of an address move with a load at most.
const LARGEST: usize = 8;

/// In which blocks loads move.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blocks {
    All,
    /// Those that need more registers than there are: without memory operands, a load is best far ahead
    /// of its use otherwise, as processors that execute in order wait for it.
    Crowded,
}

/// How many values of a kind live at once in a crowded block. Of thirty registers some hold what goes through it.
const CROWD: usize = 20;

/// A block as it was before anything moved.
struct Order<'a> {
    block: Block,
    /// By instruction of the block: its place; of one that moved, that of the instruction it moved to.
    place: &'a mut SecondaryMap<Inst, usize>,
    /// By place: how many instructions that no load may pass come before it.
    barriers: Vec<usize>,
}

/// Moves the loads of such blocks. Gives who uses which value, in the order from before.
pub(super) fn run(function: &mut Function, which: Blocks) -> Uses {
    let uses = Uses::of(function);
    let blocks: Vec<Block> = function.layout.blocks().collect();
    let mut place = SecondaryMap::with_capacity(function.dfg.num_insts());
    let (mut insts, mut operands): (Vec<Inst>, Vec<Value>) = Default::default();
    let mut live_in = SecondaryMap::new();
    for block in blocks {
        insts.clear();
        insts.extend(function.layout.block_insts(block));
        if insts.iter().filter(|inst| is_load(function, **inst)).count() < 2
            || which == Blocks::Crowded && !is_crowded(function, &uses, &mut live_in, block, &insts)
        {
            continue;
        }
        let mut order = Order::of(function, block, &insts, &mut place);
        for user in insts.iter().rev() {
            operands.extend(function.dfg.inst_values(*user));
            for operand in operands.drain(..).rev() {
                sink(function, &uses, &mut order, operand, *user);
            }
        }
    }
    uses
}

/// Whether more than [`CROWD`] values of a kind that `block` computes or uses live at once, not counting integers that
/// are constant there.
/// `live_in` keeps its memory from block to block: by value, the block in which it lives.
fn is_crowded(
    function: &Function,
    uses: &Uses,
    live_in: &mut SecondaryMap<Value, PackedOption<Block>>,
    block: Block,
    insts: &[Inst],
) -> bool {
    // Not even all of a short one are too many.
    if insts.len() < CROWD {
        return false;
    }
    let is_constant = |value: Value| {
        let inst = function.dfg.value_def(value).inst();
        inst.is_some_and(|inst| matches!(function.dfg.insts[inst], InstructionData::UnaryImm { .. }))
    };
    let is_outside = |user: &Inst| function.layout.inst_block(*user) != Some(block);
    let here = PackedOption::from(block);
    // Integers, and all else.
    let mut counts = [0_usize; 2];
    let kind = |value: Value| usize::from(!function.dfg.value_type(value).is_int());
    for result in insts.iter().flat_map(|inst| function.dfg.inst_results(*inst)) {
        if uses.of_value(*result).iter().any(is_outside) {
            live_in[*result] = here;
            counts[kind(*result)] += 1;
        }
    }
    for inst in insts.iter().rev() {
        for result in function.dfg.inst_results(*inst) {
            if live_in[*result].take() == Some(block) {
                counts[kind(*result)] -= 1;
            }
        }
        for value in function.dfg.inst_values(*inst) {
            if !is_constant(value) && live_in[value] != here {
                live_in[value] = here;
                counts[kind(value)] += 1;
            }
        }
        if counts.iter().any(|count| *count > CROWD) {
            return true;
        }
    }
    false
}

impl<'a> Order<'a> {
    fn of(
        function: &Function,
        block: Block,
        insts: &[Inst],
        place: &'a mut SecondaryMap<Inst, usize>,
    ) -> Order<'a> {
        let mut count = 0;
        let mut barriers = Vec::with_capacity(insts.len());
        for inst in insts {
            place[*inst] = barriers.len();
            barriers.push(count);
            if !is_pure(function, *inst) && !is_load(function, *inst) {
                count += 1;
            }
        }
        Order { block, place, barriers }
    }

    /// The place in this block of what computes `value`.
    fn definition(&self, function: &Function, value: Value) -> Option<Inst> {
        let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return None };
        (function.layout.inst_block(inst) == Some(self.block)).then_some(inst)
    }

    /// Whether nothing between the two instructions, both of the block, keeps a load from moving.
    fn is_open(&self, from: Inst, to: Inst) -> bool {
        self.barriers[self.place[from]] == self.barriers[self.place[to]]
    }
}

/// A load that no store changes the trap of, and that nothing else orders.
pub(super) fn is_load(function: &Function, inst: Inst) -> bool {
    let InstructionData::Load { opcode, flags, .. } = function.dfg.insts[inst] else { return false };
    let plain = matches!(
        opcode,
        Opcode::Load
            | Opcode::Uload8
            | Opcode::Sload8
            | Opcode::Uload16
            | Opcode::Sload16
            | Opcode::Uload32
            | Opcode::Sload32
    );
    let trap = function.dfg.mem_flags[flags].trap_code();
    plain && trap.is_none_or(|trap| trap == TrapCode::HEAP_OUT_OF_BOUNDS || is_out_of_bounds(trap))
}

pub(super) fn is_out_of_bounds(trap: TrapCode) -> bool {
    trap == crate::translate::trap_code(ahead_abi::trap::TrapKind::MemoryOutOfBounds)
}

/// Moves the load that computes `operand` down to `user`, if it may and if that holds no more registers.
fn sink(function: &mut Function, uses: &Uses, order: &mut Order<'_>, operand: Value, user: Inst) {
    let Some(load) = order.definition(function, operand) else { return };
    let movable = is_load(function, load) && uses.of_value(operand).len() == 1 && order.is_open(load, user);
    if !movable {
        return;
    }
    // What Cranelift put together is from nowhere, but traps in the place of the load if that becomes its operand.
    if function.srclocs[user].is_default() && is_pure(function, user) {
        function.srclocs[user] = function.srclocs[load];
    }
    let (tree, leaves) = tree(function, uses, order, load, user);
    let place = order.place[user];
    let longer = leaves.iter().filter(|leaf| !lives_until(function, uses, order, **leaf, place)).count();
    if longer > 1 {
        return;
    }
    // Operands come after what uses them in the tree.
    let mut before = user;
    for inst in tree {
        function.layout.remove_inst(inst);
        function.layout.insert_inst(inst, before);
        order.place[inst] = place;
        before = inst;
    }
}

/// A load with what is computed in its block for it alone, and the operands of all that.
fn tree(
    function: &Function,
    uses: &Uses,
    order: &Order<'_>,
    load: Inst,
    user: Inst,
) -> (SmallVec<[Inst; LARGEST]>, SmallVec<[Value; LARGEST]>) {
    let mut tree = smallvec![load];
    let mut leaves = SmallVec::new();
    let mut next = 0;
    while next < tree.len() {
        for value in function.dfg.inst_values(tree[next]) {
            let moves = |inst: &Inst| {
                // Another result may be used elsewhere, or in the tree once more.
                let is_only = function.dfg.inst_results(*inst).len() == 1;
                let alone = is_only && uses.of_value(value).len() == 1 && tree.len() < LARGEST;
                alone && (is_pure(function, *inst) || is_load(function, *inst) && order.is_open(*inst, user))
            };
            match order.definition(function, value).filter(moves) {
                Some(inst) => tree.push(inst),
                None => leaves.push(value),
            }
        }
        next += 1;
    }
    leaves.sort_unstable();
    leaves.dedup();
    (tree, leaves)
}

/// Whether a value is used at that place of the block or later, or in another block.
fn lives_until(function: &Function, uses: &Uses, order: &Order<'_>, value: Value, place: usize) -> bool {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return true };
    let is_constant = matches!(function.dfg.insts[inst], InstructionData::UnaryImm { .. });
    is_constant
        || uses
            .of_value(value)
            .iter()
            .rev()
            .any(|user| function.layout.inst_block(*user) != Some(order.block) || order.place[*user] >= place)
}
