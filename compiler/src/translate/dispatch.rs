//! Loops that begin with a switch: a branch back to one in, the jump to its case out, if that is known, or
//! else through a copy of the table.
//!
//! State machines are such loops, and so is what compilers make of control flow that WebAssembly cannot
//! express; every function of Go is one. In an interpreter, what comes next depends on what was last, so
//! that a jump for each is predicted better than one for all. The few operators before the table are
//! translated again at the branch, each with the place in the module that it has. A case is then entered
//! by other edges than the table's, up to the end of the loop. All come from within the loop, whose header
//! still dominates all of it: what was known at the header is known in each case, however it is entered. (In a
//! function that is translated twice others may lead in as well; there nothing that was known outlives the header.)

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use cranelift_codegen::ir::{Block, InstBuilder, InstructionData, Opcode, SourceLoc, ValueDef, types};
use wasmparser::{BlockType, Operator};

use super::local::Local;
use super::{FuncCx, branch_table, operator};

/// How many operators before the table are translated again at most.
const LONGEST: usize = 12;

/// A table that is copied has at most so many targets, and all its copies so many edges; and each local, as it may
/// differ between these, may have to be moved on each: there are at most so many such moves.
const COPIED: usize = 32;
const EDGES: usize = 1024;
const MOVES: usize = 8 * EDGES;

/// An operator, and its source location.
type Located<'p> = (Operator<'p>, u32);

/// The operators since the start of a loop, as long as all of them may be translated again.
pub(super) struct Start<'p> {
    /// The loop, by its place on the control stack.
    frame: usize,
    /// Without those that open blocks.
    operators: Vec<Located<'p>>,
}

/// How a loop begins.
pub(super) struct Dispatch<'p> {
    /// What comes before the table, and before its index if that is a local.
    operators: Vec<Located<'p>>,
    /// The local that is the table's index, if one is.
    selector: Option<Local>,
    targets: Vec<Block>,
    default: Block,
    /// Those of the targets that lie in the loop.
    cases: Vec<Block>,
    /// How many edges copies of the table may still have.
    edges_left: Cell<usize>,
}

/// A block whose end is a case of a loop around it.
#[derive(Clone, Copy)]
pub(super) struct Case {
    selector: Option<Local>,
    /// The only index of the table that leads here, if there is but one.
    index: Option<u32>,
}

/// A branch to a loop that goes on at once.
pub(super) struct Shortcut<'p> {
    dispatch: Rc<Dispatch<'p>>,
    /// To this case; through a copy of the table if that is not known.
    target: Option<Block>,
}

/// Looks at an operator of code that can be reached, before it is translated.
pub(super) fn observe<'p>(cx: &mut FuncCx<'p, '_>, operator: &Operator<'p>, location: u32) {
    if let Operator::Loop { blockty: BlockType::Empty | BlockType::Type(_) } = operator {
        cx.loop_start = Some(Start { frame: cx.frames.len(), operators: Vec::new() });
        return;
    }
    let Some(start) = &mut cx.loop_start else { return };
    match operator {
        Operator::Block { blockty: BlockType::Empty | BlockType::Type(_) } | Operator::BrTable { .. } => {}
        _ if start.operators.len() <= LONGEST && may_repeat(operator) => {
            start.operators.push((operator.clone(), location));
        }
        _ => cx.loop_start = None,
    }
}

/// Whether an operator is cheap, and stays in its block.
fn may_repeat(operator: &Operator<'_>) -> bool {
    use Operator::*;
    matches!(
        operator,
        LocalGet { .. }
            | LocalSet { .. }
            | LocalTee { .. }
            | I32Const { .. }
            | I64Const { .. }
            | I32Load { .. }
            | I32Load8S { .. }
            | I32Load8U { .. }
            | I32Load16S { .. }
            | I32Load16U { .. }
            | I64Load { .. }
            | I32Add
            | I32Sub
            | I32And
            | I32Or
            | I32Xor
            | I32Shl
            | I32ShrS
            | I32ShrU
            | I32Eqz
            | I32Eq
            | I32Ne
            | I32LtS
            | I32LtU
            | I32GtS
            | I32GtU
            | I32LeS
            | I32LeU
            | I32GeS
            | I32GeU
            | I32Extend8S
            | I32Extend16S
            | I64Add
            | I64Sub
            | I64And
            | I32WrapI64
            | I64ExtendI32S
            | I64ExtendI32U
    )
}

