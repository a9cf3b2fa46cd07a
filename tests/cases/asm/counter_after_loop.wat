;; A loop's counter that is needed behind the loop is computed there from the next one: one register holds both.
;;! check = "asm"
;;! args = ["--invoke", "length"]
;;! targets = ["x86_64-linux"]
;;! contains = ["block2:\n  jmp     label1\nblock3:\n  subl $0x1, %edx"]
(module
  (memory 1)
  (func (export "length") (param $p i32)
    (local $i i32) (local $next i32)
    (loop $next
      (local.set $i (local.get $next))
      (local.set $next (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.load8_u (i32.add (local.get $p) (local.get $i)))))
    (i32.store (i32.const 64) (local.get $i))))
