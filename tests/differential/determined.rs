//! A module in, the same out but for the instructions whose results differ between the two engines.

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, Instruction, Module};
use wasmparser::{FunctionBody, Operator, Parser};

/// The module with others, of the same type, in place of those instructions: relaxed products and sums,
/// which the other engine rounds once, and relaxed minima and maxima, demotions and promotions, whose
/// NaNs the generator does not make canonical.
pub fn determined(module: &[u8]) -> Vec<u8> {
    let mut result = Module::new();
    Determined.parse_core_module(&mut result, Parser::new(0), module).expect("the module is valid");
    result.finish()
}

struct Determined;

impl Reencode for Determined {
    type Error = std::convert::Infallible;

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            match instead(&operator) {
                [] => {
                    function.instruction(&self.instruction(operator)?);
                }
                others => {
                    others.iter().fold(&mut function, |function, other| function.instruction(other));
                }
            }
        }
        code.function(&function);
        Ok(())
    }
}

/// What stands for the operator: nothing else, if its result is determined.
fn instead(operator: &Operator<'_>) -> &'static [Instruction<'static>] {
    match operator {
        // All that is seen of a NaN is then that it is one.
        Operator::F64PromoteF32 => {
            &[Instruction::F64PromoteF32, Instruction::I64TruncSatF64S, Instruction::F64ConvertI64S]
        }
        Operator::F32DemoteF64 => {
            &[Instruction::F32DemoteF64, Instruction::I64TruncSatF32S, Instruction::F32ConvertI64S]
        }
        Operator::F32x4DemoteF64x2Zero | Operator::F64x2PromoteLowF32x4 => &[Instruction::V128Not],
        Operator::F32x4RelaxedMadd
        | Operator::F32x4RelaxedNmadd
        | Operator::F64x2RelaxedMadd
        | Operator::F64x2RelaxedNmadd => &[Instruction::I8x16RelaxedLaneselect],
        Operator::F32x4RelaxedMin
        | Operator::F32x4RelaxedMax
        | Operator::F64x2RelaxedMin
        | Operator::F64x2RelaxedMax => &[Instruction::I8x16RelaxedSwizzle],
        _ => &[],
    }
}
