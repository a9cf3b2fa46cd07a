//! What the program does when it starts, and the exports that the runtime calls.

use wasmparser::{ExternalKind, FuncType, ValType};

use super::{Action, Callee, Entry, Error, Planner, Step, Trampoline, TrampolineTarget, wire};
use crate::decode::Module;
use crate::request::{self, Shape};

/// Chooses the entry that the request asks for.
pub(super) fn choose(planner: &mut Planner<'_, '_>) -> Result<(), Error> {
    planner.plan.entry = match &planner.request.shape {
        Shape::Command => command(planner)?,
        Shape::Invoke(name) => invoke(planner, name)?,
        Shape::Script(actions) => script(planner, actions)?,
    };
    Ok(())
}

fn command(planner: &mut Planner<'_, '_>) -> Result<Entry, Error> {
    let callee = match lifecycle(planner, "_start")? {
        Some(callee) => Some(callee),
        None => lifecycle(planner, "_initialize")?,
    };
    let starts = planner.plan.instances.iter().flat_map(|instance| &instance.steps);
    if callee.is_none() && !starts.into_iter().any(|step| matches!(step, Step::Call(_))) {
        let module = main_module(planner);
        return Err(Error::NothingToRun {
            file: module.file_name.clone(),
            exports: exported_functions(module),
        });
    }
    Ok(Entry::Command(callee))
}

/// The main module's export `name`, which must be a function from nothing to nothing.
fn lifecycle(planner: &Planner<'_, '_>, name: &str) -> Result<Option<Callee>, Error> {
    let module = main_module(planner);
    let Some(export) = module.export(name).filter(|export| export.kind == ExternalKind::Func) else {
        return Ok(None);
    };
    let ty = module.function_type(export.index);
    if !ty.params().is_empty() || !ty.results().is_empty() {
        return Err(Error::EntryType {
            file: module.file_name.clone(),
            name: name.to_string(),
            found: wire::function_type(ty),
        });
    }
    let instance = planner.plan.instances.last().expect("a program has a main module");
    Ok(Some(instance.functions[export.index as usize]))
}

fn invoke(planner: &mut Planner<'_, '_>, name: &str) -> Result<Entry, Error> {
    let main = planner.plan.modules.len() - 1;
    let (callee, ty) = exported_function(planner, main, name)?;
    for value in ty.params().iter().chain(ty.results()) {
        if !matches!(value, ValType::I32 | ValType::I64 | ValType::F32 | ValType::F64) {
            return Err(Error::InvokeType {
                file: planner.plan.modules[main].file_name.clone(),
                name: name.to_string(),
                ty: value.to_string(),
            });
        }
    }
    let initialize = if name == "_initialize" { None } else { lifecycle(planner, "_initialize")? };
    let target = TrampolineTarget::Call { callee, ty: ty.clone() };
    let trampoline = add_trampoline(planner, target);
    Ok(Entry::Invoke { name: name.to_string(), trampoline, ty, initialize })
}

fn script(planner: &mut Planner<'_, '_>, actions: &[request::Action]) -> Result<Entry, Error> {
    let mut planned = Vec::new();
    for action in actions {
        let (target, args, results) = match action {
            request::Action::Instantiate(module) => {
                (TrampolineTarget::Initialize(*module as u32), Vec::new(), 0)
            }
            request::Action::Call { module, export, args } => {
                let (callee, ty) = exported_function(planner, *module, export)?;
                let results = ty.results().len();
                (TrampolineTarget::Call { callee, ty }, args.clone(), results)
            }
            request::Action::Get { module, export } => {
                (TrampolineTarget::Global(exported_global(planner, *module, export)?), Vec::new(), 1)
            }
        };
        let trampoline = add_trampoline(planner, target);
        planned.push(Action { trampoline, args, results });
    }
    Ok(Entry::Script(planned))
}

fn add_trampoline(planner: &mut Planner<'_, '_>, target: TrampolineTarget) -> u32 {
    let trampolines = &mut planner.plan.trampolines;
    if let Some(existing) = trampolines.iter().position(|trampoline| trampoline.target == target) {
        return existing as u32;
    }
    trampolines.push(Trampoline { target });
    trampolines.len() as u32 - 1
}

fn exported_function(
    planner: &Planner<'_, '_>,
    module: usize,
    name: &str,
) -> Result<(Callee, FuncType), Error> {
    let index = exported(planner, module, name, ExternalKind::Func, "function")?;
    let callee = planner.plan.instances[module].functions[index as usize];
    Ok((callee, planner.plan.modules[module].function_type(index).clone()))
}

fn exported_global(planner: &Planner<'_, '_>, module: usize, name: &str) -> Result<u32, Error> {
    let index = exported(planner, module, name, ExternalKind::Global, "global")?;
    Ok(planner.plan.instances[module].globals[index as usize])
}

fn exported(
    planner: &Planner<'_, '_>,
    module: usize,
    name: &str,
    kind: ExternalKind,
    kind_name: &'static str,
) -> Result<u32, Error> {
    let module = &planner.plan.modules[module];
    let export = module.export(name).filter(|export| export.kind == kind);
    export.map(|export| export.index).ok_or_else(|| Error::UnknownExport {
        file: module.file_name.clone(),
        kind: kind_name,
        name: name.to_string(),
        exports: exported_functions(module),
    })
}

fn exported_functions(module: &Module<'_>) -> Vec<String> {
    let functions = module.exports.iter().filter(|export| export.kind == ExternalKind::Func);
    functions.map(|export| export.name.to_string()).collect()
}

fn main_module<'p, 'a>(planner: &'p Planner<'a, '_>) -> &'p Module<'a> {
    planner.plan.modules.last().expect("a program has a main module")
}
