;; A quotient that is the same in every round is computed before the loop, also where the loop's exit comes first.
;;! check = "asm"
;;! args = ["--invoke", "escape"]
;;! targets = ["x86_64-linux"]
;;! contains = ["divsd %xmm1, %xmm0\n  jmp"]
(module
  (func (export "escape") (param $x f64) (param $by f64) (result i32) (local $z f64) (local $rounds i32)
    (block $out
      (loop $next
        (block $stay
          (br_if $stay (f64.lt (local.get $z) (f64.const 4)))
          (br $out))
        (local.set $z (f64.add (f64.mul (local.get $z) (local.get $z)) (f64.div (local.get $x) (local.get $by))))
        (local.set $rounds (i32.add (local.get $rounds) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $rounds) (i32.const 100)))))
    (local.get $rounds)))
