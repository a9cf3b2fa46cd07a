;; The address of a global is computed where it is used, each time: no register holds it across the call. One of a
;; global that an instruction updates is used by that alone.
;;! check = "asm"
;;! args = ["--invoke", "turn"]
;;! targets = ["x86_64-linux"]
;;! contains = ["  load_ext_name userextname0+0, %rsi\n  subq $0x1, (%rsi)\n", "  movl %r8d, (%r9)\n  call    User(userextname1)\n  load_ext_name userextname0+0, %r8\n  movl %r12d, (%r8)\n"]
(module
  (global $stack (mut i32) (i32.const 65536))
  (global $calls (mut i64) (i64.const 0))
  (func $inner (param i32) (result i32)
    (global.set $calls (i64.sub (global.get $calls) (i64.const 1)))
    (loop $next (br_if $next (i32.lt_u (local.tee 0 (i32.shl (local.get 0) (i32.const 1))) (i32.const 99))))
    (local.get 0))
  (func (export "turn") (param $x i32) (result i32) (local $frame i32)
    (global.set $stack (local.tee $frame (i32.sub (global.get $stack) (i32.const 16))))
    (local.set $x (call $inner (local.get $x)))
    (global.set $stack (i32.add (local.get $frame) (i32.const 16)))
    (local.get $x)))
