;; A parameter that a loop starts with is copied before it, and the loop moves nothing.
;;! check = "asm"
;;! args = ["--invoke", "mix"]
;;! targets = ["aarch64-linux"]
;;! contains = ["\nblock2:\n  b label1\n"]
(module
  (func (export "mix") (param $rounds i32) (param $by i32) (result i32) (local $x i32)
    (loop $next
      (local.set $x
        (i32.mul (i32.add (local.get $x) (i32.sub (local.get $by) (i32.const 9))) (i32.const 0x1234567)))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $x)))
