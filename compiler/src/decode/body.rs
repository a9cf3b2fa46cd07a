//! Function bodies: validated in parallel, with the functions that each one refers to.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use wasmparser::{FuncToValidate, FuncValidatorAllocations, FunctionBody, Operator, ValidatorResources};

use super::{Error, Module};

/// A validated function body.
pub struct Body<'a> {
    /// The locals and instructions.
    pub code: FunctionBody<'a>,
    /// Functions that it calls, by index, sorted; each as often as it is called.
    pub calls: Vec<u32>,
    /// Functions that it takes a reference to, by index, sorted.
    pub function_refs: Vec<u32>,
    /// Types that it calls references by, by index, sorted.
    pub called_types: Vec<u32>,
    /// What else it does that the plan must know.
    pub effects: Effects,
}

/// Things a body does that bear on how tables and memories are laid out.
#[derive(Default, Clone)]
pub struct Effects {
    /// Tables that it may change, by index.
    pub tables_written: Vec<u32>,
    /// Tables that it may grow, by index.
    pub tables_grown: Vec<u32>,
    /// Globals that it sets, by index, sorted.
    pub globals_set: Vec<u32>,
    /// Memories that it may grow, by index.
    pub memories_grown: Vec<u32>,
    /// Data segments that `memory.init` or `data.drop` name.
    pub data_used: Vec<u32>,
    /// Element segments that `table.init` or `elem.drop` name.
    pub elements_used: Vec<u32>,
    /// Whether it makes tail calls.
    pub tail_calls: bool,
}

/// A body that was only found yet.
pub(super) type Unvalidated<'a> = (FuncToValidate<ValidatorResources>, FunctionBody<'a>);

/// Validates all bodies; of several invalid ones, the first is reported.
pub(super) fn validate<'a>(
    bodies: Vec<Unvalidated<'a>>,
    module: &Module<'a>,
) -> Result<Vec<Body<'a>>, Error> {
    let results: Vec<_> = bodies
        .into_par_iter()
        .map_init(FuncValidatorAllocations::default, |allocations, (func, code)| {
            let index = func.index;
            let mut validator = func.into_validator(std::mem::take(allocations));
            let result = validate_one(&mut validator, code);
            *allocations = validator.into_allocations();
            result.map_err(|error| (index, error))
        })
        .collect();
    results
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|(index, error)| Error::invalid(module, Some(index), &error))
}

fn validate_one<'a>(
    validator: &mut wasmparser::FuncValidator<ValidatorResources>,
    code: FunctionBody<'a>,
) -> Result<Body<'a>, wasmparser::Error> {
    let mut reader = code.get_binary_reader();
    validator.read_locals(&mut reader)?;
    let mut operators = wasmparser::OperatorsReader::new(reader);
    let effects = Effects::default();
    let mut body =
        Body { code, calls: Vec::new(), function_refs: Vec::new(), called_types: Vec::new(), effects };
    while !operators.eof() {
        let (operator, offset) = operators.read_with_offset()?;
        validator.op(offset, &operator)?;
        note(&operator, &mut body);
    }
    operators.finish()?;
    body.calls.sort_unstable();
    body.function_refs.sort_unstable();
    body.function_refs.dedup();
    body.called_types.sort_unstable();
    body.called_types.dedup();
    body.effects.globals_set.sort_unstable();
    body.effects.globals_set.dedup();
    Ok(body)
}

fn note(operator: &Operator<'_>, body: &mut Body<'_>) {
    let effects = &mut body.effects;
    match *operator {
        Operator::Call { function_index } => body.calls.push(function_index),
        Operator::ReturnCall { function_index } => {
            body.calls.push(function_index);
            effects.tail_calls = true;
        }
        Operator::CallIndirect { type_index, .. } | Operator::CallRef { type_index } => {
            body.called_types.push(type_index);
        }
        Operator::ReturnCallIndirect { type_index, .. } | Operator::ReturnCallRef { type_index } => {
            body.called_types.push(type_index);
            effects.tail_calls = true;
        }
        Operator::RefFunc { function_index } => body.function_refs.push(function_index),
        Operator::GlobalSet { global_index } => effects.globals_set.push(global_index),
        Operator::MemoryGrow { mem } => effects.memories_grown.push(mem),
        Operator::TableSet { table } | Operator::TableFill { table } => effects.tables_written.push(table),
        Operator::TableGrow { table } => {
            effects.tables_written.push(table);
            effects.tables_grown.push(table);
        }
        Operator::TableCopy { dst_table, .. } => effects.tables_written.push(dst_table),
        Operator::TableInit { elem_index, table } => {
            effects.tables_written.push(table);
            effects.elements_used.push(elem_index);
        }
        Operator::ElemDrop { elem_index } => effects.elements_used.push(elem_index),
        Operator::MemoryInit { data_index, .. } | Operator::DataDrop { data_index } => {
            effects.data_used.push(data_index)
        }
        _ => {}
    }
}
