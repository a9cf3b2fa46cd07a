;; What is computed from a loop's value comes before the load of the next one: one register holds both.
;;! check = "asm"
;;! args = ["--invoke", "hash"]
;;! targets = ["x86_64-linux"]
;;! contains = ["xorl %esi, %eax\n  movzbq 0x3fff0000(%rdi), %rsi", "block2:\n  jmp     label1"]
(module
  (memory 1)
  (func (export "hash") (param $p i32) (result i32)
    (local $char i32) (local $hash i32)
    (local.set $char (i32.load8_u (local.get $p)))
    (loop $next
      (local.set $hash (i32.mul (i32.xor (local.get $hash) (local.get $char)) (i32.const 16777619)))
      (br_if $next
        (local.tee $char
          (i32.load8_u (local.tee $p (i32.add (local.get $p) (i32.const 1)))))))
    (local.get $hash)))
