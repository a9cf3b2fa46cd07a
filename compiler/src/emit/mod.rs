//! Code and plan in, one relocatable object out.

mod board;
mod code;
mod error;
mod filter;
mod grants;
mod image;
mod inlined;
mod leb128;
mod map;
mod name;
mod prepare;
mod profile;
mod program;
mod record;
mod state;
mod system_calls;
mod writer;

pub use error::Error;

use crate::Object;
use crate::codegen::Code;
use crate::plan::Plan;
use crate::request::Request;

/// Assembles the object.
pub fn emit(plan: &Plan<'_>, code: &Code, request: &Request<'_>) -> Result<Object, Error> {
    let mut writer = code::write(plan, code)?;
    state::write(&mut writer, plan, request);
    let map = map::write(&mut writer, plan, code)?;
    let calls = system_calls::of(plan, code, request);
    let grants = grants::write(&mut writer, request, &calls);
    let only_writes = system_calls::only_writes(plan, &request.grants, &calls);
    let small_pages = profile::small_pages(plan, request);
    let steps = prepare::steps(plan, request, &calls, only_writes, !small_pages.is_empty());
    let profile = profile::write(&mut writer, plan, code, request, &small_pages);
    program::write(&mut writer, plan, request, map, grants, &steps, profile);
    board::write(&mut writer, request);
    let bytes = writer.finish()?;
    Ok(Object {
        bytes,
        image_limit: plan.memories.first().map_or(ahead_abi::layout::MEMORY_BASE, |memory| memory.base),
        memory_bytes: plan.memories.first().map_or(0, |memory| memory.max_len),
        stack_bytes: request.options.stack_size.next_multiple_of(ahead_abi::layout::MAX_PAGE_SIZE),
        system_calls: calls.chunk_by(|a, b| a.name == b.name).map(|call| call[0].name).collect(),
        unknown: code.unknown,
        only_writes,
    })
}

/// The text of all functions, as [`crate::request::Options::emit`] asked for it, each after a line
/// with its name.
pub fn listing(plan: &Plan<'_>, code: &Code) -> Object {
    let mut names = name::SymbolNames::new(plan);
    let mut listing = String::new();
    for function in &code.functions {
        let name = match map::name(plan, function.symbol).0 {
            name if name.is_empty() => names.name(function.symbol),
            name => name,
        };
        let text = function.text.as_deref().unwrap_or_default();
        listing.push_str(&format!("; {name}\n{}\n\n", text.trim_end()));
    }
    Object {
        bytes: listing.into_bytes(),
        image_limit: 0,
        memory_bytes: 0,
        stack_bytes: 0,
        system_calls: Vec::new(),
        unknown: code.unknown,
        only_writes: false,
    }
}