/// Takes note of a table, whose targets take so many operands: it may be how a loop begins.
pub(super) fn found(cx: &mut FuncCx<'_, '_>, targets: &[Block], default: Block, arity: usize) {
    let Some(Start { frame, mut operators }) = cx.loop_start.take() else { return };
    let selector = selector(&operators);
    if selector.is_some() {
        operators.pop();
    }
    // An operand that lies below a block is from the table's edge only.
    let height = cx.frames[frame].height;
    if arity > 0 || cx.frames[frame..].iter().any(|inner| inner.height != height) {
        return;
    }
    let selector = selector.map(|local| cx.locals[local as usize]);
    // By target: its index, if it has but one.
    let mut indices = HashMap::from([(default, None)]);
    for (index, target) in (0..).zip(targets) {
        indices.entry(*target).and_modify(|only| *only = None).or_insert(Some(index));
    }
    let mut cases = Vec::new();
    for inner in &mut cx.frames[frame + 1..] {
        let Some(next) = inner.next.filter(|_| inner.next_reached) else { continue };
        inner.case = Some(Case { selector, index: indices[&next] });
        inner.next_reached = false;
        cases.push(next);
    }
    let targets = targets.to_vec();
    let edges_left = Cell::new(EDGES.min(MOVES / cx.locals.len().max(1)));
    cx.frames[frame].dispatch =
        Some(Rc::new(Dispatch { operators, selector, targets, default, cases, edges_left }));
}

/// The local that is the last operand of these operators, as it is where the loop begins.
fn selector(operators: &[Located<'_>]) -> Option<u32> {
    let ((Operator::LocalGet { local_index: selector }, _), before) = operators.split_last()? else {
        return None;
    };
    let is_set = before.iter().any(|(operator, _)| {
        matches!(operator, Operator::LocalSet { local_index } | Operator::LocalTee { local_index }
            if local_index == selector)
    });
    (!is_set).then_some(*selector)
}

impl Case {
    /// Starts translating the case. Nothing else than the table leads to it if it is not `joined`.
    pub(super) fn enter(self, cx: &mut FuncCx<'_, '_>, joined: bool) {
        if let (Some(selector), Some(index), false) = (self.selector, self.index, joined) {
            let index = cx.builder.ins().iconst(types::I32, i64::from(index));
            selector.set(&mut cx.builder, index);
        }
    }
}

impl Dispatch<'_> {
    /// Ends the loop: no case is entered any more.
    pub(super) fn end(&self, cx: &mut FuncCx<'_, '_>) {
        for case in &self.cases {
            cx.builder.seal_block(*case);
        }
    }
}

/// The short way of a branch of this depth here, if there is one.
pub(super) fn shortcut<'p>(cx: &mut FuncCx<'p, '_>, depth: u32) -> Option<Shortcut<'p>> {
    let dispatch = dispatch_of(cx, depth)?;
    let selector = dispatch.selector?.get(&mut cx.builder);
    let dfg = &cx.builder.func.dfg;
    let ValueDef::Result(inst, _) = dfg.value_def(dfg.resolve_aliases(selector)) else { return None };
    let InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } = dfg.insts[inst] else { return None };
    let target = *dispatch.targets.get(imm.bits() as u32 as usize).unwrap_or(&dispatch.default);
    Some(Shortcut { dispatch, target: Some(target) })
}

/// The way through a copy of the table, if there may be another one: each is predicted by itself.
pub(super) fn copy<'p>(cx: &FuncCx<'p, '_>, depth: u32) -> Option<Shortcut<'p>> {
    let dispatch = dispatch_of(cx, depth)?;
    let edges = dispatch.targets.len() + 1;
    let left = dispatch.edges_left.get().checked_sub(edges).filter(|_| edges <= COPIED)?;
    dispatch.edges_left.set(left);
    Some(Shortcut { dispatch, target: None })
}

/// How the loop begins that a branch of this depth here goes back to, if it is one that begins with a switch.
fn dispatch_of<'p>(cx: &FuncCx<'p, '_>, depth: u32) -> Option<Rc<Dispatch<'p>>> {
    cx.frames[cx.frames.len() - 1 - depth as usize].dispatch.clone()
}

impl<'p> Shortcut<'p> {
    /// Goes to the case and ends the current block.
    pub(super) fn take(&self, cx: &mut FuncCx<'p, '_>) {
        let (height, checked) = (cx.operands.len(), cx.checked.mark());
        cx.is_likely = None;
        for (operator, location) in &self.dispatch.operators {
            cx.builder.set_srcloc(SourceLoc::new(*location));
            operator::translate(cx, operator);
        }
        let Dispatch { selector, targets, default, .. } = &*self.dispatch;
        if let Some(target) = self.target {
            cx.builder.ins().jump(target, &[]);
        } else {
            let index = match selector {
                Some(local) => local.get(&mut cx.builder),
                None => cx.pop(),
            };
            branch_table::branch_to(cx, index, targets, *default, &[]);
        }
        cx.operands.truncate(height);
        cx.checked.forget_since(checked);
    }
}
