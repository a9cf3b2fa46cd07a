//! Prologues, epilogues and what is between them.

use super::super::{Calls, frame_start};
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
}

#[test]
fn a_frame_that_few_instructions_reach_should_have_no_pointer() {
    let frame = |size: u8, save: &[u8], body: &[u8], restore: &[u8]| {
        let (take, give) = ([0x48, 0x83, 0xec, size], [0x48, 0x83, 0xc4, size]);
        shortened(&[PROLOGUE, &take, save, body, restore, &give, EPILOGUE, RET], &[0])
    };
    let load: &[u8] = &[0x48, 0x8b, 0x44, 0x24, 0x08]; // mov rax, [rsp + 8]
    let call: &[u8] = &[0xff, 0xd0]; // call rax
    let with = |first: &[u8], body: &[u8], last: &[u8]| [first, body, last, RET].concat();

    // An even number of words with the return address: as the stack was aligned, it is.
    let body = [load, call].concat();
    let short = with(&[0x48, 0x83, 0xec, 0x18], &body, &[0x48, 0x83, 0xc4, 0x18]);
    assert_eq!(frame(0x10, &[], &body, &[]), short);
    // rbx is saved.
    let (save, restore) = ([0x48, 0x89, 0x5c, 0x24, 0x10], [0x48, 0x8b, 0x5c, 0x24, 0x10]);
    let saving = [&body[..], &[0x31, 0xdb]].concat(); // xor ebx, ebx
    let short = with(&[0x53, 0x48, 0x83, 0xec, 0x10], &saving, &[0x48, 0x83, 0xc4, 0x10, 0x5b]);
    assert_eq!(frame(0x20, &save, &saving, &restore), short);
    // Nothing is in it, but what is called expects an aligned stack.
    let code = [PROLOGUE, call, EPILOGUE, RET];
    assert_eq!(shortened(&code, &[0]), [&[0x50], call, &[0x48, 0x83, 0xc4, 8], RET].concat());

    // More than a byte says, and more accesses than the pointer costs.
    let large =
        [PROLOGUE, &[0x48, 0x81, 0xec, 0x80, 0, 0, 0], load, &[0x48, 0x81, 0xc4, 0x80, 0, 0, 0], EPILOGUE];
    assert!(shortened(&[&large[..], &[RET]].concat(), &[0]).starts_with(PROLOGUE));
    let compare: &[u8] = &[0x48, 0x3b, 0x44, 0x24, 0x08]; // cmp rax, [rsp + 8]
    assert!(!frame(0x10, &[], &compare.repeat(24), &[]).starts_with(PROLOGUE));
    assert!(frame(0x10, &[], &compare.repeat(25), &[]).starts_with(PROLOGUE));
}

#[test]
fn what_backtraces_tell_a_frame_from_should_be_found() {
    let body: &[u8] = &[0x89, 0xf8]; // mov eax, edi
    for start in
        [&[][..], &[0x50], &[0x41, 0x57, 0x53], &[0x41, 0x54, 0x48, 0x83, 0xec, 0x10], &[0x48, 0x83, 0xec, 8]]
    {
        assert_eq!(frame_start(&[start, body].concat()), start);
    }
    assert_eq!(frame_start(&[PROLOGUE, &[0x53]].concat()), &PROLOGUE[..1]);
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
    let argument: &[u8] = &[0x8b, 0x45, 0x10]; // mov eax, [rbp + 16]
    let (take, give) = ([0x48, 0x83, 0xec, 0x08], [0x48, 0x83, 0xc4, 0x08]);
    let code = [PROLOGUE, &take, argument, &give, EPILOGUE, RET];
    let short = [PROLOGUE, &[0x50], argument, &give, &[0x5d], RET];
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
