;; A constant that must be in a register, as it is stored or too large to be compared with, is made before a
;; short loop that calls nothing.
;;! check = "asm"
;;! args = ["--invoke", "mark"]
;;! targets = ["aarch64-linux"]
;;! contains = ["movz w11, #7\n  movz w12, #60000\n  b label1"]
(module
  (memory 1)
  (func (export "mark") (param $at i32) (param $step i32)
    (loop $next
      (i32.store8 (local.get $at) (i32.const 7))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (local.get $step))) (i32.const 60000))))))
