;; What a loop counted bounds another's counter, which is compared after its step, as the module says: Cranelift would
;; compare both before, and keep what the first loop counted before its last step.
;;! check = "asm"
;;! args = ["--invoke", "find"]
;;! targets = ["x86_64-linux"]
;;! contains = ["block2:\n  jmp     label1", "block8:\n  jmp     label6"]
(module
  (memory 1)
  (func (export "find") (param $p i32) (param $byte i32) (result i32)
    (local $len i32) (local $last i32) (local $i i32)
    (local.set $last (i32.const -1))
    (loop $next
      (local.set $len (i32.add (local.get $last) (i32.const 1)))
      (local.set $i (local.get $last))
      (local.set $last (local.get $len))
      (br_if $next (i32.load8_u offset=1 (i32.add (local.get $p) (local.get $i)))))
    (local.set $i (i32.const 0))
    (if (local.get $len) (then
      (loop $next
        (if (i32.eq (i32.load8_u (i32.add (local.get $p) (local.get $i))) (local.get $byte))
          (then (return (local.get $i))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $next (i32.ne (local.get $i) (local.get $len))))))
    (i32.const -1)))
