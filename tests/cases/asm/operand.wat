;; A product overwrites the operand that is of no more use, not the one that the loop needs again.
;;! check = "asm"
;;! args = ["--invoke", "scale"]
;;! targets = ["x86_64-linux"]
;;! absent = ["movdqa", "movapd", "movaps"]
(module
  (memory 1)
  (func (export "scale") (param $by f64) (param $len i32) (local $factors v128) (local $at i32)
    (local.set $factors (f64x2.splat (local.get $by)))
    (loop $next
      (v128.store (local.get $at) (f64x2.mul (local.get $factors) (v128.load (local.get $at))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $len))))))
