//! Prologues, epilogues and what is between them.

use super::super::Calls;
use super::{EPILOGUE, PROLOGUE, RET, shortened, shortened_with};

#[test]
fn saved_registers_should_be_pushed_and_the_frame_reached_from_its_pointer() {
    let code: [&[u8]; 10] = [
        PROLOGUE,
        &[0x48, 0x83, 0xec, 0x20],       // sub rsp, 32
        &[0x48, 0x89, 0x5c, 0x24, 0x10], // mov [rsp + 16], rbx
        &[0x48, 0x89, 0x3c, 0x24],       // mov [rsp], rdi
        &[0x48, 0x8b, 0x44, 0x24, 0x08], // mov rax, [rsp + 8]
        &[0x8b, 0x5d, 0x10],             // mov ebx, [rbp + 16]
        &[0x48, 0x8b, 0x5c, 0x24, 0x10], // mov rbx, [rsp + 16]
        &[0x48, 0x83, 0xc4, 0x20],       // add rsp, 32
        EPILOGUE,
        RET,
    ];
    let short: [&[u8]; 9] = [
        PROLOGUE,
        &[0x53],                   // push rbx
        &[0x48, 0x83, 0xec, 0x18], // sub rsp, 24
        &[0x48, 0x89, 0x3c, 0x24], // mov [rsp], rdi
        &[0x48, 0x8b, 0x45, 0xe8], // mov rax, [rbp - 24]
        &[0x8b, 0x5d, 0x10],       // mov ebx, [rbp + 16]
        &[0x48, 0x83, 0xc4, 0x18], // add rsp, 24
        &[0x5b, 0x5d],             // pop rbx; pop rbp
        RET,
    ];
    assert_eq!(shortened(&code, &[0]), short.concat());
}

#[test]
fn a_frame_that_nothing_is_in_should_go_where_nothing_is_called() {
    let body: &[u8] = &[0x8d, 0x04, 0x3e, 0x0f, 0xaf, 0xc6]; // lea eax, [rsi + rdi]; imul eax, esi
    let code = [PROLOGUE, body, EPILOGUE, RET];
    assert_eq!(shortened_with(&code, &[0], Calls::Missing), [body, RET].concat());
    assert_eq!(shortened(&code, &[0]), [PROLOGUE, body, &EPILOGUE[3..], RET].concat());
}

#[test]
fn a_frame_that_something_needs_should_stay() {
    let argument: &[u8] = &[0x8b, 0x45, 0x10]; // mov eax, [rbp + 16]
    let call: &[u8] = &[0xff, 0xd0]; // call rax
    for needs in [argument, call] {
        let code = [PROLOGUE, needs, EPILOGUE, RET];
        let short = [PROLOGUE, needs, &EPILOGUE[3..], RET];
        assert_eq!(shortened_with(&code, &[0], Calls::Missing), short.concat());
    }
}

#[test]
fn a_frame_whose_saved_registers_are_read_should_stay() {
    let code: [&[u8]; 7] = [
        PROLOGUE,
        &[0x48, 0x83, 0xec, 0x10],                         // sub rsp, 16
        &[0x48, 0x89, 0x1c, 0x24],                         // mov [rsp], rbx
        &[0x48, 0x8b, 0x04, 0x24],                         // mov rax, [rsp]
        &[0x48, 0x8b, 0x1c, 0x24, 0x48, 0x83, 0xc4, 0x10], // mov rbx, [rsp]; add rsp, 16
        EPILOGUE,
        RET,
    ];
    assert_eq!(shortened(&code, &[0]), code.concat());
}

#[test]
fn a_frame_of_one_word_should_be_made_by_a_push() {
    let code: [&[u8]; 4] = [PROLOGUE, &[0x48, 0x83, 0xec, 0x08, 0x48, 0x83, 0xc4, 0x08], EPILOGUE, RET];
    let short: [&[u8]; 3] = [PROLOGUE, &[0x50, 0x48, 0x83, 0xc4, 0x08, 0x5d], RET];
    assert_eq!(shortened(&code, &[0]), short.concat());
}

#[test]
fn a_stack_pointer_that_is_read_or_moved_should_keep_the_frame_as_it_is() {
    // mov rax, rsp; push rsp and pop rax; sub rsp, 8 later on
    for body in [&[0x48, 0x89, 0xe0][..], &[0x54, 0x58], &[0x90, 0x48, 0x83, 0xec, 0x08]] {
        let code: [&[u8]; 4] = [PROLOGUE, body, EPILOGUE, RET];
        assert_eq!(shortened(&code, &[0]), code.concat());
    }
}
